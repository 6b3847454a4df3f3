import { test } from '@japa/runner'
import type { ConnectorError, InboundRequest } from '#sdk/index'
import { LoopbackHttp, testContext, testVerifyContext } from '#sdk/testing/index'
import { implementation } from '#plugins/shopify/implementation'
import { SUBSCRIBED_TOPICS, webhooks } from '#plugins/shopify/webhook'
import { FakeServer } from '#tests/support/fake_world/server'
import { FakeShopify } from '#tests/support/fake_world/shopify'

const DOMAIN = 'bottega-lucente.myshopify.com'
const ENDPOINT = 'http://127.0.0.1:1/in/end_1'

async function givenShop(timeout = 2000) {
  const shopify = new FakeShopify()
  await shopify.start()
  const shop = shopify.addShop(DOMAIN)
  const loopback = new LoopbackHttp(shopify.origins)
  let skew = 0
  const context = testContext({
    credentials: { clientId: shop.clientId, clientSecret: shop.clientSecret } as Record<string, unknown>,
    settings: { shop: DOMAIN } as Record<string, unknown>,
    account: DOMAIN,
    endpointUrl: ENDPOINT,
    http: { fetch: (url, options) => loopback.fetch(url, { timeout, ...options }) },
    now: () => Date.now() + skew,
  })
  const tokensAsked = () => shopify.requests.filter(({ path }) => path.endsWith('access_token')).length
  const asked = () => shopify.requests.filter(({ path }) => path.endsWith('graphql.json')).length
  const later = (milliseconds: number) => {
    skew += milliseconds
  }
  return { shopify, shop, context, tokensAsked, asked, later }
}

async function errorOf(call: Promise<unknown>): Promise<ConnectorError> {
  try {
    await call
  } catch (error) {
    return error as ConnectorError
  }
  throw new Error('the call should have failed')
}

test.group('Shopify access', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  group.each.setup(async () => {
    world = await givenShop()
    return () => world.shopify.stop()
  })

  test('a token is asked for once and kept', async ({ assert }) => {
    await implementation.check(world.context)
    await implementation.check(world.context)
    assert.equal(world.tokensAsked(), 1)
    assert.property(world.context.saved(), 'issuedToken')
  })

  test('a token is renewed before it ends', async ({ assert }) => {
    await implementation.check(world.context)
    world.later(23 * 60 * 60_000 + 55 * 60_000)
    await implementation.check(world.context)
    assert.equal(world.tokensAsked(), 2)
  })

  test('a revoked token is replaced once, and the call made again', async ({ assert }) => {
    await implementation.check(world.context)
    world.shop.tokens.clear()
    const { account } = await implementation.check(world.context)
    assert.equal(account, DOMAIN)
    assert.equal(world.tokensAsked(), 2)
  })

  test('a pasted token is used as it is', async ({ assert }) => {
    world.shop.tokens.set('shpat_pasted_by_the_merchant', Date.now() + 60_000)
    await world.context.saveCredentials({
      clientSecret: world.shop.clientSecret,
      accessToken: 'shpat_pasted_by_the_merchant',
    })
    await implementation.check(world.context)
    assert.equal(world.tokensAsked(), 0)
    world.shop.tokens.clear()
    assert.equal((await errorOf(implementation.check(world.context))).code, 'E_AUTHENTICATION_EXPIRED')
  })

  test('a wrong client secret asks for a new connection, and is not repeated', async ({ assert }) => {
    await world.context.saveCredentials({ clientId: 'fake-shopify-client', clientSecret: 'shpss_wrong' })
    const error = await errorOf(implementation.check(world.context))
    assert.equal(error.code, 'E_AUTHENTICATION_EXPIRED')
    assert.notInclude(JSON.stringify(error) + error.message, 'shpss_wrong')
  })

  test('every call names the pinned version', async ({ assert }) => {
    await implementation.check(world.context)
    const calls = world.shopify.requests.filter(({ path }) => path.includes('/api/'))
    assert.isTrue(calls.every(({ path, host }) => path.startsWith('/admin/api/2026-10/') && host === DOMAIN))
  })

  test('throttling inside a 200 says how long to wait', async ({ assert }) => {
    world.shopify.faults.rateLimit(1, { path: 'graphql', retryAfterSeconds: 3 })
    const error = await errorOf(implementation.check(world.context))
    assert.equal(error.code, 'E_RATE_LIMITED')
    assert.equal((error as ConnectorError & { retryAfter: number }).retryAfter, 3000)
  })
})

