import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, DAY, MINUTE } from '#app/clock'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { changeConnection } from '#app/connectors/repair'
import { subscribe } from '#app/connectors/subscription'
import { disconnect } from '#app/connectors/upkeep'
import type { Row } from '#app/database'
import { transaction } from '#app/database'
import { Delivery } from '#app/deliveries/delivery'
import { reconcile } from '#app/deliveries/reconciling'
import { openPage } from '#app/payments/opening'
import { requestRefund } from '#app/payments/refunds'
import { drain } from '#app/work/worker'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import { CARD } from '#tests/support/fake_world/stripe_account'
import type { FakeEndpoint, FakeSession } from '#tests/support/fake_world/stripe_account'
import { keptText } from '#tests/support/kept_text'
import { givenContact } from '#tests/support/messaging'
import { givenPayment, paymentRow } from '#tests/support/payments'
import { givenWorkspace } from '#tests/support/workspace'

const newKey = (kind = 'sk') => `${kind}_test_${randomBytes(12).toString('hex')}`

async function givenStripe(stripe: FakeStripe, { key = newKey(), denied = [] as string[] } = {}) {
  const workspace = await givenWorkspace()
  const account = stripe.addAccount(key, denied)
  const result = await connect(workspace, 'stripe', { credentials: { apiKey: key }, actor: SYSTEM })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const { connection } = result
  const told = async (type?: string): Promise<Row[]> =>
    db
      .from('events')
      .where({ workspace_id: workspace.id, connector: 'stripe' })
      .if(type, (query) => void query.where('type', String(type)))
      .orderBy('id')
  const endpoints = () => account.of<FakeEndpoint>('webhook_endpoint')
  const refund = (payment: { id: string }, amount: number | null) =>
    transaction((trx) => requestRefund(trx, payment.id, { key: newKey('k'), amount, source: 'api', actor: SYSTEM }))
  return { workspace, account, key, connection, told, endpoints, refund }
}

/** A payment whose page at Stripe stands open. */
async function givenPage(scene: Awaited<ReturnType<typeof givenStripe>>, change = {}) {
  const contactId = await givenContact(scene.workspace)
  const payment = await givenPayment(scene, { contactId, ...change })
  const opened = await openPage(payment.id)
  if (opened.kind !== 'page') throw new Error(`should open: ${opened.kind}`)
  const [session] = scene.account.of<FakeSession>('checkout.session')
  if (!session) throw new Error('no session was made')
  return { payment, session, url: opened.url, contactId }
}

const stateOf = async (payment: { id: string }) => String((await paymentRow(payment)).state)

