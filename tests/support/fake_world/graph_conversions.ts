import { GraphRefusal } from './graph_state.ts'

type Json = Record<string, unknown>

export interface ConversionEvent extends Json {
  event_name: string
  event_time: number
  event_id?: string
  action_source: string
  event_source_url?: string
  messaging_channel?: string
  user_data: Json
  custom_data?: { value?: number; currency?: string } & Json
}

/** One event as Meta took it in. */
export interface FakeConversion {
  dataset: string
  event: ConversionEvent
  testCode: string | null
}

const DAY = 86_400
const BATCH = 1000
const SOURCES = [
  'website',
  'app',
  'physical_store',
  'chat',
  'email',
  'phone_call',
  'system_generated',
  'business_messaging',
  'other',
]
const MESSAGING_NAMES = [
  'Purchase',
  'LeadSubmitted',
  'InitiateCheckout',
  'AddToCart',
  'ViewContent',
  'OrderCreated',
  'OrderShipped',
  'OrderDelivered',
  'OrderCanceled',
  'OrderReturned',
  'CartAbandoned',
  'QualifiedLead',
  'RatingProvided',
  'ReviewProvided',
]
const HASHED = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country']
/** Keys that alone say too little of who it was. */
const WEAK = ['country', 'ge', 'client_user_agent', 'ct', 'st', 'zp', 'db', 'whatsapp_business_account_id']

const invalid = (title: string, subcode: number) => new GraphRefusal(100, 'Invalid parameter', title, { subcode })

/** All or nothing: the first bad event refuses the whole call. Warnings come back beside a success. */
export function checkBatch(events: ConversionEvent[], now: number): string[] {
  if (events.length === 0 || events.length > BATCH) throw invalid('Too many or no events', 2804008)
  for (const event of events) checkEvent(event, now)
  return events.some((event) => event.event_time > now - DAY && !event.event_id)
    ? ['Some events have no event_id.']
    : []
}

function checkEvent(event: ConversionEvent, now: number): void {
  if (!event.event_name || !event.event_time || !event.user_data) throw invalid('Missing event parameter', 2804019)
  if (!SOURCES.includes(event.action_source)) throw invalid('Unknown action_source', 2804019)
  if (event.event_time < now - 7 * DAY) throw invalid('Event Timestamp Too Old', 2804003)
  if (event.event_time > now + 60) throw invalid('Event Timestamp In The Future', 2804004)
  checkMoney(event)
  checkHashes(event.user_data)
  if (event.action_source === 'website') checkWebsite(event)
  if (event.action_source === 'business_messaging') checkMessaging(event)
  else if (event.messaging_channel) throw invalid('messaging_channel needs business_messaging', 2804019)
  if (Object.keys(event.user_data).every((key) => WEAK.includes(key)))
    throw invalid('Not enough customer information', 2804050)
}

function checkMoney({ event_name: name, custom_data: data }: ConversionEvent): void {
  if (name === 'Purchase' && (typeof data?.value !== 'number' || !data.currency))
    throw invalid('Purchase needs value and currency', 2804019)
  if (data?.currency && !/^[A-Z]{3}$/.test(data.currency)) throw invalid('Invalid currency', 2804009)
}

function checkHashes(user: Json): void {
  for (const key of HASHED) {
    const values = [user[key] ?? []].flat()
    if (values.some((value) => !/^[0-9a-f]{64}$/.test(String(value)))) throw invalid(`${key} is not hashed`, 2804050)
  }
}

function checkWebsite({ event_source_url: url, user_data: user }: ConversionEvent): void {
  if (!url) throw invalid('Missing event_source_url', 2804019)
  if (!user.client_user_agent) throw invalid('Missing client_user_agent', 2804019)
}

function checkMessaging({ event_name: name, messaging_channel: channel, user_data: user }: ConversionEvent): void {
  if (!MESSAGING_NAMES.includes(name)) throw invalid('Event type is not supported for messaging', 2804066)
  if (channel !== 'whatsapp') throw invalid('Missing messaging_channel', 2804019)
  if (!user.ctwa_clid || !(user.whatsapp_business_account_id || user.page_id))
    throw invalid('Missing messaging identifiers', 2804050)
}