test.group('Shopify connection test', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  group.each.setup(async () => {
    world = await givenShop()
    return () => world.shopify.stop()
  })

  test('a healthy shop answers its name and misses nothing', async ({ assert }) => {
    await world.shop.placeOrder()
    const result = await implementation.check(world.context)
    assert.deepEqual(result, { account: DOMAIN, label: 'Bottega Lucente', missingScopes: [], warnings: [] })
  })

  test('missing scopes are named', async ({ assert }) => {
    world.shop.scopes = ['read_orders', 'write_customers', 'read_products', 'read_fulfillments']
    assert.deepEqual((await implementation.check(world.context)).missingScopes, ['write_discounts'])
  })

  test('a plan that withholds phones is told apart from buyers without one', async ({ assert }) => {
    await world.shop.placeOrder({ customer: world.shop.addCustomer({ phone: null }) })
    assert.isEmpty((await implementation.check(world.context)).warnings)
    world.shop.withholdsPersonalData = true
    assert.deepEqual((await implementation.check(world.context)).warnings, [{ code: 'phone_withheld' }])
  })

  test('another version answering is a warning', async ({ assert }) => {
    world.shop.servesVersion = '2027-01'
    const { warnings } = await implementation.check(world.context)
    assert.deepEqual(warnings, [{ code: 'api_version_mismatch', params: { asked: '2026-10', answered: '2027-01' } }])
  })
})

test.group('Shopify subscriptions', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  group.each.setup(async () => {
    world = await givenShop()
    return () => world.shopify.stop()
  })
  const subscribe = () => implementation.webhooks!.subscribe!(world.context)

  test('every topic is subscribed to once, however often it is asked for', async ({ assert }) => {
    await subscribe()
    await subscribe()
    assert.lengthOf(world.shop.subscriptions, SUBSCRIBED_TOPICS.length)
    assert.isTrue(world.shop.subscriptions.every(({ uri }) => uri === ENDPOINT))
  })

  test('a subscription Shopify gave up is made again', async ({ assert }) => {
    await subscribe()
    world.shop.subscriptions.splice(3, 2)
    await subscribe()
    assert.lengthOf(world.shop.subscriptions, SUBSCRIBED_TOPICS.length)
  })

  test('ours follow when the address changes, others stay where they are', async ({ assert }) => {
    const foreign = {
      id: 'gid://shopify/WebhookSubscription/1',
      topic: 'ORDERS_PAID',
      uri: 'https://other.example/in',
      failures: 0,
    }
    world.shop.subscriptions.push(foreign)
    await subscribe()
    const moved = { ...world.context, endpointUrl: 'http://127.0.0.1:1/in/end_2' }
    await implementation.webhooks!.subscribe!(moved)
    assert.lengthOf(world.shop.subscriptions, SUBSCRIBED_TOPICS.length + 1)
    assert.lengthOf(
      world.shop.subscriptions.filter(({ uri }) => uri.endsWith('end_2')),
      SUBSCRIBED_TOPICS.length
    )
    await implementation.webhooks!.unsubscribe!(moved)
    assert.deepEqual(world.shop.subscriptions, [foreign])
  })
})

