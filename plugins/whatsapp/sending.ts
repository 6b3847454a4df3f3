import { InvalidInput, OutcomeUnknown, RecipientUnreachable } from '#sdk/index'
import type { MessageButton, MessageContent, OutgoingMessage, SendAttempt, SendReceipt } from '#sdk/index'
import { mediaBody } from './attachments.ts'
import { graph } from './client.ts'
import type { WhatsAppContext } from './client.ts'
import { templateBody } from './template_sending.ts'

type Json = Record<string, unknown>
type Text = Extract<MessageContent, { kind: 'text' }>

const REPLY_TITLE = 20
const ROW_TITLE = 24
const REPLY_BUTTONS = 3
const LIST_ROWS = 10

interface SendAnswer {
  messages?: { id: string; message_status?: string }[]
}

export async function send(
  context: WhatsAppContext,
  message: OutgoingMessage,
  attempt: SendAttempt
): Promise<SendReceipt> {
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...addressOf(message),
    ...contentOf(message.content),
    ...(message.replyTo ? { context: { message_id: message.replyTo } } : {}),
    // There is no idempotency key: only this, echoed by every status, tells what became of an unanswered call.
    biz_opaque_callback_data: attempt.key,
  }
  const path = `${context.settings.phoneNumberId}/messages`
  const answer = await graph<SendAnswer>(context, path, {
    method: 'POST',
    body,
    once: true,
    retry: false,
    attempt: attempt.n,
  })
  const sent = answer.messages?.[0]
  if (!sent?.id) throw new OutcomeUnknown('WhatsApp accepted without naming the message')
  return {
    providerId: sent.id,
    ...(sent.message_status && sent.message_status !== 'accepted' ? { held: true } : {}),
  }
}

function addressOf({ to, content }: OutgoingMessage): Json {
  if (to.phone) return { to: to.phone }
  const needsPhone = content.kind === 'template' && content.category === 'authentication'
  if (needsPhone || !to.userId) throw new RecipientUnreachable('WhatsApp needs a phone number for this message')
  return { recipient: to.userId }
}

function contentOf(content: MessageContent): Json {
  if (content.kind === 'template') return { type: 'template', template: templateBody(content) }
  if (content.kind === 'media') return mediaBody(content.attachment, content.text)
  return content.buttons?.length
    ? { type: 'interactive', interactive: interactiveBody(content, content.buttons) }
    : textBody(content)
}

const textBody = ({ text }: Text): Json => ({
  type: 'text',
  text: { body: text, preview_url: /https?:\/\//.test(text) },
})

function interactiveBody({ text }: Text, buttons: MessageButton[]): Json {
  const body = { text }
  const [first] = buttons
  if (buttons.length === 1 && first.kind === 'url') {
    const url = first.url + (first.suffix ?? '')
    return {
      type: 'cta_url',
      body,
      action: { name: 'cta_url', parameters: { display_text: titled(first.title, REPLY_TITLE), url } },
    }
  }

  const replies = buttons.filter((button) => button.kind === 'reply')
  if (replies.length !== buttons.length || replies.length > LIST_ROWS) {
    throw new InvalidInput('WhatsApp takes one link, or up to ten answers', { field: 'buttons' })
  }
  if (replies.length <= REPLY_BUTTONS) {
    const reply = replies.map(({ id, title }) => ({
      type: 'reply',
      reply: { id, title: titled(title, REPLY_TITLE) },
    }))
    return { type: 'button', body, action: { buttons: reply } }
  }
  const rows = replies.map(({ id, title }) => ({ id, title: titled(title, ROW_TITLE) }))
  // The label that opens the list is required, and a message has no words for it: a sign needs no translation.
  return { type: 'list', body, action: { button: '☰', sections: [{ rows }] } }
}

function titled(title: string, limit: number): string {
  if (title.length > limit)
    throw new InvalidInput(`A button's text has at most ${limit} characters here`, { field: 'buttons' })
  return title
}
