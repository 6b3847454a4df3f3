import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { ApiToken } from '#app/accounts/api_token'
import type { Permission } from '#app/accounts/permissions'
import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY } from '#app/clock'
import { openPage } from '#app/payments/opening'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { euros, eventsOf, givenPayment, paymentRow, ScriptedPayments, tell } from '#tests/support/payments'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const ALL: Permission[] = ['payments.view', 'payments.request', 'payments.refund']

async function tokenFor(workspace: Workspace, scopes = ALL) {
  const user = await givenMember(workspace)
  return (await ApiToken.issue(workspace, { name: 'script', scopes, createdBy: user.id })).token
}

test.group('Payments by the API', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('a key asks for one payment, however often it is sent', async ({ client, assert }) => {
    const { workspace } = await new ScriptedPayments().connected()
    const contact = await givenContact(workspace)
    const token = await tokenFor(workspace)
    const ask = (amount = 4900) =>
      client
        .post('/api/v1/payments')
        .bearerToken(token)
        .header('idempotency-key', 'order-1042')
        .json({ amount, currency: 'eur', title: 'Deposit', contact_id: contact, expires_at: clock.now() + DAY })
    const first = await ask()
    first.assertStatus(201)
    first.assertBodyContains({
      data: { state: 'requested', amount: euros(4900), title: 'Deposit', contact: { id: contact }, source: 'api' },
    })
    assert.match(first.body().data.url, /\/p\/\w{8}$/)
    const second = await ask()
    second.assertStatus(201)
    second.assertHeader('idempotency-replayed', 'true')
    assert.equal(second.body().data.id, first.body().data.id)
    // Long after its answer is kept, the key still is this payment's.
    await db.from('idempotency_keys').where('workspace_id', workspace.id).delete()
    const later = await ask()
    later.assertStatus(200)
    assert.equal(later.body().data.id, first.body().data.id)
    await db.from('idempotency_keys').where('workspace_id', workspace.id).delete()
    const other = await ask(5000)
    other.assertStatus(422)
    other.assertBodyContains({ errors: [{ field: 'Idempotency-Key', rule: 'key_used_before' }] })
    const entries = await db.from('audit_entries').where({ workspace_id: workspace.id, action: 'payment.requested' })
    assert.lengthOf(entries, 1)
  })

  test('bad input names the field, and nothing is half written', async ({ client, assert }) => {
    const { workspace } = await new ScriptedPayments({ currencies: ['EUR', 'USD'] }).connected()
    const token = await tokenFor(workspace)
    const good = { amount: 4900, currency: 'EUR', title: 'Deposit' }
    const cases: [object, string, string][] = [
      [{ amount: 0 }, 'amount', 'amount_not_positive'],
      [{ amount: -5 }, 'amount', 'amount_not_positive'],
      [{ amount: 49.5 }, 'amount', 'amount_not_positive'],
      [{ amount: 10 ** 12 }, 'amount', 'amount_too_large'],
      [{ amount: '4900' }, 'amount', 'number'],
      [{ currency: 'ABC' }, 'currency', 'currency_unknown'],
      [{ currency: 'JPY' }, 'currency', 'currency_not_taken'],
      [{ title: '' }, 'title', 'required'],
      [{ title: 'x'.repeat(251) }, 'title', 'title_too_long'],
      [{ order_id: 'ord_00000000000000000000000000' }, 'order_id', 'order_not_found'],
      [{ contact_id: 'ctc_00000000000000000000000000' }, 'contact_id', 'contact_unknown'],
      [{ connection_id: 'con_00000000000000000000000000' }, 'connection_id', 'connection_takes_no_payments'],
      [{ expires_at: FRIDAY_MORNING - 1 }, 'expires_at', 'expiry_in_past'],
    ]
    for (const [change, field, rule] of cases) {
      const answer = await client
        .post('/api/v1/payments')
        .bearerToken(token)
        .json({ ...good, ...change })
      answer.assertStatus(422)
      const [error] = answer.body().errors
      assert.equal(error.field, field, JSON.stringify(change))
      assert.equal(error.rule, rule, JSON.stringify(change))
      assert.isAbove(error.message.length, 10)
      assert.notInclude(error.message, 'codes.')
    }
    for (const table of ['payments', 'payment_changes', 'events'])
      assert.lengthOf(await db.from(table).where('workspace_id', workspace.id), 0, table)
  })

  test('without a vendor, or with two, the connection is to blame', async ({ client }) => {
    const bare = await givenWorkspace()
    const body = { amount: 100, currency: 'EUR', title: 'Deposit' }
    const none = await client
      .post('/api/v1/payments')
      .bearerToken(await tokenFor(bare))
      .json(body)
    none.assertStatus(422)
    none.assertBodyContains({ errors: [{ field: 'connection_id', rule: 'no_payments_connection' }] })

    const { workspace } = await new ScriptedPayments().connected()
    const second = new ScriptedPayments()
    const { givenConnection } = await import('#tests/support/connections')
    await givenConnection(workspace, second.id)
    const two = await client
      .post('/api/v1/payments')
      .bearerToken(await tokenFor(workspace))
      .json(body)
    two.assertStatus(422)
    two.assertBodyContains({ errors: [{ field: 'connection_id', rule: 'several_payments_connections' }] })
  })

  test('another workspace’s payment is not there', async ({ client }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    const token = await tokenFor(await givenWorkspace())
    ;(await client.get(`/api/v1/payments/${payment.id}`).bearerToken(token)).assertStatus(404)
    ;(await client.post(`/api/v1/payments/${payment.id}/refunds`).bearerToken(token).json({})).assertStatus(404)
    ;(await client.post(`/api/v1/payments/${payment.id}/cancellations`).bearerToken(token)).assertStatus(404)
  })

  test('a token may only what its scopes say', async ({ client }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    const token = await tokenFor(scene.workspace, ['payments.view'])
    ;(await client.get('/api/v1/payments').bearerToken(token)).assertStatus(200)
    ;(await client.post('/api/v1/payments').bearerToken(token).json({})).assertStatus(403)
    ;(await client.post(`/api/v1/payments/${payment.id}/refunds`).bearerToken(token).json({})).assertStatus(403)
  })

  test('refunds and cancellations say what they did, or why not', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const { workspace, connection, till } = scene
    const token = await tokenFor(workspace)
    const payment = await givenPayment(scene)
    const early = await client.post(`/api/v1/payments/${payment.id}/refunds`).bearerToken(token).json({})
    early.assertStatus(409)
    early.assertBodyContains({ code: 'payment_not_paid' })

    await openPage(payment.id)
    till.become(till.page(), 'succeeded')
    const paymentId = String(till.page().paymentId)
    await tell(connection, 'succeeded', { key: paymentId, paymentId, reference: payment.id })
    const much = await client.post(`/api/v1/payments/${payment.id}/refunds`).bearerToken(token).json({ amount: 9900 })
    much.assertStatus(422)
    much.assertBodyContains({ errors: [{ field: 'amount', rule: 'refund_too_large' }] })
    const refund = () =>
      client
        .post(`/api/v1/payments/${payment.id}/refunds`)
        .bearerToken(token)
        .header('idempotency-key', 'refund-of-1042')
        .json({ amount: 1900 })
    ;(await refund()).assertStatus(202)
    ;(await refund()).assertStatus(202)
    await drain()
    assert.lengthOf([...till.refunds], 1)

    const late = await client.post(`/api/v1/payments/${payment.id}/cancellations`).bearerToken(token)
    late.assertStatus(409)
    late.assertBodyContains({ code: 'payment_paid_already' })

    const open = await givenPayment(scene)
    ;(await client.post(`/api/v1/payments/${open.id}/cancellations`).bearerToken(token)).assertStatus(204)
    assert.equal((await paymentRow(open)).state, 'cancelled')
    const shown = await client.get(`/api/v1/payments/${payment.id}`).bearerToken(token)
    assert.equal(shown.body().data.refunds.length, 1)
    assert.include(
      shown.body().data.history.map(({ reason }: { reason: { code: string } }) => reason.code),
      'refund_requested'
    )
  })

  test('lists by state and words, page by page', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const token = await tokenFor(scene.workspace)
    for (let n = 0; n < 53; n++) await givenPayment(scene, { title: n === 7 ? 'A rare vase' : `Lamp ${n}` })
    const first = await client.get('/api/v1/payments').bearerToken(token)
    assert.lengthOf(first.body().data, 50)
    const rest = await client.get(`/api/v1/payments?before=${first.body().next}`).bearerToken(token)
    assert.lengthOf(rest.body().data, 3)
    assert.isNull(rest.body().next)
    const found = await client.get('/api/v1/payments?q=RARE').bearerToken(token)
    assert.deepEqual(
      found.body().data.map(({ title }: { title: string }) => title),
      ['A rare vase']
    )
    const paid = await client.get('/api/v1/payments?state=paid').bearerToken(token)
    assert.lengthOf(paid.body().data, 0)
    assert.lengthOf(await eventsOf(scene.workspace), 53)
  })
})