test.group('Shopify reconciliation', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  group.each.setup(async () => {
    world = await givenShop()
    return () => world.shopify.stop()
  })
  const reconcile = (cursor: string | null) => implementation.webhooks!.reconcile!(world.context, cursor)

  test('what a silent Shopify did not tell is found by asking, under the same keys', async ({ assert }) => {
    world.shopify.faults.goSilent()
    const cart = await world.shop.startCheckout()
    const order = await world.shop.completeCheckout(await world.shop.startCheckout())
    const { items } = await reconcile(null)
    const types = items.map(({ type }) => type)
    assert.sameMembers(types, ['order.placed', 'order.paid', 'order.updated', 'cart.updated'])
    assert.equal(items.find(({ type }) => type === 'cart.updated')?.subject?.id, cart.token)
    assert.equal(items.find(({ type }) => type === 'order.paid')?.key, String(order.id))
  })

  test('orders are found even where abandoned checkouts are refused', async ({ assert }) => {
    world.shop.refusesCheckouts = true
    await world.shop.placeOrder()
    const { items } = await reconcile(null)
    assert.deepEqual(
      items.map(({ type }) => type),
      ['order.placed', 'order.updated']
    )
    assert.equal(world.context.lines.at(-1)?.fields.code, 'abandoned_checkouts_refused')
  })

  test('the cursor moves on, and pages are followed to the end', async ({ assert }) => {
    const customer = world.shop.addCustomer()
    for (let n = 0; n < 120; n++) await world.shop.placeOrder({ customer })
    const first = await reconcile(null)
    const orders = new Set(first.items.map(({ key }) => key))
    assert.equal(orders.size, 120)
    for (const order of world.shop.orders) order.updatedAt -= 60 * 60_000
    const second = await reconcile(first.cursor)
    assert.isEmpty(second.items)
    assert.equal(second.cursor, first.cursor)
  })
})

test.group('Shopify as a commerce vendor', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  group.each.setup(async () => {
    world = await givenShop(300)
    return () => world.shopify.stop()
  })
  const commerce = implementation.commerce!
  const tenPercent = {
    code: 'TORNA10',
    kind: 'percentage',
    percentage: 10,
    expiresAt: null,
    usageLimit: 1,
  } as const

  test('orders are found by number, e-mail and phone', async ({ assert }) => {
    const order = await world.shop.placeOrder()
    for (const query of [{ number: '#1042' }, { email: 'giulia.ferraro@example.com' }, { phone: '+393330000101' }]) {
      const [found] = await commerce.findOrders(world.context, query)
      assert.equal(found?.id, String(order.id))
      assert.deepEqual(found?.total, { amount: 4000, currency: 'EUR' })
    }
    assert.isEmpty(await commerce.findOrders(world.context, { number: '#9"9' }))
  })

  test('products come with price and availability', async ({ assert }) => {
    await world.shop.placeOrder()
    const { items, cursor } = await commerce.products(world.context, null)
    assert.deepInclude(items[0], {
      id: '8801122334455',
      price: { amount: 4000, currency: 'EUR' },
      available: true,
    })
    assert.isNull(cursor)
  })

  test('a recovery link keeps its query and gains the code', ({ assert }) => {
    const recoveryUrl = `https://${DOMAIN}/recover?key=1&locale=it-IT`
    const link = commerce.checkoutLink!(world.context, { cartId: '1', recoveryUrl, discountCode: 'TORNA10' })
    assert.equal(link, `https://${DOMAIN}/recover?key=1&locale=it-IT&discount=TORNA10`)
  })

  test('a discount reaches the shop as a fraction', async ({ assert }) => {
    await commerce.createDiscount!(world.context, tenPercent)
    assert.deepInclude(world.shop.discounts.get('TORNA10')?.customerGets as object, {
      value: { percentage: 0.1 },
    })
  })

  test('a code that exists is our input', async ({ assert }) => {
    await commerce.createDiscount!(world.context, tenPercent)
    const error = await errorOf(commerce.createDiscount!(world.context, tenPercent))
    assert.equal(error.code, 'E_INVALID_INPUT')
    assert.equal(error.vendorCode, 'TAKEN')
  })

  test('a lost answer is unknown, and the lookup finds what was done', async ({ assert }) => {
    await implementation.check(world.context)
    world.shopify.faults.swallowAnswer(1, { path: 'graphql' })
    const { createDiscount } = implementation.actions!
    const input = { code: 'PERSO', kind: 'free_shipping' }
    const before = world.asked()
    assert.equal((await errorOf(createDiscount!.run(world.context, input))).code, 'E_OUTCOME_UNKNOWN')
    assert.equal(world.asked(), before + 1)
    assert.deepEqual(await createDiscount!.lookup!(world.context, input), { code: 'PERSO' })
  })

  test('tags are added once, however often', async ({ assert }) => {
    const customer = world.shop.addCustomer({ tags: ['old'] })
    const input = { customerId: String(customer.id), tags: ['VIP'] }
    const { addCustomerTags } = implementation.actions!
    for (let times = 0; times < 2; times++) await addCustomerTags!.run(world.context, input)
    assert.deepEqual(customer.tags, ['old', 'VIP'])
  })
})

