import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, HOUR, MINUTE } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { changeConnection } from '#app/connectors/repair'
import { subscribe } from '#app/connectors/subscription'
import { disconnect } from '#app/connectors/upkeep'
import type { Row } from '#app/database'
import { transaction } from '#app/database'
import { forgetCertificates } from '#app/deliveries/certificates'
import { Delivery } from '#app/deliveries/delivery'
import { reconcile } from '#app/deliveries/reconciling'
import { openPage } from '#app/payments/opening'
import { requestRefund } from '#app/payments/refunds'
import { drain } from '#app/work/worker'
import { FakePayPal } from '#tests/support/fake_world/paypal'
import { CARD } from '#tests/support/fake_world/paypal_app'
import { keptText } from '#tests/support/kept_text'
import { givenContact } from '#tests/support/messaging'
import { givenPayment, paymentRow } from '#tests/support/payments'
import { givenWorkspace } from '#tests/support/workspace'

const random = (start: string) => `${start}${randomBytes(20).toString('hex')}`

async function givenPayPal(paypal: FakePayPal) {
  const workspace = await givenWorkspace({ locale: 'it' })
  const credentials = { clientId: random('A'), clientSecret: random('E') }
  const app = paypal.addApp(credentials.clientId, credentials.clientSecret)
  const result = await connect(workspace, 'paypal', {
    credentials,
    settings: { environment: 'sandbox' },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const { connection } = result
  const told = async (type: string): Promise<Row[]> =>
    db.from('events').where({ workspace_id: workspace.id, connector: 'paypal', type }).orderBy('id')
  const refund = (payment: { id: string }, amount: number | null) =>
    transaction((trx) => requestRefund(trx, payment.id, { key: random('k'), amount, source: 'api', actor: SYSTEM }))
  return { workspace, app, credentials, connection, told, refund }
}

type Scene = Awaited<ReturnType<typeof givenPayPal>>

const lastOrder = ({ app }: Scene) => {
  const order = [...app.orders.values()].at(-1)
  if (!order) throw new Error('no order was made')
  return order
}

/** A payment whose order waits for its buyer. */
async function givenOrder(scene: Scene, change = {}) {
  const contactId = await givenContact(scene.workspace)
  const payment = await givenPayment(scene, { contactId, ...change })
  const opened = await openPage(payment.id)
  if (opened.kind !== 'page') throw new Error(`should open: ${opened.kind}`)
  return { payment, order: lastOrder(scene), url: opened.url, contactId }
}

const stateOf = async (payment: { id: string }) => String((await paymentRow(payment)).state)

test.group('Payments by PayPal', (group) => {
  const paypal = new FakePayPal({ now: () => clock.now() })
  group.setup(async () => {
    await paypal.start()
    const hosts = Object.entries(paypal.origins)
    for (const [host, origin] of hosts) fakeWorld.lead(host, origin)
    return async () => {
      for (const [host] of hosts) fakeWorld.lead(host, null)
      await paypal.stop()
    }
  })
  group.each.setup(() => {
    forgetCertificates()
    // A signature’s time is the real one.
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      paypal.faults.reset()
    }
  })

  test('from the first connection to the last', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { workspace, app, connection, credentials, told, refund } = scene
    assert.containsSubset(connection.toJSON(), { account: credentials.clientId, state: 'healthy' })
    assert.equal(connection.credentials.webhookId, [...app.webhooks.keys()][0])

    const { payment, order, url, contactId } = await givenOrder(scene)
    assert.equal(url, `https://www.sandbox.paypal.com/checkoutnow?token=${order.id}`)
    assert.containsSubset(order.purchase_units[0], {
      custom_id: payment.id,
      invoice_id: payment.id,
      amount: { currency_code: 'EUR', value: '49.00' },
    })
    paypal.faults.duplicate = true
    await app.approve(order.id)
    await drain()
    paypal.faults.duplicate = false
    assert.equal(await stateOf(payment), 'succeeded')
    assert.equal(app.taken, 4900)
    const paid = await told('payment.succeeded')
    assert.lengthOf(paid, 1)
    assert.containsSubset(paid[0], { contact_id: contactId, subject_kind: 'payment', subject_id: payment.id })

    await refund(payment, 1900)
    await drain()
    assert.equal(await stateOf(payment), 'partially_refunded')
    await refund(payment, 3000)
    await drain()
    assert.equal(await stateOf(payment), 'refunded')
    assert.lengthOf(await told('payment.refunded'), 2)

    const next = await givenPayment(scene)
    app.secret = random('E')
    paypal.endTokens()
    assert.deepEqual(await openPage(next.id), { kind: 'unavailable' })
    await drain()
    await connection.refresh()
    assert.equal(connection.state, 'broken')

    const anew = { clientId: app.clientId, clientSecret: app.secret }
    const changed = await changeConnection(connection, { workspace, actor: SYSTEM }, { credentials: anew })
    assert.isTrue(changed.ok)
    assert.equal(app.webhooks.size, 1)
    paypal.faults.rateLimit(1)
    assert.deepEqual(await openPage(next.id), { kind: 'unavailable' })
    assert.equal((await openPage(next.id)).kind, 'page')
    const [attempt] = await app.approve(lastOrder(scene).id)
    assert.equal(attempt?.status, 200)
    await drain()
    assert.equal(await stateOf(next), 'succeeded')

    await disconnect(connection, { workspace, actor: SYSTEM })
    assert.equal(app.webhooks.size, 0)
  })

  test('a token that ended is renewed, and nobody notices', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    paypal.endTokens()
    const { payment, order } = await givenOrder(scene)
    paypal.endTokens()
    await scene.app.approve(order.id)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    await scene.connection.refresh()
    assert.equal(scene.connection.state, 'healthy')
  })

  test('money is taken once, however often the answer is lost', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { payment, order } = await givenOrder(scene)
    paypal.faults.fail(1, { path: '/capture', status: 502, body: '<html>Bad gateway</html>' })
    await scene.app.approve(order.id)
    await drain()
    assert.equal(await stateOf(payment), 'approved')
    const { settle } = (await connectors.implementation('paypal')).payments!
    const reports = await Promise.all([1, 2, 3].map(async () => settle(await contextFor(scene.connection), order.id)))
    assert.isTrue(reports.every((report) => report?.state === 'succeeded'))
    clock.advance(10 * MINUTE)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    assert.equal(scene.app.taken, 4900)
    assert.lengthOf(await scene.told('payment.succeeded'), 1)
  })

  test('a lost answer to the order opens no second one', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { createSession } = (await connectors.implementation('paypal')).payments!
    const { payment } = await givenOrder(scene)
    const row: Row = await db.from('payment_sessions').where('payment_id', payment.id).firstOrFail()
    const context = await contextFor(scene.connection, { idempotencyKey: `${payment.id}/2` })
    const request = JSON.parse(String(row.request))
    const ids = [await createSession(context, request), await createSession(context, request)].map(({ id }) => id)
    assert.equal(ids[0], ids[1])
    assert.equal(scene.app.orders.size, 2)
  })

  test('a decline is a failed try, and the link opens another order', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { payment, order } = await givenOrder(scene)
    scene.app.captureEnds = 'INSTRUMENT_DECLINED'
    await scene.app.approve(order.id)
    await drain()
    assert.equal(await stateOf(payment), 'failed')
    assert.equal(scene.app.taken, 0)

    scene.app.captureEnds = 'COMPLETED'
    clock.advance(4 * HOUR)
    await scene.app.reverseApproval(order.id)
    await drain()
    assert.equal((await openPage(payment.id)).kind, 'page')
    const second = lastOrder(scene)
    assert.notEqual(second.id, order.id)
    await scene.app.approve(second.id)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('what PayPal looks at first is pending, and then here or not', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    scene.app.captureEnds = 'PENDING'
    for (const [outcome, state] of [
      ['COMPLETED', 'succeeded'],
      ['DECLINED', 'failed'],
    ] as const) {
      const { payment, order } = await givenOrder(scene)
      await scene.app.approve(order.id)
      await drain()
      assert.equal(await stateOf(payment), 'pending')
      await scene.app.review(order.id, outcome)
      await drain()
      assert.equal(await stateOf(payment), state)
    }
  })

  test('nothing of a card is in the database, whatever PayPal sends', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { payment, order } = await givenOrder(scene)
    await scene.app.approve(order.id, { byCard: true })
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    const kept = await keptText()
    assert.include(kept, order.id)
    for (const secret of [CARD.brand, CARD.expiry, `"${CARD.last_digits}"`, 'cvv_code']) assert.notInclude(kept, secret)
  })

  test('what no webhook told is found by asking, page after page', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    paypal.faults.goSilent()
    const { payment, order } = await givenOrder(scene)
    await scene.app.approve(order.id)
    for (let n = 0; n < 130; n++)
      await scene.app.tell('CUSTOMER.DISPUTE.CREATED', 'dispute', {
        dispute_id: `PP-R-${n}`,
        dispute_amount: { currency_code: 'EUR', value: '1.00' },
      })
    await reconcile(scene.connection)
    await reconcile(scene.connection)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    assert.lengthOf(await scene.told('paypal.dispute_created'), 130)
  })

  test('without its certificate a delivery is sent back, not refused', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { payment, order } = await givenOrder(scene)
    paypal.faults.fail(1, { path: '/certs/' })
    const sentBack = await scene.app.approve(order.id)
    assert.deepEqual([...new Set(sentBack.map(({ status }) => status))], [503])
    forgetCertificates()
    const taken = await scene.app.approve(order.id)
    assert.equal(taken[0]?.status, 200)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('the webhook is mended, and one of another app is nobody’s', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const [webhook] = scene.app.webhooks.values()
    if (!webhook) throw new Error('no webhook was made')
    const { url } = webhook
    Object.assign(webhook, { url: 'https://old.example/in/1', event_types: [{ name: 'PAYMENT.CAPTURE.COMPLETED' }] })
    assert.isNull(await subscribe(scene.connection))
    assert.equal(webhook.url, url)
    assert.include(
      webhook.event_types.map(({ name }) => name),
      'CHECKOUT.ORDER.APPROVED'
    )

    scene.app.webhooks.delete(webhook.id)
    scene.app.webhooks.set('WH-OF-SOMEBODY', { ...webhook, id: 'WH-OF-SOMEBODY' })
    const { order } = await givenOrder(scene)
    const attempts = await scene.app.approve(order.id)
    assert.isTrue(attempts.every(({ status }) => status === 401))
    assert.lengthOf(await Delivery.query().where('connection_id', scene.connection.id), 0)
  })

  test('bad input is named by its field, and nothing is made', async ({ assert }) => {
    const scene = await givenPayPal(paypal)
    const { payment, order } = await givenOrder(scene)
    await scene.app.approve(order.id)
    await drain()
    const paymentId = String((await paymentRow(payment)).provider_id)
    const { actions } = await connectors.implementation('paypal')
    const context = await contextFor(scene.connection, { idempotencyKey: random('run') })
    const endOf = async (input: object) => {
      try {
        await actions?.refundPayment?.run(context, input)
        return null
      } catch (error) {
        const { code, field } = error as { code: string; field?: string }
        return field ?? code
      }
    }
    assert.equal(await endOf({ paymentId, amount: '10.00', currency: 'USD' }), 'currency')
    assert.equal(await endOf({ paymentId, amount: '490.00', currency: 'EUR' }), 'amount')
    assert.equal(await endOf({ paymentId, amount: '10.00', currency: 'KWD' }), 'currency')
    assert.equal(await endOf({ paymentId: '0000000000000000Z' }), 'E_NOT_FOUND')
    assert.equal(scene.app.refunds.size, 0)
    await assert.rejects(() => givenPayment(scene, { amount: { amount: 4900, currency: 'KWD' } }), /currency/)
  })
})
