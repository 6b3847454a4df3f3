import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import type { CartPayload, ConsentPayload, InboundRequest, OrderPayload, ParsedItem, RefundPayload } from '#sdk/index'
import { webhooks } from '#plugins/shopify/webhook'

type Body = Record<string, unknown>
const RECEIVED = Date.UTC(2026, 10, 20, 12)

function fixture(name: string) {
  const file = new URL(`../../../plugins/shopify/fixtures/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: Body }
}

function delivered(name: string, changes: Body = {}, headers: Record<string, string> = {}): InboundRequest {
  const recorded = fixture(name)
  const lower = Object.entries({ ...recorded.headers, ...headers }).map(([key, value]) => [key.toLowerCase(), value])
  return {
    method: 'POST',
    url: 'https://staffetta.example/in/end_1',
    query: {},
    headers: Object.fromEntries(lower) as Record<string, string>,
    rawBody: Buffer.from(JSON.stringify({ ...recorded.body, ...changes })),
  }
}

function itemsIn(name: string, changes: Body = {}, settings: Body = {}): ParsedItem[] {
  const result = webhooks.parse(delivered(name, changes), { settings, receivedAt: RECEIVED })
  return result.kind === 'items' ? result.items : []
}

const one = (items: ParsedItem[], type: string) => {
  const found = items.find((item) => item.type === type)
  if (!found) throw new Error(`no ${type} among ${items.map((item) => item.type).join(', ')}`)
  return found
}
const consentBox = (value: string, name = 'staffetta_whatsapp_consent') => ({
  note_attributes: [{ name, value }],
})

test.group('Shopify carts', () => {
  test('a checkout is a cart known by its token, in a version of its own', ({ assert }) => {
    const cart = one(itemsIn('checkouts-update-abandoned'), 'cart.updated')
    const { total, items, recoveryUrl, completedAt } = cart.payload as CartPayload
    assert.deepEqual(cart.subject, { kind: 'cart', id: 'b1946ac92492d2347c6235b4d2611184' })
    assert.equal(cart.key, `b1946ac92492d2347c6235b4d2611184:${Date.parse('2026-11-20T10:05:43+01:00')}`)
    assert.equal(cart.account, 'bottega-lucente.myshopify.com')
    assert.deepEqual(total, { amount: 8690, currency: 'EUR' })
    assert.deepEqual(items[0]?.unitPrice, { amount: 4000, currency: 'EUR' })
    assert.include(recoveryUrl, 'recover?key=')
    assert.isNull(completedAt)
  })

  test('a cart without a trace of its buyer has no person', ({ assert }) => {
    assert.isUndefined(one(itemsIn('checkouts-create'), 'cart.updated').person)
  })

  test('the phone typed for this purchase comes before the one on file', ({ assert }) => {
    const phoneOf = (changes: Body) =>
      one(itemsIn('checkouts-update-abandoned', changes), 'cart.updated').person?.identities.find(
        ({ kind }) => kind === 'phone'
      )
    assert.equal(phoneOf({ phone: '333 0000199' })?.value, '333 0000199')
    assert.equal(phoneOf({ phone: null, sms_marketing_phone: '+393330000177' })?.value, '+393330000177')
    assert.deepEqual(
      phoneOf({
        phone: '',
        sms_marketing_phone: null,
        shipping_address: { phone: '3330000188', country_code: 'IT' },
      }),
      {
        kind: 'phone',
        value: '3330000188',
        country: 'IT',
      }
    )
  })

  test('yen have no minor unit', ({ assert }) => {
    const line = { variant_id: 1, title: 'A', quantity: 1, price: '1200' }
    const cart = one(
      itemsIn('checkouts-create', { currency: 'JPY', total_price: '1200', line_items: [line] }),
      'cart.updated'
    )
    assert.deepEqual((cart.payload as CartPayload).total, { amount: 1200, currency: 'JPY' })
  })
})

test.group('Shopify orders', () => {
  test('a paid order proves that it was placed too, under the same key', ({ assert }) => {
    const items = itemsIn('orders-paid')
    assert.deepEqual(
      items.map(({ type, key }) => [type, key]),
      [
        ['order.placed', '6120000000001'],
        ['order.paid', '6120000000001'],
        ['order.updated', '6120000000001'],
      ]
    )
    assert.equal(one(items, 'order.paid').occurredAt, Date.parse('2026-11-20T10:31:20+01:00'))
  })

  test('what changed without a milestone is told by version, whichever topic or poll brings it', ({ assert }) => {
    const [first] = itemsIn('orders-paid').filter(({ type }) => type === 'order.updated')
    const [again] = itemsIn('orders-paid', { client_details: null, browser_ip: null }).filter(
      ({ type }) => type === 'order.updated'
    )
    const [sameSecond] = itemsIn('orders-paid', { total_price: '12.00' }).filter(({ type }) => type === 'order.updated')
    assert.equal(again?.revision, first?.revision)
    assert.notEqual(sameSecond?.revision, first?.revision)
    assert.equal(first?.occurredAt, Date.parse('2026-11-20T10:31:20+01:00'))
  })

  test('an old order that is edited does not look freshly paid', ({ assert }) => {
    const request = delivered(
      'orders-paid',
      { updated_at: '2027-03-01T10:00:00+01:00' },
      { 'X-Shopify-Topic': 'orders/updated' }
    )
    const result = webhooks.parse(request, { settings: {}, receivedAt: RECEIVED })
    const paid = one(result.kind === 'items' ? result.items : [], 'order.paid')
    assert.equal(paid.occurredAt, Date.parse('2026-11-20T10:31:00+01:00'))
  })

  test('the order names the checkout it came from', ({ assert }) => {
    const order = one(itemsIn('orders-create'), 'order.placed').payload as OrderPayload
    assert.equal(order.cartId, 'b1946ac92492d2347c6235b4d2611184')
    assert.equal(order.number, '#1042')
    assert.isTrue(order.live)
  })

  test('what the browser left is kept, with Facebook’s click id in Meta’s form', ({ assert }) => {
    const order = one(itemsIn('orders-create', { landing_site: '/?fbclid=IwAR0fictional' }), 'order.placed')
      .payload as OrderPayload
    assert.equal(order.client?.ip, '192.0.2.44')
    assert.equal(order.client?.fbc, `fb.1.${order.placedAt}.IwAR0fictional`)
    assert.equal(order.landingUrl, 'https://bottega-lucente.myshopify.com/?fbclid=IwAR0fictional')
  })

  test('discounts of a line lower the price of one', ({ assert }) => {
    const line = {
      variant_id: 1,
      title: 'A',
      quantity: 2,
      price: '40.00',
      discount_allocations: [{ amount: '10.00' }],
    }
    const order = one(itemsIn('orders-create', { line_items: [line] }), 'order.placed').payload as OrderPayload
    assert.deepEqual(order.items[0]?.unitPrice, { amount: 3500, currency: 'EUR' })
  })

  test('a test order is not live', ({ assert }) => {
    assert.isFalse((one(itemsIn('orders-create', { test: true }), 'order.placed').payload as OrderPayload).live)
  })

  test('a refund told alone and the same refund within its order are one occurrence', ({ assert }) => {
    const alone = one(itemsIn('refunds-create'), 'order.refunded')
    const within = one(itemsIn('orders-paid', { refunds: [fixture('refunds-create').body] }), 'order.refunded')
    assert.equal(alone.key, within.key)
    assert.deepEqual((alone.payload as RefundPayload).amount, { amount: 4000, currency: 'EUR' })
    assert.isNull((alone.payload as RefundPayload).order)
    assert.equal((within.payload as RefundPayload).order?.number, '#1042')
  })

  test('a delayed parcel is told each time, by its event', ({ assert }) => {
    const [late] = itemsIn('fulfillment-events-create-in-transit', { status: 'delayed' })
    assert.equal(late?.type, 'shipment.delayed')
    assert.equal(late?.key, '12000000000001')
    assert.isEmpty(itemsIn('fulfillment-events-create-in-transit', { status: 'label_printed' }))
  })
})

test.group('Shopify consent', () => {
  test('consent to text messages is no consent to WhatsApp', ({ assert }) => {
    const [granted] = itemsIn('customers-marketing-consent-update')
    assert.equal(granted?.type, 'consent.granted')
    assert.equal((granted?.payload as ConsentPayload).channel, 'sms')
  })

  test('a pending double opt-in is neither a yes nor a no', ({ assert }) => {
    const request = delivered('customers-marketing-consent-update', {
      sms_marketing_consent: { state: 'pending' },
    })
    assert.deepEqual(webhooks.parse(request, { settings: {}, receivedAt: RECEIVED }), {
      kind: 'ignored',
      reason: 'consent_undecided',
    })
  })

  test('our opt-in box grants WhatsApp marketing with its wording and proof', ({ assert }) => {
    const consent = one(itemsIn('checkouts-update-abandoned', consentBox('it-2026-10')), 'consent.granted')
    assert.deepInclude(consent.payload as ConsentPayload, {
      channel: 'whatsapp',
      purpose: 'marketing',
      wordingVersion: 'it-2026-10',
      proof: { shopify_cart: 'b1946ac92492d2347c6235b4d2611184' },
    })
  })

  test('the checkout and its order prove one and the same consent', ({ assert }) => {
    const atCheckout = one(itemsIn('checkouts-update-abandoned', consentBox('it-1')), 'consent.granted')
    const atOrder = one(itemsIn('orders-create', consentBox('it-1')), 'consent.granted')
    assert.equal(atOrder.key, atCheckout.key)
  })

  test('a corrected phone number is consented to anew', ({ assert }) => {
    const first = one(itemsIn('checkouts-update-abandoned', consentBox('it-1')), 'consent.granted')
    const second = one(
      itemsIn('checkouts-update-abandoned', { ...consentBox('it-1'), phone: '+393330000102' }),
      'consent.granted'
    )
    assert.notEqual(second.key, first.key)
  })

  test('a box left empty, or without a number to write to, grants nothing', ({ assert }) => {
    const types = (changes: Body) => itemsIn('checkouts-create', changes).map(({ type }) => type)
    assert.notInclude(types(consentBox('it-1')), 'consent.granted')
    assert.notInclude(types({ ...consentBox('no'), phone: '+393330000101' }), 'consent.granted')
  })

  test('a theme’s own attribute counts where the connection names it', ({ assert }) => {
    const changes = consentBox('yes', 'whatsapp_opt_in')
    const consent = one(itemsIn('orders-create', changes, { consentAttribute: 'whatsapp_opt_in' }), 'consent.granted')
    assert.isNull((consent.payload as ConsentPayload).wordingVersion)
    assert.isFalse(itemsIn('orders-create', changes).some(({ type }) => type === 'consent.granted'))
  })
})

test.group('Shopify deliveries', () => {
  test('two topics of one happening are two deliveries', ({ assert }) => {
    const bare = (topic: string) => {
      const request = delivered('orders-paid', {}, { 'X-Shopify-Topic': topic })
      delete request.headers['x-shopify-webhook-id']
      return webhooks.dedupeKey(request)
    }
    assert.notEqual(bare('orders/paid'), bare('orders/updated'))
    assert.equal(webhooks.dedupeKey(delivered('orders-paid')), '968facc5-26eb-45c3-a6f5-d7d79b8b738d')
  })

  test('a shop domain that is none is not believed', ({ assert }) => {
    const request = delivered('orders-create', {}, { 'X-Shopify-Shop-Domain': 'shop.evil.example' })
    const result = webhooks.parse(request, { settings: {}, receivedAt: RECEIVED })
    assert.isNull(result.kind === 'items' ? result.items[0]?.account : 'ignored')
  })

  test('a topic nobody asked for is passed over', ({ assert }) => {
    const request = delivered('orders-create', {}, { 'X-Shopify-Topic': 'constructor' })
    assert.deepEqual(webhooks.parse(request, { settings: {}, receivedAt: RECEIVED }), {
      kind: 'ignored',
      reason: 'topic_not_wanted',
    })
  })
})