test.group('Payments by Stripe', (group) => {
  const stripe = new FakeStripe({ now: () => clock.now() })
  group.setup(async () => {
    fakeWorld.lead('https://api.stripe.com', await stripe.start())
    return async () => {
      fakeWorld.lead('https://api.stripe.com', null)
      await stripe.stop()
    }
  })
  group.each.setup(() => {
    // A signature’s time is the real one.
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      stripe.faults.reset()
    }
  })

  test('from the first connection to the last', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { workspace, account, connection, key, told, endpoints, refund } = scene
    assert.containsSubset(connection.toJSON(), { account: `${account.id}:test`, state: 'healthy' })
    assert.lengthOf(endpoints(), 1)
    assert.equal(endpoints()[0]?.api_version, '2026-10-28.endive')

    const { payment, session, url, contactId } = await givenPage(scene)
    assert.equal(url, `https://checkout.stripe.com/c/pay/${session.id}`)
    assert.containsSubset(session, {
      amount_total: 4900,
      currency: 'eur',
      client_reference_id: payment.id,
      locale: undefined,
    })
    stripe.faults.duplicate = true
    await account.pay(session.id)
    stripe.faults.duplicate = false
    await drain()
    const [paid, ...others] = await told('payment.succeeded')
    assert.lengthOf(others, 0)
    assert.containsSubset(paid, { contact_id: contactId, subject_kind: 'payment', subject_id: payment.id })
    assert.equal(await stateOf(payment), 'succeeded')

    await refund(payment, 1900)
    await drain()
    assert.equal(await stateOf(payment), 'partially_refunded')
    await refund(payment, 3000)
    await drain()
    assert.equal(await stateOf(payment), 'refunded')
    assert.lengthOf(await told('payment.refunded'), 2)

    const revoked = stripe.keys.get(key)
    stripe.keys.delete(key)
    const next = await givenPayment(scene)
    assert.deepEqual(await openPage(next.id), { kind: 'unavailable' })
    await drain()
    await connection.refresh()
    assert.equal(connection.state, 'broken')

    const anew = newKey('rk')
    stripe.keys.set(anew, { account, denied: revoked?.denied ?? [] })
    assert.isTrue(
      (await changeConnection(connection, { workspace, actor: SYSTEM }, { credentials: { apiKey: anew } })).ok
    )
    assert.lengthOf(endpoints(), 1, 'the endpoint and its secret are kept')
    stripe.faults.rateLimit(1)
    assert.deepEqual(await openPage(next.id), { kind: 'unavailable' })
    assert.equal((await openPage(next.id)).kind, 'page')
    const [second] = account.of<FakeSession>('checkout.session')
    const [attempt] = await account.pay(String(second?.id))
    assert.equal(attempt?.status, 200)
    await drain()
    assert.equal(await stateOf(next), 'succeeded')

    await disconnect(connection, { workspace, actor: SYSTEM })
    assert.lengthOf(endpoints(), 0)
  })

  test('a debit is on its way for days, and then here or not', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const arrives = await givenPage(scene)
    await scene.account.pay(arrives.session.id, 'sepa_debit')
    await drain()
    assert.equal(await stateOf(arrives.payment), 'pending')
    clock.advance(3 * DAY)
    await scene.account.settleDebit(arrives.session.id, true)
    await drain()
    assert.equal(await stateOf(arrives.payment), 'succeeded')

    const bounces = await givenPage(scene)
    await scene.account.pay(bounces.session.id, 'sepa_debit')
    await drain()
    await scene.account.settleDebit(bounces.session.id, false)
    await drain()
    assert.equal(await stateOf(bounces.payment), 'failed')
  })

  test('nothing of a card is in the database, whatever Stripe sends', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { payment, session } = await givenPage(scene)
    await scene.account.decline(session.id)
    await drain()
    assert.equal(await stateOf(payment), 'failed')
    await scene.account.pay(session.id)
    await drain()
    await scene.refund(payment, null)
    await drain()
    assert.equal(await stateOf(payment), 'refunded')
    const kept = await keptText()
    assert.include(kept, session.id)
    assert.include(kept, 'insufficient_funds')
    for (const secret of [CARD.brand, `"${CARD.last4}"`, CARD.fingerprint, 'exp_month', '7455550341'])
      assert.notInclude(kept, secret)
  })

  test('thin events are read from Stripe, and are the same events', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { payment, session } = await givenPage(scene)
    scene.account.thin = true
    stripe.faults.rateLimit(1, { path: `/checkout/sessions/${session.id}` })
    await scene.account.pay(session.id)
    await drain()
    clock.advance(10 * MINUTE)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    await reconcile(scene.connection)
    await drain()
    assert.lengthOf(await scene.told('payment.succeeded'), 1)
  })

  test('what no webhook told is found by asking, page after page', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    stripe.faults.goSilent()
    const { payment, session } = await givenPage(scene)
    await reconcile(scene.connection)
    await scene.account.pay(session.id)
    await reconcile(scene.connection)
    for (let n = 0; n < 230; n++)
      await scene.account.tell('checkout.session.expired', {
        id: `cs_test_bulk${n}`,
        object: 'checkout.session',
        amount_total: 100,
        currency: 'eur',
      })
    await reconcile(scene.connection)
    await reconcile(scene.connection)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    assert.lengthOf(await scene.told('payment.expired'), 230)
  })

  test('an answer that is lost opens no second page', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const payment = await givenPayment(scene)
    stripe.faults.fail(1, { path: '/checkout/sessions', status: 502, body: '<html>Bad gateway</html>' })
    assert.deepEqual(await openPage(payment.id), { kind: 'unavailable' })
    const expiresAt = clock.now() + 20 * MINUTE
    const short = await givenPayment(scene, { expiresAt })
    assert.equal((await openPage(payment.id)).kind, 'page')
    assert.equal((await openPage(short.id)).kind, 'page')
    const { createSession } = (await connectors.implementation('stripe')).payments!
    const row: Row = await db.from('payment_sessions').where('payment_id', short.id).firstOrFail()
    const context = await contextFor(scene.connection, { idempotencyKey: `${short.id}/again` })
    const pages = [1, 2].map(() => createSession(context, JSON.parse(String(row.request))))
    const [one, two] = await Promise.all(pages)
    assert.equal(one?.id, two?.id)
  })

  test('the webhook is mended: switched off, moved, or without its secret', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const [endpoint] = scene.endpoints()
    if (!endpoint) throw new Error('no endpoint was made')
    Object.assign(endpoint, { status: 'disabled', enabled_events: ['invoice.paid'], url: 'https://old.example/in/1' })
    assert.isNull(await subscribe(scene.connection))
    assert.equal(endpoint.status, 'enabled')
    assert.include(endpoint.enabled_events, 'checkout.session.completed')
    assert.notEqual(endpoint.url, 'https://old.example/in/1')

    const { webhookSecret: _lost, ...others } = scene.connection.credentials
    await (await contextFor(scene.connection)).saveCredentials(others)
    assert.isNull(await subscribe(scene.connection))
    assert.lengthOf(scene.endpoints(), 1)
    assert.notEqual(scene.endpoints()[0]?.id, endpoint.id)
    const { payment, session } = await givenPage(scene)
    await scene.account.pay(session.id)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('a secret that is rolled is good beside the old one, and a foreign one never', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const [endpoint] = scene.endpoints()
    if (!endpoint) throw new Error('no endpoint was made')
    scene.account.rollSecret(endpoint.id)
    const first = await givenPage(scene)
    const [taken] = await scene.account.pay(first.session.id)
    assert.equal(taken?.status, 200)
    scene.account.rollSecret(endpoint.id)
    const second = await givenPage(scene)
    const refused = await scene.account.pay(second.session.id)
    assert.isTrue(refused.every(({ status }) => status === 401))
  })

  test('a restricted key says what it may not do', async ({ assert }) => {
    const { connection } = await givenStripe(stripe, {
      key: newKey('rk'),
      denied: ['/v1/payment_links', '/v1/events'],
    })
    assert.equal(connection.state, 'needs_attention')
    assert.deepEqual(connection.reason, { code: 'scopes_missing', params: { scopes: 'Payment Links, Events' } })
    assert.isTrue((await testConnection(connection)).ok)
  })

  test('a webhook made by hand that sends charge.refunded tells every refund once', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { session } = await givenPage(scene)
    await scene.account.pay(session.id)
    await drain()
    const [endpoint] = scene.endpoints()
    if (endpoint) endpoint.enabled_events = ['*']
    const paymentId = String(session.payment_intent)
    scene.account.refund(paymentId, 900)
    scene.account.refund(paymentId, 1000)
    const charge = scene.account.find('charge', String(scene.account.find('payment_intent', paymentId).latest_charge))
    await scene.account.tell('charge.refunded', { ...charge, amount_refunded: 1900 })
    await reconcile(scene.connection)
    await drain()
    const refunds = (await scene.told('payment.refunded')).map(({ payload }) => JSON.parse(String(payload)))
    assert.deepEqual(refunds.map(({ amount }) => amount.amount).sort(), [1000, 900])
    assert.deepEqual(refunds[0].refundedTotal, { amount: 1900, currency: 'EUR' })
  })

  test('a page can be ended, and ends once', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { session } = await givenPage(scene)
    const { expire, settle } = (await connectors.implementation('stripe')).payments!
    const context = await contextFor(scene.connection)
    await expire?.(context, session.id)
    await expire?.(context, session.id)
    assert.equal((await settle(context, session.id))?.state, 'expired')
    assert.isNull(await settle(context, 'cs_test_of_nobody'))
  })

  test('bad input is named by its field, and nothing is made', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const { actions } = await connectors.implementation('stripe')
    const context = await contextFor(scene.connection, { idempotencyKey: newKey('run') })
    const fieldOf = async (action: string, input: object) => {
      try {
        await actions?.[action]?.run(context, input)
        return null
      } catch (error) {
        return (error as { field?: string }).field
      }
    }
    const link = { title: 'Lamp', amount: '49.00', currency: 'EUR' }
    assert.equal(await fieldOf('createPaymentLink', { ...link, currency: 'XYZ' }), 'currency')
    assert.equal(await fieldOf('createPaymentLink', { ...link, amount: '0.00' }), 'amount')
    assert.equal(await fieldOf('createPaymentLink', { ...link, amount: '0.10' }), 'amount')
    assert.lengthOf(scene.account.of('payment_link'), 0)

    const { session } = await givenPage(scene)
    await scene.account.pay(session.id)
    const paymentId = session.payment_intent
    assert.equal(await fieldOf('refundPayment', { paymentId, amount: '10.00', currency: 'USD' }), 'currency')
    assert.equal(await fieldOf('refundPayment', { paymentId, amount: '490.00', currency: 'EUR' }), 'amount')
    assert.lengthOf(scene.account.of('refund'), 0)

    const made = await actions?.createPaymentLink?.run(context, {
      ...link,
      reference: 'order-7',
      email: 'ana@example.org',
    })
    assert.match(
      String((made as { url: string }).url),
      /client_reference_id=order-7&prefilled_email=ana%40example.org$/
    )
  })

  test('what somebody else signed is refused and not stored', async ({ assert }) => {
    const scene = await givenStripe(stripe)
    const [endpoint] = scene.endpoints()
    scene.account.secrets.set(String(endpoint?.id), ['whsec_of_somebody_else'])
    const attempts = await scene.account.tell('invoice.paid', { id: 'in_1', object: 'invoice' })
    assert.isTrue(attempts.every(({ status }) => status === 401))
    assert.lengthOf(await Delivery.query().where('connection_id', scene.connection.id), 0)
  })
})
