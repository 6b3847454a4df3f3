import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import connector from '#plugins/woocommerce/connector'
import type { InboundRequest, OrderPayload, ParseResult } from '#sdk/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/woocommerce/fixtures/', import.meta.url)
const golden = new URL('./golden/woocommerce/', import.meta.url)
const AT = 1_795_168_800_000
const settings = { url: 'https://emporio-aurora.example', currency: 'EUR', consentField: '_hub_whatsapp_opt_in' }

type Body = Record<string, unknown>
interface Recorded {
  headers: Record<string, string>
  rawBody?: string
  body: Body
}

const recorded = (file: string) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as Recorded
const inbound = ({ headers, body, rawBody }: Recorded, change: Record<string, string> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers: {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...change,
  },
  rawBody: Buffer.from(rawBody ?? JSON.stringify(body)),
})
const parse = (request: InboundRequest, more: Body = {}): ParseResult =>
  webhooks.parse(request, { settings: { ...settings, ...more }, receivedAt: AT })

const nobody = () => Promise.reject(new Error('nobody is called'))
const greet = (request: InboundRequest) =>
  webhooks.handshake!(request, { secret: null, credentials: {}, settings, machineNow: () => AT, fetchOnce: nobody })

const paid = recorded('order-updated-processing.json')
const told = (change: Body, more: Body = {}) => {
  const result = parse(inbound({ ...paid, body: { ...paid.body, ...change } }), more)
  return result.kind === 'items' ? result.items : []
}
const typesOf = (change: Body, more: Body = {}) =>
  told(change, more)
    .map(({ type }) => type)
    .filter((type) => type !== 'consent.granted')
const orderOf = (change: Body) => told(change)[0]?.payload as OrderPayload
const axes = (change: Body) => {
  const { lifecycle, payment, fulfilment } = orderOf(change)
  return [lifecycle, payment, fulfilment]
}
const meta = (key: string, value: unknown) => ({ meta_data: [{ id: 1, key, value }] })

test.group('WooCommerce webhooks: every shape it sends', () => {
  for (const file of readdirSync(fixtures)) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const request = inbound(recorded(file))
      const greeting = greet(request)
      const found = greeting ? { kind: 'handshake', ...greeting } : parse(request)
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }
})

test.group('WooCommerce orders: what a status means', () => {
  const unpaid = { date_paid_gmt: null }
  const cases: [string, Body, string[]][] = [
    ['pending', unpaid, ['open', 'pending', 'unfulfilled']],
    ['on-hold', unpaid, ['open', 'pending', 'unfulfilled']],
    ['processing', {}, ['open', 'paid', 'unfulfilled']],
    ['processing', unpaid, ['open', 'pending', 'unfulfilled']],
    ['completed', { date_completed_gmt: '2026-11-21T08:00:00' }, ['completed', 'paid', 'fulfilled']],
    ['cancelled', unpaid, ['cancelled', 'voided', 'unfulfilled']],
    ['cancelled', {}, ['cancelled', 'paid', 'unfulfilled']],
    ['refunded', {}, ['cancelled', 'refunded', 'unfulfilled']],
    ['refunded', { date_completed_gmt: '2026-11-21T08:00:00' }, ['completed', 'refunded', 'returned']],
    ['failed', unpaid, ['open', 'failed', 'unfulfilled']],
    ['wc-shipped', {}, ['open', 'paid', 'fulfilled']],
    ['partial-shipped', {}, ['open', 'paid', 'partial']],
    ['delivered', {}, ['completed', 'paid', 'fulfilled']],
    ['waiting-for-glaze', {}, ['open', 'paid', 'unfulfilled']],
  ]
  for (const [status, change, expected] of cases) {
    const how = change === unpaid ? ', not paid' : 'date_completed_gmt' in change ? ', once completed' : ''
    test(`${status}${how}`, ({ assert }) => assert.deepEqual(axes({ ...change, status }), expected))
  }

  test('a part given back is told with its order', ({ assert }) => {
    const change = { refunds: [{ id: 1301, reason: '', total: '-10.00' }] }
    assert.deepEqual(typesOf(change), ['order.placed', 'order.paid', 'order.refunded', 'order.updated'])
    assert.deepEqual(axes(change)[1], 'partially_refunded')
    assert.deepEqual(orderOf(change).refunded, { amount: 1000, currency: 'EUR' })
  })

  test('what is not placed yet, or in the bin, is no order', ({ assert }) => {
    for (const status of ['auto-draft', 'draft', 'trash'])
      assert.deepEqual(parse(inbound({ ...paid, body: { ...paid.body, status } })), {
        kind: 'ignored',
        reason: 'order_not_placed',
      })
  })

  test('a draft of the block checkout is a cart of the order it becomes', ({ assert }) => {
    const [cart] = told({ status: 'checkout-draft' })
    assert.containsSubset(cart, {
      type: 'cart.updated',
      payload: { cartId: '1287', recoveryUrl: 'https://emporio-aurora.example/checkout-link/?products=91%3A2' },
    })
    assert.equal(orderOf({}).cartId, '1287')
    assert.isNull(orderOf({ created_via: 'checkout' }).cartId)
  })

  test('a shop before version 10 has its payment page to go back to', ({ assert }) => {
    const [cart] = told({ status: 'checkout-draft', version: '9.8.5' })
    assert.include((cart?.payload as { recoveryUrl: string }).recoveryUrl, '/order-pay/1287/')
  })
})

