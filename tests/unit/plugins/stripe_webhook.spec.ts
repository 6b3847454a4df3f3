import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import Stripe from 'stripe'
import connector from '#plugins/stripe/connector'
import { moneyOf, stripeAmount } from '#plugins/stripe/money'
import { API_VERSION } from '#plugins/stripe/version'
import { timedHeader } from '#sdk/index'
import type { InboundRequest, Json, ParseResult } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/stripe/fixtures/', import.meta.url)
const golden = new URL('./golden/stripe/', import.meta.url)
const AT = Date.UTC(2026, 10, 20, 10)
const SECRET = 'whsec_of_this_test'

const inbound = (body: string, headers: Record<string, string> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers,
  rawBody: Buffer.from(body),
})

const bodyOf = (file: string) =>
  (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { body: Json & { data?: { object: Json } } }).body
const parse = (body: Json): ParseResult =>
  webhooks.parse(inbound(JSON.stringify(body)), { settings: {}, receivedAt: AT })
const keyOf = (body: Json) => webhooks.dedupeKey(inbound(JSON.stringify(body)))
const itemsOf = (body: Json) => {
  const result = parse(body)
  return result.kind === 'items' ? result.items : []
}

test.group('Stripe webhooks: every shape it sends', () => {
  for (const file of readdirSync(fixtures)) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(bodyOf(file))
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }

  test('nothing of a card or a bank account is in any of them', ({ assert }) => {
    const sent = readdirSync(fixtures).map((file) => readFileSync(new URL(file, fixtures), 'utf8'))
    const kept = readdirSync(golden).map((file) => readFileSync(new URL(file, golden), 'utf8'))
    const secrets = ['0341', 'Fxp4r1nt', 'visa', 'exp_month', '37040044', '1234567890123456', 'pm_1Fx', 'funding']
    const stored = readdirSync(fixtures).map((file) =>
      webhooks.withhold!(inbound(JSON.stringify(bodyOf(file)))).toString('utf8')
    )
    for (const secret of secrets) {
      assert.isTrue(
        sent.some((text) => text.includes(secret)),
        `${secret} should be in a fixture, or this test says nothing`
      )
      assert.isFalse(
        [...kept, ...stored].some((text) => text.includes(secret)),
        `${secret} came in`
      )
    }
  })
})

test.group('Stripe webhooks: what must hold', () => {
  const completed = bodyOf('checkout-session-completed.json')
  const thin = bodyOf('thin-v1-checkout-session-completed.json')

  test('a thin and a full telling of one event are one', ({ assert }) => {
    assert.equal(keyOf(thin), keyOf({ ...completed, id: thin.snapshot_event }))
    assert.equal(keyOf({ ...thin, snapshot_event: null }), 'evt_test_65Fx0001')
  })

  test('a debit that is paid at last is the payment that was approved', ({ assert }) => {
    const [approved] = itemsOf(bodyOf('checkout-session-completed-unpaid-sepa.json'))
    const [paid] = itemsOf(bodyOf('checkout-session-async-payment-succeeded.json'))
    assert.deepEqual([approved?.type, paid?.type], ['payment.approved', 'payment.succeeded'])
    assert.equal(approved?.subject?.id, paid?.subject?.id)
  })

  test('our reference comes back wherever Stripe carries it', ({ assert }) => {
    const references = ['checkout-session-completed-yen.json', 'payment-intent-payment-failed-card.json']
      .flatMap((file) => itemsOf(bodyOf(file)))
      .map(({ payload }) => (payload as { reference: string }).reference)
    assert.deepEqual(references, ['pay_0fx0006', 'pay_0fx0004'])
  })

  test('a session paid with a voucher alone has no payment and its own key', ({ assert }) => {
    const object = { ...completed.data?.object, payment_intent: null, payment_status: 'no_payment_required' }
    const [item] = itemsOf({ ...completed, data: { object } })
    assert.deepEqual([item?.type, item?.key], ['payment.succeeded', 'cs_test_a1Fx0001'])
  })
})

test.group('Stripe webhooks: the signature', () => {
  const body = JSON.stringify(bodyOf('checkout-session-completed.json'))
  const verify =
    (header: string, { now = AT, secret = SECRET }: { now?: number; secret?: string } = {}) =>
    async () => {
      const context = testVerifyContext({ credentials: { webhookSecret: secret }, machineNow: () => now })
      await webhooks.verify(inbound(body, { 'stripe-signature': header }), context)
    }

  test('is the one that Stripe’s own package makes', async ({ assert }) => {
    const stripe = new Stripe('sk_test_of_this_test')
    const header = stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET, timestamp: AT / 1000 })
    await assert.doesNotReject(verify(header))
    await assert.rejects(verify(header.replace('v1=', 'v1=0')), /bad_signature/)
  })

  test('holds with either secret while one is exchanged', async ({ assert }) => {
    const [old, anew] = ['whsec_the_old_one', SECRET].map((secret) => timedHeader(secret, body, AT))
    const both = `${old},${anew?.split(',')[1]}`
    await assert.doesNotReject(verify(both))
    await assert.doesNotReject(verify(both, { secret: 'whsec_the_old_one' }))
    await assert.rejects(verify(both, { secret: 'whsec_a_third_one' }), /bad_signature/)
  })

  test('is good for five minutes', async ({ assert }) => {
    const header = timedHeader(SECRET, body, AT)
    await assert.doesNotReject(verify(header, { now: AT + 299_000 }))
    await assert.rejects(verify(header, { now: AT + 301_000 }), /stale/)
  })
})

test.group('Stripe’s amounts', () => {
  test('are in the smallest unit, as Stripe sees it', ({ assert }) => {
    const amounts = [
      ['EUR', 4900, 4900],
      ['JPY', 4900, 4900],
      ['KWD', 12_340, 12_340],
      ['ISK', 4900, 490_000],
      ['UGX', 4900, 490_000],
      ['MGA', 490_000, 4900],
    ] as const
    for (const [currency, ours, theirs] of amounts) {
      assert.deepEqual(stripeAmount({ amount: ours, currency }), { amount: theirs, currency: currency.toLowerCase() })
      assert.deepEqual(moneyOf(theirs, currency.toLowerCase()), { amount: ours, currency })
    }
  })

  test('that Stripe cannot write are refused at their field', ({ assert }) => {
    for (const money of [
      { amount: 0, currency: 'EUR' },
      { amount: -1, currency: 'EUR' },
      { amount: 12_345, currency: 'KWD' },
      { amount: 150, currency: 'MGA' },
    ])
      assert.throws(() => stripeAmount(money), /amount|part of this currency/)
  })
})

test('the version we ask for is the one that the package knows', ({ assert }) => {
  assert.equal(Stripe.API_VERSION, API_VERSION)
})
