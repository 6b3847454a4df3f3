import { decimalFromMoney } from '#sdk/index'
import type { ConversionReport } from '#sdk/index'
import { eventNames } from './event_names.ts'
import { tooWeak, userData } from './user_data.ts'
import type { UserData } from './user_data.ts'

export const DAY = 86_400_000
export const MAX_AGE = 7 * DAY
const NAME_LENGTH = 50

export interface MetaEvent {
  event_name: string
  event_time: number
  event_id: string
  action_source: ConversionReport['path']
  event_source_url?: string
  messaging_channel?: 'whatsapp'
  user_data: UserData
  custom_data?: Record<string, unknown>
  data_processing_options?: string[]
  data_processing_options_country?: number
  data_processing_options_state?: number
}

export function envelope(report: ConversionReport, { limitedDataUse }: { limitedDataUse?: boolean } = {}): MetaEvent {
  const { path, client } = report
  return {
    event_name: report.eventName,
    event_time: Math.floor(report.occurredAt / 1000),
    event_id: report.eventId,
    action_source: path,
    ...(path === 'website' && client?.sourceUrl ? { event_source_url: client.sourceUrl } : {}),
    ...(path === 'business_messaging' ? { messaging_channel: 'whatsapp' as const } : {}),
    user_data: userData(report),
    ...customData(report),
    // Country and state 0: Meta finds out by itself whether the person's law asks for it.
    ...(limitedDataUse
      ? {
          data_processing_options: ['LDU'],
          data_processing_options_country: 0,
          data_processing_options_state: 0,
        }
      : {}),
  }
}

function customData({ value, orderId, items }: ConversionReport): Pick<MetaEvent, 'custom_data'> {
  const data: Record<string, unknown> = {}
  if (value) Object.assign(data, { value: Number(decimalFromMoney(value)), currency: value.currency.toUpperCase() })
  if (orderId) data.order_id = orderId
  if (items.length > 0) {
    data.content_type = 'product'
    data.content_ids = items.map(({ id }) => id)
    data.contents = items.map(({ id, quantity, unitPrice }) => ({
      id,
      quantity,
      item_price: Number(decimalFromMoney(unitPrice)),
    }))
    data.num_items = items.reduce((sum, { quantity }) => sum + quantity, 0)
  }
  return Object.keys(data).length > 0 ? { custom_data: data } : {}
}

/** What Meta would refuse, found out before one bad event takes its whole batch with it; null when all is well. */
export function complaint(report: ConversionReport, event: MetaEvent, now: number): string | null {
  const { path, value, occurredAt } = report
  if (!report.eventName || report.eventName.length > NAME_LENGTH) return 'event_name_invalid'
  if (occurredAt < now - MAX_AGE) return 'too_old'
  if (occurredAt > now + 60_000) return 'in_the_future'
  if (value && !/^[A-Za-z]{3}$/.test(value.currency)) return 'currency_invalid'
  if (report.eventName === 'Purchase' && !value) return 'value_missing'
  if (path === 'business_messaging') return messagingComplaint(report)
  if (path === 'website' && !event.event_source_url) return 'source_url_missing'
  if (path === 'website' && !event.user_data.client_user_agent) return 'user_agent_missing'
  return tooWeak(event.user_data) ? 'no_match_keys' : null
}

function messagingComplaint({ eventName, referral }: ConversionReport): string | null {
  if (!eventNames.business_messaging.includes(eventName)) return 'event_name_not_supported'
  return referral?.clickId && referral.channelAccount ? null : 'click_id_missing'
}
