import { asObject, asSeconds, asText, firstText } from '#sdk/index'
import type { Json } from '#sdk/index'

/** One thing that happened at Stripe, from a webhook of either kind or from the list of events. */
export interface Happening {
  /** Stripe's id of the classic event, by which a thin and a full telling are one. */
  id: string
  /** Without the `v1.` of thin events. */
  type: string
  object: Json
  /** Epoch milliseconds. */
  at: number | null
  live: boolean
}

/** A full event, `{ object: 'event', data: { object } }`. Null for anything else. */
export function happeningOf(body: Json): Happening | null {
  const id = asText(body.id)
  const type = asText(body.type)
  const object = asObject(asObject(body.data)?.object)
  if (id === null || type === null || object === null) return null
  return { id, type, object, at: asSeconds(body.created), live: body.livemode === true }
}

/** The id of what may be told as an id or as the whole object. */
export const idOf = (value: unknown): string | null => firstText(value, asObject(value)?.id)
