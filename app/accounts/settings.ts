import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { DAY, HOUR } from '#app/clock'

const milliseconds = () => vine.number().withoutDecimals().min(0)

/** Everything a workspace may set about how it sends, with its limits. Durations are business milliseconds. */
export const settingsValidator = vine.create({
  /** A cart idle for so long is abandoned. */
  cart_idle_after: milliseconds().max(7 * DAY),
  /** A contact has at most one abandonment in this time. */
  cart_abandoned_every: milliseconds().max(90 * DAY),
  /** Marketing leaves only between these hours of the contact's day, `09:00` to `20:00`. */
  quiet_from: vine.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  quiet_until: vine.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  quiet_hours: vine.boolean(),
  /** At most so many marketing messages per contact … */
  frequency_cap: vine.number().withoutDecimals().min(0).max(100),
  /** … in this time. */
  frequency_window: milliseconds()
    .min(HOUR)
    .max(90 * DAY),
  /** How revenue is credited: see `conversions/`. */
  attribution_model: vine.enum(['last_click', 'last_message'] as const),
  attribution_click_window: milliseconds().max(90 * DAY),
  attribution_delivery_window: milliseconds().max(30 * DAY),
  /** Whether the shop's own pixel or app already tells Meta about orders. */
  shop_reports_purchases: vine.enum(['unknown', 'yes', 'no'] as const),
  /** How the shop's pixel names its events, `order-{order_id}`; makes both reports one. */
  pixel_event_id: vine.string().maxLength(120).nullable(),
  /** Whether a report to Meta needs the contact's marketing consent. */
  report_needs_consent: vine.boolean(),
  /** Words that count as STOP and START beside the usual ones of every language. */
  stop_words: vine.array(vine.string().trim().minLength(1).maxLength(40)).maxLength(20),
  start_words: vine.array(vine.string().trim().minLength(1).maxLength(40)).maxLength(20),
})

/** What the page about sending rules may change; attribution is changed where past outcomes are credited anew. */
export const SENDING_SETTINGS = [
  'cart_idle_after',
  'cart_abandoned_every',
  'quiet_hours',
  'quiet_from',
  'quiet_until',
  'frequency_cap',
  'frequency_window',
  'stop_words',
  'start_words',
] as const

export type Settings = Infer<typeof settingsValidator>

export const DEFAULT_SETTINGS: Settings = {
  cart_idle_after: HOUR,
  cart_abandoned_every: 7 * DAY,
  quiet_hours: true,
  quiet_from: '20:00',
  quiet_until: '09:00',
  frequency_cap: 3,
  frequency_window: 7 * DAY,
  attribution_model: 'last_click',
  attribution_click_window: 7 * DAY,
  attribution_delivery_window: DAY,
  shop_reports_purchases: 'unknown',
  pixel_event_id: null,
  report_needs_consent: true,
  stop_words: [],
  start_words: [],
}
