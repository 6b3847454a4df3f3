import { asInstant, asText, type Json } from '#sdk/index'

/** One webhook body with its topic; polled objects come in the same shape. */
export interface Delivered {
  /** `order.updated` */
  topic: string
  body: Json
  settings: Record<string, unknown>
  /** When it arrived: the only time known of what is gone. */
  receivedAt: number
}

/** WooCommerce's `*_gmt` times are UTC and do not say so; those without the ending are the shop's own and never read. */
export function gmt(value: unknown): number | null {
  const text = asText(value)
  return text === null ? null : asInstant(`${text}Z`)
}

/** An id; WooCommerce writes 0 for none. */
export function idOf(value: unknown): string | null {
  const id = asText(value)
  return id === '0' ? null : id
}
