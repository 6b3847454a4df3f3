import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { connect } from '#app/connectors/connect'
import type { Row } from '#app/database'
import type { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import type { FakeWooShop } from '#tests/support/fake_world/woocommerce_shop'
import { givenWorkspace } from '#tests/support/workspace'

let shops = 0

/** A shop that calls to it are led to, in whatever name. */
export function givenShop(woo: FakeWooCommerce): FakeWooShop {
  const shop = woo.addShop(`emporio-${++shops}.example`)
  fakeWorld.lead(shop.site, woo.origin)
  return shop
}

/** Connected as a person would who pastes a key. */
export async function givenConnectedShop(
  woo: FakeWooCommerce,
  { settings = {}, workspace }: { settings?: Record<string, unknown>; workspace?: { id: string } } = {}
) {
  const shop = givenShop(woo)
  const key = shop.issueKey()
  const room = (workspace as Awaited<ReturnType<typeof givenWorkspace>> | undefined) ?? (await givenWorkspace())
  const result = await connect(room, 'woocommerce', {
    credentials: { consumerKey: key.consumerKey, consumerSecret: key.consumerSecret },
    settings: { url: shop.site, ...settings },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const told = async (): Promise<Row[]> =>
    db.from('events').where({ workspace_id: room.id, connector: 'woocommerce' }).orderBy('id')
  return {
    workspace: room,
    shop,
    key,
    connection: result.connection,
    told,
    types: async () => (await told()).map(({ type }) => String(type)),
  }
}

export function forgetShops(woo: FakeWooCommerce): void {
  for (const origin of Object.keys(woo.origins)) fakeWorld.lead(origin, null)
}
