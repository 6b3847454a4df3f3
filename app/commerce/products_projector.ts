import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row } from '#app/database'
import type { Projector } from '#app/events/registry'
import type { ProductPayload } from '#sdk/index'
import { isOlder, mapKey, newestOf, objectRow, rowsByKey } from './shop_objects.ts'

export const productsProjector: Projector = {
  name: 'products',
  types: ['product.updated', 'product.restocked'],
  async project(trx, events) {
    const told = newestOf(events, (event) => {
      const payload = event.payload as ProductPayload
      return { payload, providerId: payload.productId, version: payload.version }
    })
    const known = await rowsByKey(
      trx,
      'products',
      told.map(({ event, key }) => ({ workspaceId: event.workspaceId, key }))
    )

    const fresh: (Row & { id: string })[] = []
    for (const { event, payload, key } of told) {
      const product = known.get(mapKey(event.workspaceId, key))
      if (isOlder(event, payload.version, product)) continue
      if (product) await trx.from('products').where('id', String(product.id)).update(productColumns(payload))
      else fresh.push({ ...objectRow('product', event, payload.productId), ...productColumns(payload) })
    }
    await insertNew(trx, 'products', fresh)
  },
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