test.group('The fake Shopify', (group) => {
  let world: Awaited<ReturnType<typeof givenShop>>
  let hub: FakeServer
  const received: InboundRequest[] = []
  group.each.setup(async () => {
    world = await givenShop()
    received.length = 0
    hub = new FakeServer().route('POST', '/in/:endpoint', ({ method, path, headers, rawBody }) => {
      received.push({ method, url: path, query: {}, headers, rawBody })
      return { status: 200 }
    })
    await hub.start()
    await implementation.webhooks!.subscribe!({ ...world.context, endpointUrl: `${hub.origin}/in/end_1` })
    return async () => {
      await world.shopify.stop()
      await hub.stop()
    }
  })
  const understood = () =>
    received.flatMap((request) => {
      webhooks.verify(request, testVerifyContext({ credentials: world.context.credentials }))
      const result = webhooks.parse(request, { settings: {}, receivedAt: Date.now() })
      return result.kind === 'items' ? result.items.map(({ type }) => type) : []
    })

  test('signs what a purchase makes it say, from cart to doorstep', async ({ assert }) => {
    const order = await world.shop.completeCheckout(await world.shop.startCheckout())
    const parcel = await world.shop.fulfilOrder(order)
    await world.shop.moveParcel(parcel, 'delivered')
    await world.shop.refundOrder(order, 1000)
    const types = new Set(understood())
    const wanted = [
      'cart.updated',
      'order.placed',
      'order.paid',
      'order.completed',
      'order.refunded',
      'shipment.dispatched',
      'shipment.delivered',
    ]
    assert.includeMembers([...types], wanted)
  })

  test('retries with the first body and the first id', async ({ assert }) => {
    hub.faults.fail(2)
    const [sent] = await world.shop.emit('orders/create', { id: 1 })
    assert.deepEqual(
      sent?.attempts.map(({ status }) => status),
      [500, 500, 200]
    )
    const ids = hub.requests.map(({ headers }) => headers['x-shopify-webhook-id'])
    assert.equal(new Set(ids).size, 1)
  })

  test('duplicates and falls silent on demand', async ({ assert }) => {
    world.shopify.faults.duplicate = true
    await world.shop.signUp()
    assert.equal(received.length, 2)
    world.shopify.faults.goSilent()
    await world.shop.signUp()
    assert.equal(received.length, 2)
  })

  test('gives up a subscription whose deliveries keep failing', async ({ assert }) => {
    hub.faults.fail(Infinity)
    const before = world.shop.subscriptions.length
    for (let n = 0; n < 3; n++) await world.shop.emit('orders/create', { id: 1 })
    assert.equal(world.shop.subscriptions.length, before - 1)
  })
})
