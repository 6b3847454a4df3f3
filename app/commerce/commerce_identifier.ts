import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Identifier } from '#app/events/registry'
import type { OrderPayload, ShipmentPayload } from '#sdk/index'
import { mapKey, objectKey, rowsByKey } from './shop_objects.ts'

/** What a shop tells without saying about whom belongs to the contact of its order, or of its cart. */
export const commerceIdentifier: Identifier = {
  name: 'commerce',
  async identify(trx, events) {
    const nameless = events.filter((event) => !event.contactId)
    await from(
      trx,
      'orders',
      nameless.filter((event) => /^(order|shipment)\./.test(event.type)),
      (event) => (event.payload as ShipmentPayload).orderId
    )
    await from(
      trx,
      'carts',
      nameless.filter((event) => event.type.startsWith('order.')),
      (event) => (event.payload as OrderPayload).cartId
    )
    await from(
      trx,
      'carts',
      nameless.filter((event) => event.type === 'cart.updated'),
      (event) => (event.payload as { cartId: string }).cartId
    )
    return []
  },
}

async function from(
  trx: Trx,
  table: 'orders' | 'carts',
  events: StoredEvent[],
  idOf: (event: StoredEvent) => string | null
): Promise<void> {
  const wanted = events
    .filter((event) => !event.contactId)
    .flatMap((event) => {
      const id = idOf(event)
      return id ? [{ event, workspaceId: event.workspaceId, key: objectKey(event, id) }] : []
    })
  const rows: Map<string, Row> = await rowsByKey(trx, table, wanted)
  for (const { event, workspaceId, key } of wanted) {
    event.contactId = (rows.get(mapKey(workspaceId, key))?.contact_id as string | null | undefined) ?? null
  }
}
