import {
  asInteger,
  asObjects,
  asText,
  InvalidInput,
  OutcomeUnknown,
  RecipientUnreachable,
  segmentsOf,
  smsTextOf,
  transliterated,
} from '#sdk/index'
import type { Json, MessageContent, OutgoingMessage, SendAttempt, SendReceipt } from '#sdk/index'
import { ask } from './client.ts'
import type { Client, Settings, TwilioContext } from './client.ts'
import { failureOf } from './errors.ts'
import { keyInUrl } from './keys.ts'
import { dateOf } from './listing.ts'

type Letter = Parameters<Client['messages']['create']>[0]

/** Twilio's limit on a body, in characters. */
const LONGEST = 1600
const LISTED = 1000
const CLOCKS_DIFFER = 2 * 60_000

export async function send(
  context: TwilioContext,
  message: OutgoingMessage,
  attempt: SendAttempt
): Promise<SendReceipt> {
  const letter = { ...letterOf(context, message), ...callback(context, attempt) }
  const answer = await ask(context, ({ messages }) => messages.create(letter), { retry: false, once: true })
  const code = asInteger(answer.error_code)
  if (code) throw failureOf(code, 200)
  return receiptOf(answer, letter, message)
}

function receiptOf(answer: Json, { body = '' }: Pick<Letter, 'body'>, { content }: OutgoingMessage): SendReceipt {
  const providerId = asText(answer.sid)
  if (providerId === null) throw new OutcomeUnknown('Twilio took the message and did not name it')
  return {
    providerId,
    ...(body ? { segments: segmentsOf(body).parts } : {}),
    ...(body === smsTextOf(content) ? {} : { text: body }),
  }
}

/** Absent, the account's own setting would decide, and no status would name the try. */
function callback({ endpointUrl }: TwilioContext, { key }: SendAttempt): Pick<Partial<Letter>, 'statusCallback'> {
  return endpointUrl ? { statusCallback: `${endpointUrl}?attempt=${keyInUrl(key)}` } : {}
}

function letterOf({ settings }: TwilioContext, { to, content }: OutgoingMessage): Letter {
  if (!to.phone) throw new RecipientUnreachable('An SMS needs a phone number')
  const text = bodyOf(content, settings)
  if (text.length > LONGEST) throw new InvalidInput(`An SMS has at most ${LONGEST} characters here`, { field: 'text' })
  const media = content.kind === 'media' ? { mediaUrl: [mediaUrl(content)] } : {}
  if (!text && content.kind !== 'media') throw new InvalidInput('An SMS needs a text', { field: 'text' })
  return { to: to.phone, ...senderOf(settings), ...(text ? { body: text } : {}), ...media }
}

const senderOf = ({ messagingServiceSid, from }: Settings): Pick<Partial<Letter>, 'messagingServiceSid' | 'from'> =>
  messagingServiceSid ? { messagingServiceSid } : { from: from ?? '' }

export function bodyOf(content: MessageContent, { transliterate }: Settings): string {
  const text = smsTextOf(content)
  return transliterate ? transliterated(text) : text
}

function mediaUrl({ attachment }: Extract<MessageContent, { kind: 'media' }>): string {
  if (attachment.url) return attachment.url
  throw new InvalidInput('Twilio fetches media from a public address, and this has none', {
    field: 'attachment',
  })
}

/**
 * Twilio keeps nothing of ours to find a message by. The same words to the same phone since the try began are that
 * message; only a text sent twice within two minutes could be taken for another. Unsent messages have no date of
 * sending, so the list is not narrowed by it: who is not found would be written to again.
 */
export async function lookup(
  context: TwilioContext,
  attempt: SendAttempt,
  message: OutgoingMessage | null
): Promise<SendReceipt | null> {
  if (!message?.to.phone || attempt.startedAt === undefined)
    throw new OutcomeUnknown('The message cannot be looked for')
  const since = attempt.startedAt - CLOCKS_DIFFER
  const letter = letterOf(context, message)
  const { to, from, body = '' } = letter
  const answer = await ask(context, ({ messages }) => messages.page({ to, from, pageSize: LISTED }))
  const found = asObjects(answer.messages).find(
    (each) => (each.body ?? '') === body && isFrom(context.settings, each) && (dateOf(each) ?? 0) >= since
  )
  return found ? receiptOf(found, letter, message) : null
}

const isFrom = ({ messagingServiceSid }: Settings, message: Json): boolean =>
  message.direction === 'outbound-api' &&
  (!messagingServiceSid || message.messaging_service_sid === messagingServiceSid)
