import { asText, required } from '#sdk/index'
import type { AdReferral, Attachment, ParsedItem, ReceivedMessagePayload } from '#sdk/index'
import { foreignMessage } from './foreign.ts'
import { instant, itemKey } from './keys.ts'
import { personOf } from './people.ts'
import type { WireEntry, WireMedia, WireMessage, WireReferral, WireValue } from './wire.ts'

type Content = Pick<ReceivedMessagePayload, 'kind' | 'text'> & Partial<ReceivedMessagePayload>

const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const

/** What one message proves: that it came and, where a button was tapped, that too. */
export function messageItems(entry: WireEntry, value: WireValue, message: WireMessage): ParsedItem[] {
  required(asText(message.id), 'message id')
  const person = personOf(entry.id, value, message.from, message.from_user_id)
  // Neither is said by the customer to us alone, so neither may open a window or answer a question.
  if (message.group_id) return [foreignMessage(value, 'group_message', message, person)]
  if (message.type === 'system') return [foreignMessage(value, message.system?.type ?? 'system', message, person)]

  const payload = payloadOf(entry, message)
  const item = {
    account: value.metadata?.phone_number_id ?? null,
    key: itemKey(message.id),
    subject: { kind: 'message', id: message.id },
    occurredAt: instant(message.timestamp),
    person,
  }
  const received = { ...item, type: 'message.received', payload }
  return payload.kind === 'button' && payload.choiceId
    ? [received, { ...item, type: 'message.button_clicked', payload: tapOf(payload) }]
    : [received]
}

const tapOf = ({ providerId, channel, choiceId, text }: ReceivedMessagePayload) => ({
  providerId,
  channel,
  choiceId,
  text,
})

function payloadOf(entry: WireEntry, message: WireMessage): ReceivedMessagePayload {
  const replyTo = message.reaction?.message_id ?? message.context?.id ?? null
  return {
    providerId: message.id,
    channel: 'whatsapp',
    ...contentOf(message),
    replyTo,
    referral: message.referral ? referralOf(entry, message.referral) : null,
  }
}

function contentOf(message: WireMessage): Content {
  const { text, button, location } = message
  if (message.type === 'text' && text) return { kind: 'text', text: text.body }
  if (message.type === 'button' && button)
    return { kind: 'button', text: button.text ?? null, choiceId: button.payload ?? button.text ?? null }
  if (message.type === 'interactive') return choiceOf(message)
  if (message.type === 'location' && location)
    return { kind: 'location', text: location.name ?? location.address ?? null, location: placeOf(location) }
  if (message.type === 'contacts') return { kind: 'contact', text: sharedContacts(message) }
  // Meta leaves the emoji out when a reaction is taken back.
  if (message.type === 'reaction') return { kind: 'reaction', text: message.reaction?.emoji || null }
  return mediaOf(message) ?? unsupported(message.unsupported?.type ?? message.type)
}

function choiceOf({ interactive }: WireMessage): Content {
  const { button_reply: tapped, list_reply: chosen } = interactive ?? {}
  if (tapped) return { kind: 'button', text: tapped.title, choiceId: tapped.id }
  if (chosen) return { kind: 'list', text: chosen.title, choiceId: chosen.id }
  return unsupported(interactive?.type ?? 'interactive')
}

function mediaOf(message: WireMessage): Content | null {
  const kind = MEDIA_TYPES.find((type) => type === message.type)
  if (!kind) return null
  const media = message[kind] as WireMedia
  const attachment: Attachment = {
    kind,
    mediaId: media.id ?? null,
    mimeType: media.mime_type ?? null,
    filename: media.filename ?? null,
    caption: media.caption ?? null,
  }
  return { kind: 'media', text: media.caption ?? null, attachment }
}

const unsupported = (vendorType: string): Content => ({ kind: 'unsupported', text: null, vendorType })

const placeOf = ({ latitude, longitude, name, address }: NonNullable<WireMessage['location']>) => ({
  latitude,
  longitude,
  name: name ?? address ?? null,
})

function sharedContacts({ contacts = [] }: WireMessage): string | null {
  const lines = contacts.map(({ name, phones = [] }) =>
    [name?.formatted_name, ...phones.map((phone) => phone.phone)].filter(Boolean).join(' ')
  )
  return lines.join('\n') || null
}

function referralOf(entry: WireEntry, referral: WireReferral): AdReferral {
  return {
    sourceType: referral.source_type ?? 'unknown',
    sourceId: referral.source_id ?? null,
    sourceUrl: referral.source_url ?? null,
    headline: referral.headline ?? null,
    body: referral.body ?? null,
    // Absent for ads in WhatsApp Status: nothing can then be attributed to the ad.
    clickId: referral.ctwa_clid ?? null,
    account: entry.id,
  }
}