test.group('WooCommerce parcels', () => {
  const parcel = (change: Body, more: Body = {}) =>
    told(change, more).find(({ type }) => type === 'shipment.dispatched')?.payload

  test('are found in the fields of the common plugins', ({ assert }) => {
    assert.containsSubset(parcel(meta('_aftership_tracking_items', [{ slug: 'gls', tracking_number: 'G1' }])), {
      shipmentId: '1287:G1',
      carrier: 'gls',
    })
    assert.containsSubset(parcel(meta('ywot_tracking_code', 'Y1')), { trackingNumber: 'Y1' })
  })

  test('are found where PHP made an object of the list', ({ assert }) => {
    const items = { 1: { tracking_number: 'A1', tracking_id: 'x', formatted_tracking_provider: 'BRT' } }
    assert.containsSubset(parcel(meta('_wc_shipment_tracking_items', items)), { shipmentId: '1287:x', carrier: 'BRT' })
  })

  test('are found where the settings say, with the page they name', ({ assert }) => {
    const more = { trackingField: '_parcels.0.code', trackingUrl: 'https://carrier.example/{number}' }
    assert.containsSubset(parcel(meta('_parcels', [{ code: 'Z 1' }]), more), {
      trackingNumber: 'Z 1',
      trackingUrl: 'https://carrier.example/Z%201',
    })
  })

  test('have arrived when the shop says that the order has', ({ assert }) => {
    const change = { ...meta('ywot_tracking_code', 'Y1'), status: 'delivered' }
    assert.includeMembers(typesOf(change), ['order.completed', 'shipment.dispatched', 'shipment.delivered'])
  })

  test('never lead anywhere but to a web page', ({ assert }) => {
    const items = [{ tracking_number: 'A1', custom_tracking_link: 'javascript:alert(1)' }]
    assert.containsSubset(parcel(meta('_wc_shipment_tracking_items', items)), { trackingUrl: null })
  })
})

test.group('WooCommerce money', () => {
  const inYen = { currency: 'JPY', total: '5580', line_items: [{ product_id: 88, quantity: 3, total: '5000' }] }

  test('is read by the currency, not by the shop’s decimals', ({ assert }) => {
    assert.deepEqual(orderOf(inYen).total, { amount: 5580, currency: 'JPY' })
    assert.deepEqual(orderOf({ ...inYen, currency: 'KWD' }).total, { amount: 5_580_000, currency: 'KWD' })
    assert.deepEqual(orderOf({ total: '5580.0000' }).total, { amount: 558_000, currency: 'EUR' })
  })

  test('of a line is what the buyer saw: with tax where the shop shows it', ({ assert }) => {
    assert.equal(orderOf({}).items[0]?.unitPrice.amount, 2440)
    assert.equal(orderOf({ prices_include_tax: false }).items[0]?.unitPrice.amount, 2000)
  })
})

test.group('WooCommerce deliveries', () => {
  test('are known by webhook, object, version and status', ({ assert }) => {
    assert.equal(webhooks.dedupeKey(inbound(paid)), '18:1287:2026-11-20T11:01:10:processing')
    assert.equal(webhooks.dedupeKey(inbound(recorded('order-deleted.json'))), '19:1287:deleted:')
    assert.isNull(webhooks.dedupeKey(inbound({ ...paid, rawBody: '{' })))
  })

  test('from a copy of the shop are nobody’s', ({ assert }) => {
    const from = (source: string) => parse(inbound(paid, { 'x-wc-webhook-source': source }))
    assert.deepEqual(from('https://staging.emporio-aurora.example/'), { kind: 'ignored', reason: 'other_shop' })
    assert.equal(from('http://www.emporio-aurora.example').kind, 'items')
  })

  test('only the unsigned ping is answered without looking at a signature', ({ assert }) => {
    const ping = recorded('ping.json')
    assert.deepEqual(greet(inbound(ping)), { status: 200 })
    assert.isNull(greet(inbound(paid)))
    assert.isNull(greet(inbound(ping, { 'x-wc-webhook-signature': 'x' })))
    assert.isNull(greet(inbound({ ...ping, rawBody: 'webhook_id=17&x=1' })))
  })
})
