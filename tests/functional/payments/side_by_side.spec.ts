import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { openPage } from '#app/payments/opening'
import { requestRefund } from '#app/payments/refunds'
import type { Refunding } from '#app/payments/refunds'
import { requestPayment } from '#app/payments/requesting'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { before, embedded, overlapping } from '#tests/support/overlapping'
import { euros, eventsOf, givenPayment, historyOf, paymentRow, ScriptedPayments, tellIn } from '#tests/support/payments'

test.group('Two processes and one payment', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function givenOpened() {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await openPage(payment.id)
    return { ...scene, payment, page: scene.till.page() }
  }

  async function givenPaid() {
    const scene = await givenOpened()
    const { connection, page, till } = scene
    till.become(page, 'succeeded')
    const paymentId = String(page.paymentId)
    await transaction((trx) => tellIn(trx, connection, 'succeeded', { key: paymentId, paymentId, sessionId: page.id }))
    await drain()
    return { ...scene, paymentId }
  }

  for (const keys of [
    ['evt-1', 'evt-1'],
    ['evt-1', 'evt-2'],
  ])
    test(`two events say that it was paid, ${keys.join(' and ')}: it is paid once`, async ({ assert }) => {
      const { connection, payment, page } = await givenOpened()
      const paid = { paymentId: `pi-${page.id}`, sessionId: page.id, reference: payment.id }
      const [first, second] = keys
      await overlapping(
        (trx) => tellIn(trx, connection, 'succeeded', { key: first, ...paid }),
        (trx) => tellIn(trx, connection, 'succeeded', { key: second, ...paid })
      )
      assert.containsSubset(await paymentRow(payment), { state: 'succeeded', paid: 4900, problem: null })
      const told = (await historyOf(payment)).filter((line) => line.includes('payment_succeeded'))
      assert.lengthOf(told, 1)
      await drain()
    }).skip(embedded, 'one writer')

  test('a link asked for under one key by two is one link', async ({ assert }) => {
    const { workspace, connection } = await new ScriptedPayments().connected()
    const draft = {
      workspaceId: workspace.id,
      naturalKey: 'api|order-8',
      source: 'api' as const,
      actor: null,
      amount: euros(4900),
      title: 'Goccia lamp',
      connectionId: connection.id,
      contactId: null,
      orderId: null,
      expiresAt: null,
    }
    const answers: Awaited<ReturnType<typeof requestPayment>>[] = []
    const asking = async (trx: Parameters<typeof requestPayment>[0]) =>
      void answers.push(await requestPayment(trx, draft))
    await overlapping(asking, asking)
    assert.deepEqual(
      answers.map((answer) => answer.ok && answer.isNew),
      [true, false]
    )
    assert.lengthOf(await db.from('payments').where('workspace_id', workspace.id), 1)
    assert.lengthOf(await eventsOf(workspace, 'payment.requested'), 1)
  }).skip(embedded, 'one writer')

  test('two taps open one page', async ({ assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    const tap = () => openPage(payment.id)
    const opened = await before({ table: 'payments', id: payment.id }, tap, tap)
    assert.lengthOf(scene.till.opened, 1)
    const page = { kind: 'page', url: `https://till.example/${scene.till.page().id}` }
    assert.deepEqual(opened, [page, page])
  }).skip(embedded, 'one writer')

  test('of two refunds of everything one goes, and the other hears that nothing is left', async ({ assert }) => {
    const { payment, till } = await givenPaid()
    const answers: Refunding[] = []
    const refund = (key: string) => async (trx: Parameters<typeof requestRefund>[0]) =>
      void answers.push(await requestRefund(trx, payment.id, { key, amount: null, source: 'console', actor: SYSTEM }))
    await overlapping(refund('one'), refund('two'))
    assert.deepEqual(
      answers.map((answer) => answer.ok || answer.code),
      [true, 'refunded_already']
    )
    await Promise.all([drain(), drain()])
    assert.equal(till.refunds.size, 1)
  }).skip(embedded, 'one writer')

  test('a refund told twice at once counts once', async ({ assert }) => {
    const { connection, payment, paymentId } = await givenPaid()
    const refunded = { paymentId, reference: payment.id, refundId: 're-1', amount: euros(1000) }
    await overlapping(
      (trx) => tellIn(trx, connection, 'refunded', { key: 're-1', ...refunded }),
      (trx) => tellIn(trx, connection, 'refunded', { key: 're-1:again', ...refunded })
    )
    assert.containsSubset(await paymentRow(payment), { state: 'partially_refunded', refunded: 1000 })
    assert.lengthOf(await db.from('payment_refunds').where('payment_id', payment.id), 1)
    await drain()
  }).skip(embedded, 'one writer')
})
