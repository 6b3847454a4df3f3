import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { transaction } from '#app/database'
import { cancelPayment } from '#app/payments/ending'
import { openPage } from '#app/payments/opening'
import { requestRefund } from '#app/payments/refunds'
import { drain } from '#app/work/worker'
import { OutcomeUnknown, Permanent, RateLimited, Temporary } from '#sdk/index'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { euros, eventsOf, givenPayment, historyOf, paymentRow, ScriptedPayments, tell } from '#tests/support/payments'

async function givenOpened(change: Parameters<typeof givenPayment>[1] = {}) {
  const scene = await new ScriptedPayments().connected()
  const contactId = await givenContact(scene.workspace)
  const payment = await givenPayment(scene, { contactId, ...change })
  await openPage(payment.id)
  return { ...scene, contactId, payment, page: scene.till.page() }
}

const stateOf = async (payment: { id: string }) => String((await paymentRow(payment)).state)
const problemOf = async (payment: { id: string }) => (await paymentRow(payment)).problem as string | null

async function refund(payment: { id: string }, amount: number | null, key = `key-${Math.random()}`) {
  return transaction((trx) => requestRefund(trx, payment.id, { key, amount, source: 'api', actor: SYSTEM }))
}

test.group('A payment', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('is told when it is asked for, as its contact’s', async ({ assert }) => {
    const { workspace, contactId, payment } = await givenOpened()
    const [asked] = await eventsOf(workspace)
    assert.containsSubset(asked, {
      type: 'payment.requested',
      contact_id: contactId,
      subject_kind: 'payment',
      subject_id: payment.id,
    })
  })

  test('asked for twice with one key is one payment', async ({ assert }) => {
    const scene = await new ScriptedPayments().connected()
    const one = await givenPayment(scene, { naturalKey: 'api|order-7' })
    const two = await givenPayment(scene, { naturalKey: 'api|order-7' })
    assert.equal(one.id, two.id)
    await assert.rejects(() => givenPayment(scene, { naturalKey: 'api|order-7', amount: euros(1) }), /key_used_before/)
    assert.lengthOf(await eventsOf(scene.workspace), 1)
  })

  test('approved is not paid: the money is taken, once', async ({ assert }) => {
    const { connection, workspace, payment, page, till, contactId } = await givenOpened()
    till.become(page, 'approved')
    await tell(connection, 'approved', { key: page.id, sessionId: page.id })
    assert.equal(await stateOf(payment), 'approved')
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    // The vendor's own telling of it comes later, and twice.
    const paid = { key: String(page.paymentId), sessionId: page.id, paymentId: page.paymentId, reference: payment.id }
    await tell(connection, 'succeeded', paid)
    await tell(connection, 'succeeded', paid)
    const succeeded = await eventsOf(workspace, 'payment.succeeded')
    assert.lengthOf(succeeded, 1)
    assert.containsSubset(succeeded[0], { contact_id: contactId, subject_kind: 'payment', subject_id: payment.id })
    assert.isNull(await problemOf(payment))
    assert.equal(till.settles, 1)
  })

  test('is found by our reference, by the page, by the payment', async ({ assert }) => {
    for (const by of ['reference', 'sessionId', 'paymentId'] as const) {
      const { connection, payment, page } = await givenOpened()
      await tell(connection, 'succeeded', {
        key: 'pi-1',
        paymentId: 'pi-1',
        ...(by === 'reference' ? { reference: payment.id } : { sessionId: page.id }),
      })
      if (by === 'paymentId') {
        await tell(connection, 'refunded', { key: 're-1', refundId: 're-1', paymentId: 'pi-1', amount: euros(900) })
        assert.equal(await stateOf(payment), 'partially_refunded')
      } else assert.equal(await stateOf(payment), 'succeeded', by)
    }
  })

  test('makes no contact of who paid it: it is the one’s who was asked', async ({ assert }) => {
    const { workspace, connection, payment, page } = await givenOpened()
    await tell(connection, 'succeeded', { key: 'pi-1', sessionId: page.id, reference: payment.id })
    assert.lengthOf(await db.from('contacts').where('workspace_id', workspace.id), 1)
  })

  test('of another connection proves nothing', async ({ assert }) => {
    const { payment } = await givenOpened()
    const { connection, workspace } = await new ScriptedPayments().connected()
    await tell(connection, 'succeeded', { key: 'pi-9', paymentId: 'pi-9', reference: payment.id })
    assert.equal(await stateOf(payment), 'open')
    // Kept all the same, as a payment that nobody here asked for.
    assert.lengthOf(await eventsOf(workspace, 'payment.succeeded'), 1)
  })

  test('that arrived never goes back', async ({ assert }) => {
    const { connection, payment, page } = await givenOpened()
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id })
    await tell(connection, 'failed', { key: 'x', sessionId: page.id, failure: 'card_declined' })
    await tell(connection, 'expired', { key: page.id, sessionId: page.id })
    await tell(connection, 'approved', { key: page.id, sessionId: page.id })
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('with another amount is paid, and shown to a person', async ({ assert }) => {
    const { connection, workspace, payment, page } = await givenOpened()
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id, amount: euros(490) })
    assert.containsSubset(JSON.parse(String(await problemOf(payment))), {
      code: 'paid_other_amount',
      params: { asked: 4900, paid: 490 },
    })
    const [event] = await eventsOf(workspace, 'payment.succeeded')
    assert.include(String(event.notes), 'paid_other_amount')
  })

  test('in another currency is no match either', async ({ assert }) => {
    const { connection, payment, page } = await givenOpened()
    const amount = { amount: 4900, currency: 'USD' }
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id, amount })
    assert.include(String(await problemOf(payment)), 'paid_other_amount')
  })

  test('paid twice says so', async ({ assert }) => {
    const { connection, payment, page } = await givenOpened()
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id })
    await tell(connection, 'succeeded', { key: 'pi-2', paymentId: 'pi-2', reference: payment.id })
    assert.include(String(await problemOf(payment)), 'paid_twice')
    assert.equal((await paymentRow(payment)).provider_id, 'pi-1')
  })

  test('stays good when the vendor’s page runs out, and nobody is told that it expired', async ({ assert }) => {
    const { connection, workspace, payment, page } = await givenOpened()
    await tell(connection, 'expired', { key: page.id, sessionId: page.id })
    assert.equal(await stateOf(payment), 'requested')
    assert.lengthOf(await eventsOf(workspace, 'payment.expired'), 0)
    assert.lengthOf(await eventsOf(workspace, 'payment.session_expired'), 1)
  })

  test('a failed try may be followed by another', async ({ assert }) => {
    const { connection, payment, page, till } = await givenOpened()
    await tell(connection, 'failed', { key: 'ch-1', sessionId: page.id, failure: 'insufficient_funds' })
    assert.equal(await stateOf(payment), 'failed')
    assert.deepEqual(await openPage(payment.id), { kind: 'page', url: `https://till.example/${page.id}` })
    till.become(page, 'failed')
    await tell(connection, 'failed', { key: 'ch-2', sessionId: page.id, failure: 'insufficient_funds' })
    await openPage(payment.id)
    assert.lengthOf(till.pages, 2, 'a page that takes no other try is followed by a new one')
  })

  test('a webhook that is lost is found by asking, hourly and not for ever', async ({ assert }) => {
    const { payment, page, till, workspace } = await givenOpened()
    clock.advance(10 * MINUTE)
    await drain()
    assert.equal(till.settles, 1)
    till.become(page, 'succeeded')
    clock.advance(HOUR)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
    assert.lengthOf(await eventsOf(workspace, 'payment.succeeded'), 1)
    assert.isNull((await paymentRow(payment)).due_at)
  })

  test('a page that is never paid is asked about until a little after its end', async ({ assert }) => {
    const { payment, till, page } = await givenOpened()
    for (let hours = 0; hours < 40; hours++) {
      clock.advance(HOUR)
      if (hours === 24) till.become(page, 'expired')
      await drain()
    }
    assert.isBelow(till.settles, 30)
    assert.equal(await stateOf(payment), 'requested')
    assert.isNull((await paymentRow(payment)).due_at)
  })

  test('money on its way is asked about for weeks', async ({ assert }) => {
    const { payment, till, page, connection } = await givenOpened()
    await tell(connection, 'approved', { key: page.id, sessionId: page.id })
    till.become(page, 'pending')
    await drain()
    assert.equal(await stateOf(payment), 'pending')
    clock.advance(5 * DAY)
    till.become(page, 'succeeded')
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('a vendor that is away is asked again, and its retry-after is kept', async ({ assert }) => {
    const { payment, till, page, connection } = await givenOpened()
    till.become(page, 'approved')
    till.failures = [
      new Temporary('down'),
      new RateLimited('slow', { retryAfter: 5 * MINUTE }),
      new OutcomeUnknown('?'),
    ]
    await tell(connection, 'approved', { key: page.id, sessionId: page.id })
    await drain()
    assert.equal(await stateOf(payment), 'approved')
    clock.advance(MINUTE)
    await drain()
    clock.advance(4 * MINUTE)
    await drain()
    assert.lengthOf(till.failures, 1, 'not before the vendor said')
    clock.advance(10 * MINUTE)
    await drain()
    clock.advance(HOUR)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })
})

