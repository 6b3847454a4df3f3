import { test } from '@japa/runner'
import { implementation } from '#plugins/paypal/implementation'
import { ScriptedHttp, testContext } from '#sdk/testing/index'
import type { Script } from '#sdk/testing/index'

const ORDER = '5O190127TN364715T'
const CAPTURE = { id: '3C679366HH908993F', status: 'COMPLETED', amount: { currency_code: 'EUR', value: '49.00' } }
const order = (status: string, captures: object[] = []) => ({
  id: ORDER,
  status,
  purchase_units: [{ amount: { currency_code: 'EUR', value: '49.00' }, payments: { captures } }],
})
const issue = (name: string) =>
  Response.json({ name: 'UNPROCESSABLE_ENTITY', details: [{ issue: name }] }, { status: 422 })

function given(script: Script, environment = 'sandbox') {
  const http = new ScriptedHttp(script)
  const credentials = { clientId: 'A', clientSecret: 'E', accessToken: 'canary-of-the-token' }
  return { http, context: testContext({ http, credentials, settings: { environment } }) }
}

const payments = implementation.payments!

test.group('PayPal’s client', () => {
  test('an order captured already is what it then says', async ({ assert }) => {
    let asked = 0
    const { context, http } = given((request) => {
      if (request.method === 'POST') return issue('ORDER_ALREADY_CAPTURED')
      return Response.json(asked++ === 0 ? order('APPROVED') : order('COMPLETED', [CAPTURE]))
    })
    const report = await payments.settle(context, ORDER)
    assert.containsSubset(report, {
      state: 'succeeded',
      paymentId: CAPTURE.id,
      amount: { amount: 4900, currency: 'EUR' },
    })
    assert.equal(http.requests[1]?.headers.get('paypal-request-id'), `capture-${ORDER}`)
    assert.equal(await http.requests[1]?.text(), '{}')
  })

  test('an order that was not approved after all is open', async ({ assert }) => {
    const { context } = given((request) =>
      request.method === 'POST' ? issue('ORDER_NOT_APPROVED') : Response.json(order('APPROVED'))
    )
    assert.equal((await payments.settle(context, ORDER))?.state, 'open')
  })

  test('words that the package does not know hide no money', async ({ assert }) => {
    const odd = { ...order('COMPLETED', [{ ...CAPTURE, seller_protection: { status: 'A_NEW_WORD' } }]), intent: 'NEW' }
    const { context } = given(() => Response.json(odd))
    assert.equal((await payments.settle(context, ORDER))?.state, 'succeeded')
  })

  test('live is live, whatever the package takes for granted', async ({ assert }) => {
    for (const [environment, host] of [
      ['live', 'api-m.paypal.com'],
      ['sandbox', 'api-m.sandbox.paypal.com'],
    ] as const) {
      const { context, http } = given(() => Response.json(order('COMPLETED', [CAPTURE])), environment)
      await payments.settle(context, ORDER)
      await implementation.check(context)
      assert.deepEqual([...new Set(http.requests.map(({ url }) => new URL(url).host))], [host])
    }
  })

  test('PayPal’s own number of a failure goes into the log, and nothing else of it', async ({ assert }) => {
    const { context } = given(() =>
      Response.json(
        { name: 'NOT_AUTHORIZED', message: 'token canary-of-the-token' },
        { status: 403, headers: { 'paypal-debug-id': 'f0fx' } }
      )
    )
    await assert.rejects(() => implementation.check(context))
    assert.deepEqual(
      context.lines.map(({ fields }) => fields),
      [{ code: 'NOT_AUTHORIZED', status: 403, debugId: 'f0fx' }]
    )
  })
})

test.group('PayPal, asked what happened', () => {
  const PATH = '/v1/notifications/webhooks-events'
  const START = Date.UTC(2026, 10, 20, 8)
  const EVENTS = 2500
  const SECOND = 1000

  const eventAt = (n: number) => ({
    id: `WH-${n}`,
    event_type: 'PAYMENT.CAPTURE.COMPLETED',
    create_time: new Date(START + n * SECOND).toISOString(),
    resource: { id: `CAP${n}`, amount: { currency_code: 'EUR', value: '1.00' } },
  })

  /** The newest first, a hundred to a page, as PayPal lists them. */
  const listing: Script = (request) => {
    const { searchParams } = new URL(request.url)
    const [from, to] = ['start_time', 'end_time'].map((name) => Date.parse(searchParams.get(name) ?? ''))
    const page = Number(searchParams.get('page') ?? 0)
    const inside = Array.from({ length: EVENTS }, (_, n) => eventAt(n))
      .filter(({ create_time: at }) => !(Date.parse(at) < from!) && !(Date.parse(at) > to!))
      .toReversed()
    searchParams.set('page', String(page + 1))
    const href = `https://api-m.sandbox.paypal.com${PATH}?${searchParams}`
    const links = inside.length > (page + 1) * 100 ? [{ rel: 'next', href }] : []
    return Response.json({ events: inside.slice(page * 100, (page + 1) * 100), links })
  }

  test('more than can be read at once is read in the end, the oldest too', async ({ assert }) => {
    const { context } = given(listing)
    const found = new Set<string>()
    let cursor: string | null = String(START)
    for (let n = 0; n < 4; n++) {
      const answer: { items: { key: string }[]; cursor: string | null } = await implementation.webhooks!.reconcile!(
        context,
        cursor
      )
      for (const { key } of answer.items) found.add(key)
      cursor = answer.cursor
    }
    assert.equal(found.size, EVENTS)
  })
})
