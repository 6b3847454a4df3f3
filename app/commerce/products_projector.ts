import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { record } from '#app/events/record'
import type { Projector } from '#app/events/registry'
import type { ProductPayload } from '#sdk/index'
import { insertFirst, isOlder, lockedByKey, mapKey, newestOf, objectRow } from './shop_objects.ts'

export const productsProjector: Projector = {
  name: 'products',
  types: ['product.updated', 'product.restocked'],
  async project(trx, events) {
    const told = newestOf(events, (event) => {
      const payload = event.payload as ProductPayload
      return { payload, providerId: payload.productId, version: payload.version }
    })
    // Held: of two tellings of one restock only the first finds the product sold out.
    const known = await lockedByKey(
      trx,
      'products',
      told.map(({ event, key }) => ({ workspaceId: event.workspaceId, key }))
    )

    const fresh: (Row & { id: string })[] = []
    const restocked: StoredEvent[] = []
    for (const { event, payload, key } of told) {
      const product = known.get(mapKey(event.workspaceId, key))
      if (isOlder(event, payload.version, product)) continue
      if (product && !product.available && payload.available) restocked.push(event)
      if (product) await trx.from('products').where('id', String(product.id)).update(productColumns(payload))
      else fresh.push({ ...objectRow('product', event, payload.productId), ...productColumns(payload) })
    }
    await insertFirst(trx, 'products', fresh)
    await recordRestocked(
      trx,
      restocked.filter(({ type }) => type === 'product.updated')
    )
  },
}

/** No shop says "back in stock": it is what was not available when we last heard of it, and now is. */
async function recordRestocked(trx: Trx, events: StoredEvent[]): Promise<void> {
  if (events.length === 0) return
  await record(
    trx,
    events.map((event) => {
      const { workspaceId, connector, connectionId, deliveryId, account, subject, occurredAt, historic } = event
      const payload = event.payload as ProductPayload
      return {
        ...{ workspaceId, connector, connectionId, deliveryId, account, subject, occurredAt, historic },
        type: 'product.restocked',
        key: `${payload.productId}:${payload.version}`,
        payload,
        ...causedBy(event),
      }
    })
  )
}

const productColumns = (payload: ProductPayload): Row => ({
  title: payload.title.slice(0, 255),
  url: payload.url ?? null,
  image_url: payload.imageUrl ?? null,
  price: payload.price?.amount ?? null,
  currency: payload.price?.currency ?? null,
  available: payload.available,
  version: payload.version,
  updated_at: clock.now(),
})
