import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { connect } from '#app/connectors/connect'
import { fakeWorld } from '#app/calls/fake_world'
import { filledForm } from '#app/connectors/form'
import { reconcile } from '#app/deliveries/reconciling'
import { connectors } from '#app/connectors/registry'
import { drain } from '#app/work/worker'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import { givenWorkspace } from '#tests/support/workspace'

let shops = 0

async function givenConnectedShop(shopify: FakeShopify) {
  const workspace = await givenWorkspace()
  const shop = shopify.addShop(`bottega-${++shops}.myshopify.com`)
  const result = await connect(workspace, 'shopify', {
    credentials: { clientId: shop.clientId, clientSecret: shop.clientSecret },
    settings: { shop: shop.domain },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const types = async () => {
    const rows = (await db.from('events').where('workspace_id', workspace.id).where('connector', 'shopify')) as {
      type: string
    }[]
    return rows.map(({ type }) => type)
  }
  return { workspace, shop, connection: result.connection, types }
}

test.group('A Shopify shop', (group) => {
  const shopify = new FakeShopify()
  group.setup(async () => {
    await shopify.start()
    for (const [host, origin] of Object.entries(shopify.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(shopify.origins)) fakeWorld.lead(host, null)
      await shopify.stop()
    }
  })
  group.each.teardown(() => shopify.faults.reset())

  test('is connected, and tells its purchases as events', async ({ assert }) => {
    const { shop, types } = await givenConnectedShop(shopify)
    const order = await shop.completeCheckout(await shop.startCheckout())
    await shop.moveParcel(await shop.fulfilOrder(order), 'delivered')
    assert.isTrue(shop.sent.every(({ attempts }) => attempts.at(-1)?.status === 200))
    await drain()

    const once = (await types()).filter((type) => type !== 'cart.updated')
    assert.sameMembers(once, [
      'order.placed',
      'order.paid',
      'order.completed',
      'shipment.dispatched',
      'shipment.delivered',
    ])
  })

  test('that falls silent is asked, and nothing is told twice', async ({ assert }) => {
    const { shop, connection, types } = await givenConnectedShop(shopify)
    const order = await shop.placeOrder()
    await drain()
    shopify.faults.goSilent()
    await shop.payOrder(order)
    await reconcile(connection)
    await reconcile(connection)
    await drain()
    assert.sameMembers(await types(), ['order.placed', 'order.paid'])
  })

  test('that uninstalls the app shows as broken at once', async ({ assert }) => {
    const { shop, connection } = await givenConnectedShop(shopify)
    await shop.uninstallApp()
    await drain()
    await connection.refresh()
    assert.deepEqual([connection.state, connection.reason?.code], ['broken', 'access_revoked'])
  })

  test('whose webhook was signed with another secret is refused', async ({ assert }) => {
    const { shop } = await givenConnectedShop(shopify)
    const stranger = shopify.addShop('stranger.myshopify.com', { clientSecret: 'shpss_of_somebody_else' })
    const [subscription] = shop.subscriptions
    const { attempts } = await stranger.deliver(subscription!.uri, 'orders/create', { id: 1 })
    assert.isTrue(attempts.every(({ status }) => status === 401))
  })

  test('keeps the token it was issued to itself', async ({ assert }) => {
    const { connection } = await givenConnectedShop(shopify)
    await connection.refresh()
    assert.property(connection.credentials, 'issuedToken')
    const form = filledForm(connectors.getOrFail('shopify'), connection)
    assert.deepEqual(form.values.credentials, { clientId: 'fake-shopify-client' })
  })
})
