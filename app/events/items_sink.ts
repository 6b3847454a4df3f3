import { MINUTE } from '#app/clock'
import type { Trx } from '#app/database'
import type { Recorded, ResolvedItem } from '#app/deliveries/items'
import { InvalidEvent } from './errors.ts'
import type { StoredEvent } from './event.ts'
import { prepare } from './prepare.ts'
import { recordPrepared } from './record.ts'

/**
 * Takes what connectors found. One item that breaks its schema is refused by name on its delivery; the others of the
 * same delivery are good all the same.
 */
export async function recordItems(trx: Trx, items: ResolvedItem[]): Promise<Recorded> {
  const prepared: StoredEvent[] = []
  const refused: NonNullable<Recorded['refused']> = new Map()
  for (const item of items) {
    const event = await prepareItem(item)
    if (!(event instanceof InvalidEvent)) prepared.push(event)
    else if (item.deliveryId)
      refused.set(item.deliveryId, {
        code: 'invalid_event',
        params: { type: event.type, field: event.field, rule: event.rule },
      })
  }

  const stored = await recordPrepared(trx, prepared)
  const byDelivery = new Map<string, number>()
  for (const { deliveryId } of stored) if (deliveryId) byDelivery.set(deliveryId, (byDelivery.get(deliveryId) ?? 0) + 1)
  return { recorded: stored.length, byDelivery, refused }
}

const CLOCKS_DIFFER_BY = 5 * MINUTE

/**
 * Nothing is heard of before it happens. A sender whose clock is far ahead would hold a conversation's window open for
 * years, and keep every idle cart from ever being idle.
 */
const happenedAt = (told: number | null | undefined, receivedAt: number): number =>
  told === null || told === undefined || told > receivedAt + CLOCKS_DIFFER_BY ? receivedAt : told

async function prepareItem({ connectedAt, receivedAt, ...item }: ResolvedItem): Promise<StoredEvent | InvalidEvent> {
  try {
    const occurredAt = happenedAt(item.occurredAt, receivedAt)
    return await prepare({ ...item, occurredAt, historic: occurredAt < connectedAt })
  } catch (error) {
    if (error instanceof InvalidEvent) return error
    throw error
  }
}
