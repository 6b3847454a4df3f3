import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { clock, HOUR, MINUTE, SECOND } from '#app/clock'
import { changeConnection } from '#app/connectors/repair'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { disconnect } from '#app/connectors/upkeep'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { reconcile } from '#app/deliveries/reconciling'
import { drain } from '#app/work/worker'
import { rowsOf } from '#tests/support/events'
import { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import { CUP } from '#tests/support/fake_world/woocommerce_state'
import { givenWorkspace } from '#tests/support/workspace'
import { forgetShops, givenConnectedShop, givenShop } from './shops.ts'

const TOPICS = 11

test.group('A WooCommerce shop', (group) => {
  const woo = new FakeWooCommerce({ now: () => clock.now() })
  group.setup(async () => {
    await woo.start()
    return async () => {
      forgetShops(woo)
      await woo.stop()
    }
  })
  group.each.setup(() => {
    // The shop's clock is the real one, and a poll looks back from there.
    clock.freeze(Date.now() - (Date.now() % SECOND))
    return () => {
      clock.restore()
      woo.faults.reset()
    }
  })
  const pass = async (time: number) => {
    clock.advance(time)
    await drain()
  }

  test('from being connected to being left, through a lost key and a silence', async ({ assert }) => {
    const { workspace, shop, key, connection, types } = await givenConnectedShop(woo)
    assert.deepEqual([connection.account, connection.accountLabel], [new URL(shop.site).host, 'Emporio Aurora'])
    assert.lengthOf(shop.webhooks, TOPICS)
    assert.deepEqual(shop.pings, Array(TOPICS).fill(200))

    await pass(MINUTE)
    const order = await shop.placeOrder(await shop.startDraft())
    await pass(MINUTE)
    await shop.setStatus(order, 'processing')
    await pass(HOUR)
    await shop.ship(order, 'GLS5500110022')
    await pass(MINUTE)
    await shop.setStatus(order, 'delivered')
    await shop.signUp({ email: 'ada@example.com', phone: '+12025550103', country: 'US' })
    await drain()
    assert.isTrue(shop.sent.every(({ attempts }) => attempts[0]?.status === 200))
    assert.sameMembers(await types(), [
      'cart.updated',
      'order.placed',
      'order.paid',
      'order.completed',
      'shipment.dispatched',
      // A parcel is in the order, and changes it without a milestone.
      'order.updated',
      'shipment.delivered',
      'customer.created',
    ])
    const [kept] = await rowsOf('orders', workspace)
    assert.containsSubset(kept, { number: `#${order.id}`, lifecycle: 'completed', payment: 'paid', total: 4000 })
    const [contact] = await db.from('contacts').where('id', String(kept?.contact_id))
    assert.equal(contact.phone, '+393330000102')

    // The merchant deletes the key: seen at the next check, mended with a new one.
    shop.keys.delete(key.consumerKey)
    await pass(2 * HOUR)
    await connection.refresh()
    assert.deepEqual([connection.state, connection.reason?.code], ['broken', 'authentication_expired'])
    const anew = shop.issueKey()
    const by = { workspace, actor: SYSTEM }
    const credentials = { consumerKey: anew.consumerKey, consumerSecret: anew.consumerSecret }
    assert.isTrue((await changeConnection(connection, by, { credentials })).ok)
    await connection.refresh()
    assert.equal(connection.state, 'healthy')
    await shop.setStatus(await shop.placeOrder(), 'cancelled')
    await drain()
    assert.isTrue(
      shop.sent.slice(-2).every(({ attempts }) => attempts[0]?.status === 200),
      'the webhooks were re-signed'
    )
    assert.include(await types(), 'order.cancelled')

    // The shop's server is ill, and its webhooks are lost: what happened meanwhile is found by asking.
    const before = (await types()).length
    woo.faults.goSilent()
    const silent = await shop.placeOrder()
    woo.faults.rateLimit(1)
    woo.faults.fail(9, { path: '/orders' })
    assert.equal(await reconcile(connection), 0)
    await connection.refresh()
    assert.equal(connection.reason?.code, 'rate_limited')
    assert.equal(await reconcile(connection), 0)
    woo.faults.reset()
    assert.isTrue((await testConnection(connection)).ok)
    assert.isAbove(await reconcile(connection), 0)
    assert.equal(await reconcile(connection), 0)
    await drain()
    assert.lengthOf(await types(), before + 1)
    assert.isNotEmpty(await db.from('orders').where({ workspace_id: workspace.id, provider_id: String(silent.id) }))

    await disconnect(connection, by)
    assert.lengthOf(shop.webhooks, 0)
    assert.equal(connection.state, 'not_connected')
  })

  test('gets back what it has disabled, and is not asked twice for what it has', async ({ assert }) => {
    const { shop, connection } = await givenConnectedShop(woo)
    const [first] = shop.webhooks
    assert.isDefined(first)
    Object.assign(first!, { status: 'disabled', failures: 6 })
    await pass(2 * HOUR)
    assert.deepEqual([first!.status, shop.webhooks.length], ['active', TOPICS])

    const context = await contextFor(connection)
    const { webhooks } = await connectors.implementation('woocommerce')
    const calls = woo.requests.length
    await webhooks!.subscribe!(context)
    assert.equal(woo.requests.length - calls, 1)
  })

  test('disables a webhook that nobody hears, on the seventh failure', async ({ assert }) => {
    const { shop } = await givenConnectedShop(woo)
    const webhook = shop.webhooks.find(({ topic }) => topic === 'product.updated')!
    webhook.delivery_url = webhook.delivery_url.replace(/.$/, 'x')
    await shop.setProduct({ id: 88 })
    for (let n = 0; n < 6; n++) await shop.setProduct({ id: 88 })
    assert.equal(webhook.status, 'active')
    await shop.setProduct({ id: 88 })
    assert.equal(webhook.status, 'disabled')
  })

  test('tells a refund with its time and its lines', async ({ assert }) => {
    const { shop, told } = await givenConnectedShop(woo)
    const order = await shop.placeOrder()
    await shop.setStatus(order, 'processing')
    clock.advance(MINUTE)
    const at = clock.now()
    await shop.refund(order, '20.00', [{ ...CUP, quantity: 1 }])
    clock.advance(MINUTE)
    await shop.setStatus(order, 'completed')
    await drain()
    const refunds = (await told()).filter(({ type }) => type === 'order.refunded')
    assert.lengthOf(refunds, 1)
    assert.containsSubset(JSON.parse(String(refunds[0]?.payload)), {
      amount: { amount: 2000, currency: 'EUR' },
      items: [{ id: '91', quantity: 1, unitPrice: { amount: 2000 } }],
    })
    assert.equal(Number(refunds[0]?.occurred_at), at)
  })

  test('says that a product is back in stock, once each time', async ({ assert }) => {
    const { shop, types } = await givenConnectedShop(woo)
    for (const stock of ['instock', 'outofstock', 'instock', 'onbackorder', 'outofstock', 'onbackorder'] as const) {
      await shop.setProduct({ id: 88, stock })
      await pass(MINUTE)
    }
    const restocked = (await types()).filter((type) => type === 'product.restocked')
    assert.lengthOf(restocked, 2)
  })

  test('is caught up with page by page, however much happened in one second', async ({ assert }) => {
    const { shop, connection, types } = await givenConnectedShop(woo)
    woo.faults.goSilent()
    const customer = shop.addCustomer()
    for (let n = 0; n < 230; n++) await shop.placeOrder({ customer })
    clock.advance(10 * MINUTE)
    for (let n = 0; n < 20; n++) await shop.placeOrder({ customer })
    await shop.startDraft({ customer })
    await reconcile(connection)
    const counted = await types()
    assert.lengthOf(
      counted.filter((type) => type === 'order.placed'),
      250
    )
    assert.include(counted, 'cart.updated')
  })

  test('without blocks, or with plain addresses, is understood like any other', async ({ assert }) => {
    const { shop, connection } = await givenConnectedShop(woo)
    shop.hasBlocks = false
    shop.plainAddresses = true
    await shop.placeOrder()
    await drain()
    assert.isTrue((await testConnection(connection)).ok)
    await reconcile(connection)
    await connection.refresh()
    assert.equal(connection.state, 'healthy')
  })
})

test.group('Connecting a WooCommerce shop', (group) => {
  const woo = new FakeWooCommerce({ now: () => clock.now() })
  group.setup(async () => {
    await woo.start()
    return async () => {
      forgetShops(woo)
      await woo.stop()
    }
  })

  async function tried(change: { permissions?: 'read'; strips?: boolean; settings?: object; secret?: string } = {}) {
    const shop = givenShop(woo)
    shop.stripsAuthorization = change.strips ?? false
    const key = shop.issueKey(change.permissions)
    const workspace = await givenWorkspace()
    const result = await connect(workspace, 'woocommerce', {
      credentials: { consumerKey: key.consumerKey, consumerSecret: change.secret ?? key.consumerSecret },
      settings: { url: shop.site, ...change.settings },
      actor: SYSTEM,
    })
    return { result, shop, workspace }
  }

  test('takes the address as people write it, and nothing that is not HTTPS', async ({ assert }) => {
    const { result, shop } = await tried()
    const again = await tried({ settings: { url: `${shop.site}/wp-admin/` } })
    assert.containsSubset(again.result, { ok: false, reason: 'check_failed', why: { code: 'authentication_expired' } })
    assert.isTrue(result.ok)
    const insecure = await tried({ settings: { url: 'http://shop.example' } })
    assert.containsSubset(insecure.result, { ok: false, reason: 'invalid', errors: [{ field: 'settings.url' }] })
  })

  test('names the field that is wrong, and stores nothing', async ({ assert }) => {
    const wrong = await tried({ secret: 'cs_of_another_key_altogether' })
    assert.containsSubset(wrong.result, { reason: 'check_failed', why: { code: 'authentication_expired' } })
    const stripped = await tried({ strips: true })
    assert.containsSubset(stripped.result, { reason: 'check_failed', field: 'keyInAddress' })
    assert.lengthOf(await rowsOf('connections', stripped.workspace), 0)
    const inAddress = await tried({ strips: true, settings: { keyInAddress: true } })
    assert.isTrue(inAddress.result.ok)
  })

  test('shows a key that may only read as a missing permission', async ({ assert }) => {
    const { result } = await tried({ permissions: 'read' })
    assert.isTrue(result.ok)
    if (result.ok) assert.deepEqual(result.connection.missingScopes, ['read_write'])
  })

  test('never asks an address inside our own network', async ({ assert }) => {
    const { result } = await tried({ settings: { url: 'https://127.0.0.1' } })
    assert.containsSubset(result, { ok: false, reason: 'check_failed' })
  })
})
