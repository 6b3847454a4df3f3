import { asInteger, asObjects, asText } from '#sdk/index'
import type { Json, ParsedItem } from '#sdk/index'
import { API, ask } from './client.ts'
import type { Client, TwilioContext } from './client.ts'
import { accountOf } from './keys.ts'
import { inboundItems } from './messages.ts'
import { outboundItems } from './statuses.ts'

const DAY = 24 * 60 * 60_000
/** What was sent shortly before is read again: its last status and its price come later. */
const OVERLAP = 60 * 60_000
const PAGES = 20
const PAGE_SIZE = 1000

/**
 * Twilio tries to reach us once or twice and then never again, so what came while we were away is read from its list;
 * and only the list knows what a message cost. Item keys are those of the webhooks.
 */
export async function reconcile(
  context: TwilioContext,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string | null }> {
  const since = Number(cursor) || context.machineNow() - DAY
  const senders = await ourSenders(context)
  const ours = (await listed(context, since - OVERLAP)).filter((message) => isOurs(context, senders, message))
  const items: ParsedItem[] = []
  for (const message of ours) {
    if (message.direction === 'inbound') items.push(...(await received(context, message)))
    else if (message.direction === 'outbound-api') items.push(...told(context, message))
  }
  return { items, cursor: String(Math.max(since, ...ours.map((message) => dateOf(message) ?? 0))) }
}

async function ourSenders(context: TwilioContext): Promise<Set<string>> {
  const { messagingServiceSid, from = '' } = context.settings
  if (!messagingServiceSid) return new Set([from])
  const { phone_numbers: numbers } = await ask(context, ({ messaging }) =>
    messaging.v1.services(messagingServiceSid).phoneNumbers.page({ pageSize: PAGE_SIZE })
  )
  return new Set(asObjects(numbers).flatMap(({ phone_number: number }) => asText(number) ?? []))
}

async function listed(context: TwilioContext, since: number): Promise<Json[]> {
  const { messagingServiceSid, from = '' } = context.settings
  const after = { dateSentAfter: new Date(since), pageSize: PAGE_SIZE }
  if (messagingServiceSid) return pages(context, after)
  return [...(await pages(context, { ...after, to: from })), ...(await pages(context, { ...after, from }))]
}

async function pages(context: TwilioContext, wanted: Parameters<Client['messages']['page']>[0]): Promise<Json[]> {
  const found: Json[] = []
  let page = await ask(context, ({ messages }) => messages.page(wanted))
  for (let n = 1; ; n++) {
    found.push(...asObjects(page.messages))
    const next = asText(page.next_page_uri)
    if (next === null || n === PAGES) return found
    page = await ask(context, ({ messages }) => messages.getPage(new URL(next, API).href))
  }
}

function isOurs({ settings: { messagingServiceSid } }: TwilioContext, senders: Set<string>, message: Json): boolean {
  if (message.direction === 'inbound') return senders.has(String(message.to))
  return messagingServiceSid ? message.messaging_service_sid === messagingServiceSid : senders.has(String(message.from))
}

const accountIn = ({ settings, credentials }: TwilioContext, ours: unknown): string | null =>
  accountOf(settings, {
    service: settings.messagingServiceSid,
    ours: asText(ours),
    owner: credentials.accountSid,
  })

async function received(context: TwilioContext, message: Json): Promise<ParsedItem[]> {
  const sid = asText(message.sid)
  if (sid === null) return []
  const inbound = {
    sid,
    account: accountIn(context, message.to),
    from: asText(message.from) ?? '',
    country: null,
    text: typeof message.body === 'string' ? message.body : '',
    media: (asInteger(message.num_media) ?? 0) > 0 ? await mediaOf(context, sid) : [],
    optOutType: null,
    occurredAt: dateOf(message),
  }
  return inboundItems(inbound, context.settings)
}

async function mediaOf(context: TwilioContext, sid: string) {
  const { media_list: media } = await ask(context, ({ messages }) => messages(sid).media.page())
  return asObjects(media).map((each) => ({ sid: asText(each.sid), mimeType: asText(each.content_type) }))
}

function told(context: TwilioContext, message: Json): ParsedItem[] {
  const sid = asText(message.sid)
  if (sid === null) return []
  return outboundItems({
    sid,
    account: accountIn(context, message.from),
    to: asText(message.to),
    status: asText(message.status) ?? '',
    errorCode: asInteger(message.error_code),
    correlation: null,
    price: priceOf(message),
    occurredAt: dateOf(message, 'date_updated'),
  })
}

/** `"-0.00750"` and `"USD"`: what was taken from the account. */
function priceOf({ price, price_unit: currency }: Json): { millionths: number; currency: string } | null {
  const unit = asText(currency)
  const amount = asText(price)
  if (amount === null || unit === null || !Number.isFinite(Number(amount))) return null
  return { millionths: Math.round(Math.abs(Number(amount)) * 1_000_000), currency: unit.toUpperCase() }
}

/** Twilio writes dates as e-mails do: `Fri, 20 Nov 2026 10:00:00 +0000`. */
export function dateOf(message: Json, name: 'date_created' | 'date_updated' = 'date_created'): number | null {
  const at = Date.parse(asText(message[name]) ?? '')
  return Number.isNaN(at) ? null : at
}
