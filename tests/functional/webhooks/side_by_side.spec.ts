import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE } from '#app/clock'
import { claim } from '#app/work/claim'
import { drain } from '#app/work/worker'
import type { DispatchRow } from '#app/webhooks/dispatch'
import { tell as tellReceiver } from '#app/webhooks/telling'
import { giulia, givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { before, embedded } from '#tests/support/overlapping'
import { dispatchesOf, givenReceiver, reloaded } from '#tests/support/webhooks'
import { givenWorkspace } from '#tests/support/workspace'

test.group('Two workers and one receiver', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  const paid = (key: string) => ({ type: 'order.paid', key, subject: { kind: 'order', id: key }, person: giulia() })

  async function scene(count: number) {
    const workspace = await givenWorkspace()
    const given = await givenReceiver(workspace)
    // Held until the test takes them, each in the name of a worker of its own.
    await db
      .from('webhook_subscriptions')
      .where('id', given.subscription.id)
      .update({ open_until: clock.now() + 1 })
    await givenEvents(workspace, ...Array.from({ length: count }, (_, index) => paid(String(index + 1))))
    await drain()
    await db.from('webhook_subscriptions').where('id', given.subscription.id).update({ open_until: null })
    clock.advance(MINUTE)
    const dispatches = await dispatchesOf(given.subscription)
    return { ...given, ids: dispatches.map((row) => String(row.id)) }
  }

  const taken = (id: string) =>
    claim<DispatchRow>({
      table: 'webhook_dispatches',
      lane: 'transactional',
      states: ['pending'],
      limit: 10,
      leaseFor: MINUTE,
      only: id,
    })

  test('an event goes out once', async ({ assert }) => {
    const { receiver, subscription, ids } = await scene(1)
    const claims = await before(
      { table: 'webhook_subscriptions', id: subscription.id },
      ...[1, 2, 3].map(() => () => taken(ids[0]))
    )
    assert.deepEqual(claims.map((rows) => rows.length).sort(), [0, 0, 1])
    await tellReceiver(await reloaded(subscription), claims.flat())
    await Promise.all([drain(), drain()])
    assert.lengthOf(receiver.received, 1)
  }).skip(embedded, 'one writer')

  test('what one worker learns slowly does not undo what others learned meanwhile', async ({ assert }) => {
    const { receiver, subscription, ids } = await scene(7)
    receiver.answer = () => ({ status: 500 })
    const seenByTheSlow = await reloaded(subscription)
    const [slow, ...quick] = ids
    const slowRows = await taken(slow)
    for (const id of quick.slice(0, 5)) await tellReceiver(await reloaded(subscription), await taken(id))
    const open = await reloaded(subscription)
    assert.isAbove(Number(open.openUntil), clock.now())

    await tellReceiver(seenByTheSlow, slowRows)
    const after = await reloaded(subscription)
    assert.equal(after.openUntil, open.openUntil, 'the breaker stays open')
    assert.deepEqual([after.failures, after.recent], [5, '000000'])
  })

  test('failures that two workers see at once count as two', async ({ assert }) => {
    const { receiver, subscription, ids } = await scene(2)
    receiver.answer = () => ({ status: 500 })
    const copies = await Promise.all(ids.map(() => reloaded(subscription)))
    const rows = [await taken(ids[0]), await taken(ids[1])]
    await before(
      { table: 'webhook_subscriptions', id: subscription.id },
      ...copies.map((copy, index) => () => tellReceiver(copy, rows[index]))
    )
    const after = await reloaded(subscription)
    assert.deepEqual([after.failures, after.recent], [2, '00'])
  }).skip(embedded, 'one writer')
})
