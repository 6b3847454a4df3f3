import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { channel, id, link, maybeInstant, maybeLink, maybeText, text, whole } from './parts.ts'

const received = vine.create({
  providerId: id(),
  channel: channel(),
  kind: vine.enum(['text', 'media', 'button', 'list', 'location', 'contact', 'reaction', 'unsupported'] as const),
  text: maybeText(),
  choiceId: maybeText(),
  attachment: vine
    .object({
      kind: vine.enum(['image', 'video', 'audio', 'document', 'sticker'] as const),
      mediaId: maybeText(),
      url: maybeLink(),
      mimeType: maybeText(),
      filename: maybeText(),
      caption: maybeText(),
    })
    .nullable()
    .optional(),
  location: vine
    .object({ latitude: vine.number({ strict: true }), longitude: vine.number({ strict: true }), name: maybeText() })
    .nullable()
    .optional(),
  replyTo: maybeText(),
  referral: vine
    .object({
      sourceType: text(),
      sourceId: maybeText(),
      sourceUrl: maybeLink(),
      headline: maybeText(),
      body: maybeText(),
      clickId: maybeText(),
      account: maybeText(),
    })
    .nullable()
    .optional(),
  vendorType: maybeText(),
  keyword: vine
    .enum(['stop', 'start', 'help'] as const)
    .nullable()
    .optional(),
  answered: vine.boolean().optional(),
})

const status = () =>
  vine.create({
    providerId: id(),
    correlation: maybeText(),
    error: vine.object({ code: text(), title: text(), reason: text() }).nullable().optional(),
    price: vine.object({ millionths: whole(), currency: text() }).nullable().optional(),
    billable: vine.boolean().nullable().optional(),
    category: maybeText(),
    recipient: vine
      .array(
        vine.object({
          kind: vine.enum(['phone', 'email', 'whatsapp_user', 'shop_customer', 'crm_contact', 'sandbox_user'] as const),
          value: text(),
          issuer: text().optional(),
          country: text().optional(),
        })
      )
      .optional(),
  })

const statusSample = { providerId: 'wamid.HB02', correlation: 'msg_01/1' }

const clicked = vine.create({
  linkId: id(),
  messageId: maybeText(),
  url: link(),
  label: maybeText(),
  clickId: maybeText(),
  userAgent: maybeText(),
  clickedAt: maybeInstant(),
})

const button = vine.create({
  providerId: id(),
  channel: channel(),
  choiceId: id(),
  text: maybeText(),
  messageId: maybeText(),
})

const template = vine.create({
  providerTemplateId: id(),
  name: maybeText(),
  language: maybeText(),
  status: vine
    .enum(['draft', 'in_review', 'approved', 'rejected', 'paused', 'disabled'] as const)
    .nullable()
    .optional(),
  reason: maybeText(),
  detail: maybeText(),
  category: maybeText(),
  quality: maybeText(),
})

export const messageEvents = [
  defineEvent({
    type: 'message.received',
    title: 'A person wrote to us',
    kind: 'occurrence',
    schema: received,
    sample: {
      providerId: 'wamid.HB01',
      channel: 'whatsapp' as const,
      kind: 'text' as const,
      text: 'Is the amber Goccia in stock?',
    },
  }),
  defineEvent({
    type: 'message.button_clicked',
    title: 'A person tapped a button of a message',
    kind: 'occurrence',
    schema: button,
    sample: { providerId: 'wamid.HB01', channel: 'whatsapp' as const, choiceId: 'yes', text: 'Yes' },
  }),
  defineEvent({
    type: 'link.clicked',
    title: 'A person opened a link of a message',
    kind: 'occurrence',
    schema: clicked,
    sample: {
      linkId: 'lnk_01',
      messageId: 'msg_01',
      url: 'https://bottega.example/cart/c1-7f3a/recover',
      label: 'Finish my order',
    },
  }),
  defineEvent({
    type: 'message.sent',
    title: 'The provider took a message',
    kind: 'occurrence',
    transient: true,
    schema: status(),
    sample: statusSample,
  }),
  defineEvent({
    type: 'message.delivered',
    title: 'A message was delivered',
    kind: 'occurrence',
    transient: true,
    schema: status(),
    sample: statusSample,
  }),
  defineEvent({
    type: 'message.read',
    title: 'A message was read',
    kind: 'occurrence',
    transient: true,
    schema: status(),
    sample: statusSample,
  }),
  defineEvent({
    type: 'message.failed',
    title: 'A message could not be delivered',
    kind: 'occurrence',
    transient: true,
    schema: status(),
    sample: {
      ...statusSample,
      error: { code: '131026', title: 'Message undeliverable', reason: 'recipient_unreachable' },
    },
  }),
  defineEvent({
    type: 'template.updated',
    title: "A template's approval, category or quality changed",
    kind: 'occurrence',
    transient: true,
    schema: template,
    sample: { providerTemplateId: '1407', name: 'cart_reminder', language: 'it', status: 'approved' as const },
  }),
]