test.group('The end of a payment', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('comes with its time: told, and the page at the vendor closed', async ({ assert }) => {
    const { payment, till, page, workspace, contactId } = await givenOpened({ expiresAt: FRIDAY_MORNING + 3 * HOUR })
    clock.advance(3 * HOUR)
    await drain()
    assert.equal(await stateOf(payment), 'expired')
    assert.deepEqual(till.closed, [page.id])
    const [expired] = await eventsOf(workspace, 'payment.expired')
    assert.containsSubset(expired, { contact_id: contactId, subject_id: payment.id, connector: 'core' })
  })

  test('paid in time and heard of late is paid, and nothing to look at', async ({ assert }) => {
    const { payment, connection, page } = await givenOpened({ expiresAt: FRIDAY_MORNING + HOUR })
    clock.advance(2 * HOUR)
    await drain()
    await tell(connection, 'succeeded', {
      key: 'pi-1',
      paymentId: 'pi-1',
      sessionId: page.id,
      occurredAt: FRIDAY_MORNING + HOUR - MINUTE,
    })
    assert.equal(await stateOf(payment), 'succeeded')
    assert.isNull(await problemOf(payment))
  })

  test('is not told to somebody who pays in the last second', async ({ assert }) => {
    const { payment, till, page } = await givenOpened({ expiresAt: FRIDAY_MORNING + HOUR })
    till.become(page, 'approved')
    clock.advance(HOUR)
    await drain()
    assert.equal(await stateOf(payment), 'succeeded')
  })

  test('called off, its page is closed; paid after all, a person is asked to look', async ({ assert }) => {
    const { payment, till, page, connection } = await givenOpened()
    assert.deepEqual(await transaction((trx) => cancelPayment(trx, payment.id, SYSTEM)), { ok: true })
    await drain()
    assert.deepEqual(till.closed, [page.id])
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id })
    assert.equal(await stateOf(payment), 'succeeded')
    assert.include(String(await problemOf(payment)), 'paid_after_end')
  })

  test('approved after it was called off is not taken', async ({ assert }) => {
    const { payment, till, page, connection } = await givenOpened()
    await transaction((trx) => cancelPayment(trx, payment.id, SYSTEM))
    till.become(page, 'approved')
    await tell(connection, 'approved', { key: page.id, sessionId: page.id })
    await drain()
    assert.equal(await stateOf(payment), 'cancelled')
    assert.equal(till.settles, 0)
  })

  test('cannot come to what is under way or paid', async ({ assert }) => {
    const { payment, page, connection } = await givenOpened()
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id })
    const cancelled = await transaction((trx) => cancelPayment(trx, payment.id, SYSTEM))
    assert.deepEqual(cancelled, { ok: false, code: 'payment_paid_already' })
  })
})

