import { asInstant, asObject, asText, firstText, itemKey, required } from '#sdk/index'
import type { Json, ParsedItem } from '#sdk/index'
import { moneyOf } from './money.ts'
import type { Happening } from './happenings.ts'
import { TELLINGS } from './tellings.ts'

/** A thin event, which names an object and leaves it to us to read it. */
export const NOTICE = 'stripe.event_notified'
/** A charge was given back: by which refunds, and how much by each, it does not say. */
export const CHARGE_REFUNDED = 'stripe.charge_refunded'

/** What has to be read before it says anything. */
export interface Notice {
  eventType: string
  objectType: string
  objectId: string
  live: boolean
}

export const isThin = (body: Json): boolean => asText(body.object) === 'v2.core.event'

/** The classic event's id, which both tellings of one thing know. */
export const idOfThin = (body: Json): string | null => firstText(body.snapshot_event, body.id)

/** Null for events that are of no use here. */
export function noticeOf(body: Json): ParsedItem | null {
  const eventType = (asText(body.type) ?? '').replace(/^v1\./, '')
  if (!Object.hasOwn(TELLINGS, eventType) && eventType !== 'charge.refunded') return null
  const related = asObject(body.related_object) ?? {}
  const objectId = required(asText(related.id), 'related object')
  const payload: Notice = {
    eventType,
    objectType: required(asText(related.type), 'type of the related object'),
    objectId,
    live: body.livemode === true,
  }
  return {
    account: null,
    type: NOTICE,
    key: itemKey(required(idOfThin(body), 'event id')),
    subject: { kind: payload.objectType, id: objectId },
    occurredAt: asInstant(body.created),
    payload,
  }
}

/** Webhooks that people make by hand may send `charge.refunded` in place of `refund.created`. */
export function chargeRefunded({ object: charge, at, live }: Happening): ParsedItem {
  const chargeId = required(asText(charge.id), 'charge id')
  const refunded = required(moneyOf(charge.amount_refunded, charge.currency), 'refunded amount')
  const notice: Notice = { eventType: 'charge.refunded', objectType: 'charge', objectId: chargeId, live }
  return {
    account: null,
    type: CHARGE_REFUNDED,
    key: itemKey(chargeId, refunded.amount),
    subject: { kind: 'charge', id: chargeId },
    occurredAt: at,
    payload: { ...notice, refundedTotal: refunded },
  }
}
