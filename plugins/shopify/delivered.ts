import type { Json } from '#sdk/index'

/** One webhook body with what its headers say of it; polled objects come in the same shape. */
export interface Delivered {
  topic: string
  body: Json
  /** The shop's permanent domain; null when the delivery names none. */
  account: string | null
  settings: Record<string, unknown>
  /** Shopify's id of the happening, the same on retries; null when polled. */
  eventId: string | null
  /** When Shopify fired it, else when it arrived. Only for happenings whose body holds no time. */
  firedAt: number
}