test.group('A refund', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function givenPaid() {
    const scene = await givenOpened()
    scene.till.become(scene.page, 'succeeded')
    const paymentId = String(scene.page.paymentId)
    await tell(scene.connection, 'succeeded', { key: paymentId, paymentId, sessionId: scene.page.id })
    return { ...scene, paymentId }
  }

  test('is asked for once under one key, and done when the vendor says so', async ({ assert }) => {
    const { payment, till, connection, paymentId, workspace } = await givenPaid()
    const one = await refund(payment, 1900, 'refund-key-1')
    const two = await refund(payment, 1900, 'refund-key-1')
    assert.isTrue(one.ok && two.ok && one.id === two.id && !two.isNew)
    await drain()
    assert.lengthOf([...till.refunds], 1)
    assert.equal(await stateOf(payment), 'succeeded', 'taken down is not given back')
    const [[, { id: refundId }]] = [...till.refunds]
    await tell(connection, 'refunded', { key: refundId, refundId, paymentId, amount: euros(1900) })
    assert.equal(await stateOf(payment), 'partially_refunded')
    assert.equal(Number((await paymentRow(payment)).refunded), 1900)
    assert.lengthOf(await db.from('payment_refunds').where('payment_id', payment.id), 1)
    assert.lengthOf(await eventsOf(workspace, 'payment.refunded'), 1)
  })

  test('whose webhook is lost is found by asking', async ({ assert }) => {
    const { payment, workspace } = await givenPaid()
    await refund(payment, null)
    await drain()
    clock.advance(2 * MINUTE)
    await drain()
    assert.equal(await stateOf(payment), 'refunded')
    assert.lengthOf(await eventsOf(workspace, 'payment.refunded'), 1)
    assert.deepEqual(
      (await db.from('payment_refunds').where('payment_id', payment.id)).map(({ state }) => state),
      ['done']
    )
  })

  test('whose webhook is quicker than the answer is one refund', async ({ assert }) => {
    const { payment, till, connection, paymentId } = await givenPaid()
    const requested = await refund(payment, 900)
    assert.isTrue(requested.ok)
    const refundId = `re-1-${till.id}`
    await tell(connection, 'refunded', { key: refundId, refundId, paymentId, amount: euros(900) })
    await drain()
    const rows = await db.from('payment_refunds').where('payment_id', payment.id)
    assert.deepEqual(
      rows.map(({ state, source }) => `${source} ${state}`),
      ['api done']
    )
    assert.equal(Number((await paymentRow(payment)).refunded), 900)
  })

  test('made in the vendor’s own dashboard is seen', async ({ assert }) => {
    const { payment, connection, paymentId } = await givenPaid()
    const told = { refundId: 're-7', paymentId, amount: euros(4900), refundedTotal: euros(4900) }
    await tell(connection, 'refunded', { key: 're-7', ...told })
    assert.equal(await stateOf(payment), 'refunded')
  })

  test('heard of before the payment itself does not lose it', async ({ assert }) => {
    const { payment, connection, page } = await givenOpened()
    await tell(connection, 'refunded', { key: 're-1', refundId: 're-1', sessionId: page.id, amount: euros(900) })
    assert.equal(await stateOf(payment), 'partially_refunded')
    await tell(connection, 'succeeded', { key: 'pi-1', paymentId: 'pi-1', sessionId: page.id })
    assert.equal(await stateOf(payment), 'partially_refunded')
    assert.equal(Number((await paymentRow(payment)).paid), 4900)
  })

  test('cannot give back more than is left, counting what is on its way', async ({ assert }) => {
    const { payment } = await givenPaid()
    assert.containsSubset(await refund(payment, 4901), { ok: false, field: 'amount', code: 'refund_too_large' })
    assert.containsSubset(await refund(payment, 0), { ok: false, field: 'amount', code: 'amount_not_positive' })
    await refund(payment, 4000)
    assert.containsSubset(await refund(payment, 901), { ok: false, field: 'amount', code: 'refund_too_large' })
    await refund(payment, 900)
    assert.containsSubset(await refund(payment, null), { ok: false, code: 'refunded_already' })
  })

  test('of what is not paid is refused', async ({ assert }) => {
    const { payment } = await givenOpened()
    assert.containsSubset(await refund(payment, null), { ok: false, code: 'payment_not_paid' })
  })

  test('without an answer is asked again under the same key, and refused for good says why', async ({ assert }) => {
    const { payment, till } = await givenPaid()
    till.failures = [new OutcomeUnknown('?')]
    await refund(payment, 900)
    await drain()
    assert.lengthOf([...till.refunds], 0)
    clock.advance(MINUTE)
    await drain()
    assert.lengthOf([...till.refunds], 1)

    till.failures = [new Permanent('The balance is too low')]
    await refund(payment, 100)
    await drain()
    const rows = await db.from('payment_refunds').where('payment_id', payment.id).orderBy('id')
    assert.equal(rows[1].state, 'refused')
    assert.include(String(rows[1].params), 'The balance is too low')
    assert.include(await historyOf(payment), 'succeeded: refund_refused')
  })
})
