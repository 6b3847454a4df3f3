import { asInteger, asText } from '#sdk/index'
import type { Attachment, ParsedItem, Person, ReceivedMessagePayload } from '#sdk/index'
import { accountOf } from './keys.ts'
import { keywordIn } from './keywords.ts'

type Fields = Record<string, string>
type Settings = Record<string, unknown>

const MOST_MEDIA = 10

/** One inbound message, however it was learnt: by webhook or from the list. */
export interface Inbound {
  sid: string
  account: string | null
  from: string
  country: string | null
  text: string
  media: { sid: string | null; mimeType: string | null }[]
  /** As Advanced Opt-Out says it: `STOP`, `START` or `HELP`. */
  optOutType: string | null
  occurredAt: number | null
}

export function receivedItems(sid: string, fields: Fields, settings: Settings): ParsedItem[] {
  const count = Math.min(asInteger(fields.NumMedia) ?? 0, MOST_MEDIA)
  return inboundItems(
    {
      sid,
      account: accountOf(settings, { service: fields.MessagingServiceSid, ours: fields.To, owner: fields.AccountSid }),
      from: fields.From ?? '',
      country: asText(fields.FromCountry),
      text: fields.Body ?? '',
      media: Array.from({ length: Math.max(0, count) }, (_, n) => ({
        sid: mediaSid(fields[`MediaUrl${n}`]),
        mimeType: asText(fields[`MediaContentType${n}`]),
      })),
      optOutType: asText(fields.OptOutType),
      occurredAt: null,
    },
    settings
  )
}

const mediaSid = (url: string | undefined): string | null => /\/Media\/(\w+)/.exec(url ?? '')?.[1] ?? null

/** An MMS may hold ten files and our messages hold one each: those behind the first become messages of their own. */
export function inboundItems(inbound: Inbound, settings: Settings): ParsedItem[] {
  const [first, ...more] = inbound.media
  const text = inbound.text === '' ? null : inbound.text
  const whole = received(inbound, inbound.sid, {
    kind: first ? 'media' : 'text',
    text,
    ...(first ? { attachment: attachmentOf(inbound.sid, first) } : {}),
    ...keywordIn(text, inbound.optOutType, settings.answersKeywords === true),
  })
  const others = more.map((media, n) =>
    received(inbound, `${inbound.sid}/${media.sid ?? n + 1}`, {
      kind: 'media',
      text: null,
      attachment: attachmentOf(inbound.sid, media),
    })
  )
  return [whole, ...others]
}

function received(
  { account, from, country, occurredAt }: Inbound,
  providerId: string,
  content: Pick<ReceivedMessagePayload, 'kind' | 'text'> & Partial<ReceivedMessagePayload>
): ParsedItem {
  const payload: ReceivedMessagePayload = { providerId, channel: 'sms', ...content }
  return {
    account,
    type: 'message.received',
    key: providerId.slice(0, 190),
    subject: { kind: 'message', id: providerId },
    occurredAt,
    payload,
    ...(from ? { person: personOf(from, country) } : {}),
  }
}

export const personOf = (phone: string, country: string | null = null): Person => ({
  identities: [{ kind: 'phone', value: phone, ...(country ? { country } : {}) }],
  ...(country ? { country } : {}),
})

const KINDS = ['image', 'video', 'audio'] as const

function attachmentOf(messageSid: string, { sid, mimeType }: Inbound['media'][number]): Attachment {
  return {
    kind: KINDS.find((kind) => mimeType?.startsWith(`${kind}/`)) ?? 'document',
    mediaId: sid && `${messageSid}/${sid}`,
    mimeType,
  }
}
