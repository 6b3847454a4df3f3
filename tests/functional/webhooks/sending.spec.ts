import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, DAY, HOUR, MINUTE, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import { pause, resume, rotateSecret } from '#app/webhooks/states'
import { sendAgain, sendFailedAgain } from '#app/webhooks/redelivery'
import { stillDispatching } from '#app/webhooks/sender'
import { eraseContact } from '#app/contacts/erasure'
import { drain } from '#app/work/worker'
import { giulia, givenEvents } from '#tests/support/events'
import { attemptsOf, dispatchesOf, givenReceiver, reloaded } from '#tests/support/webhooks'
import { givenWorkspace } from '#tests/support/workspace'

const MORNING = Date.UTC(2026, 10, 20, 9)

async function scene(change: Parameters<typeof givenReceiver>[1] = {}) {
  clock.freeze(MORNING)
  const workspace = await givenWorkspace()
  return { workspace, ...(await givenReceiver(workspace, change)) }
}

const paid = (key: string) => ({
  type: 'order.paid',
  key,
  subject: { kind: 'order', id: key },
  person: giulia(),
})

test.group('A subscription', (group) => {
  group.each.teardown(() => clock.restore())

  test('is told of what it wants, signed, with who it is about', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    const [event] = await givenEvents(workspace, paid('1042'), { type: 'order.placed', key: '1042' })
    await drain()

    assert.equal(receiver.refused, 0)
    assert.lengthOf(receiver.received, 1)
    const [{ id, body }] = receiver.received
    assert.equal(id, event.id)
    assert.containsSubset(body, {
      id: event.id,
      type: 'order.paid',
      version: 1,
      occurred_at: '2026-11-20T09:00:00.000Z',
      workspace: { id: workspace.id, name: 'Bottega Lucente' },
      connector: 'shopify',
      subject: { kind: 'order', id: '1042' },
      contact: { id: String(event.contactId), first_name: 'Giulia', phone: '+393475550142' },
    })
    const [dispatch] = await dispatchesOf(subscription)
    assert.containsSubset(dispatch, { state: 'sent', tries: 1, status: 200 })
    assert.equal((await reloaded(subscription)).recent, '1')
  })

  test('gets one dispatch for an event that is told twice', async ({ assert }) => {
    const { workspace, receiver } = await scene()
    await givenEvents(workspace, paid('1'))
    await givenEvents(workspace, paid('1'))
    await drain()
    assert.lengthOf(receiver.received, 1)
  })

  test('to everything, a group or one type hears of just that', async ({ assert }) => {
    const { workspace, receiver: all } = await scene({ events: ['*'] })
    const { receiver: orders } = await givenReceiver(workspace, { events: ['order.*'] })
    const { receiver: carts } = await givenReceiver(workspace, { events: ['cart.updated'] })
    await givenEvents(workspace, { type: 'order.placed', key: '1' }, { type: 'order.paid', key: '1' })
    await drain()
    assert.sameMembers(
      orders.received.map(({ body }) => body.type),
      ['order.placed', 'order.paid']
    )
    assert.isAtLeast(all.received.length, 2)
    assert.lengthOf(carts.received, 0)
  })

  test('to a status makes the status a stored event', async ({ assert }) => {
    const { workspace, receiver } = await scene({ events: ['message.delivered'] })
    await givenEvents(
      workspace,
      { type: 'message.delivered', key: 'wamid.1' },
      { type: 'message.read', key: 'wamid.1' }
    )
    await drain()
    assert.deepEqual(
      receiver.received.map(({ body }) => body.type),
      ['message.delivered']
    )
    const stored = await db.from('events').where('workspace_id', workspace.id).select('type')
    assert.deepEqual(stored, [{ type: 'message.delivered' }])
  })

  test('with a filter hears only of what meets it', async ({ assert }) => {
    const filter = { path: 'contact.language', op: 'equals' as const, value: 'it' }
    const { workspace, receiver } = await scene({ filter })
    const german = { identities: [{ kind: 'email' as const, value: 'jan@example.com' }], language: 'de' }
    await givenEvents(workspace, paid('1'), { ...paid('2'), person: german })
    await drain()
    assert.deepEqual(
      receiver.received.map(({ body }) => (body.subject as { id: string }).id),
      ['1']
    )
  })

  test('with ids only learns nothing else of the person', async ({ assert }) => {
    const { workspace, receiver } = await scene({ contactDetail: 'ids' })
    const [event] = await givenEvents(workspace, paid('1'))
    await drain()
    assert.deepEqual(receiver.received[0].body.contact, { id: event.contactId })
  })

  test('does not hear of history', async ({ assert }) => {
    const { workspace, receiver } = await scene()
    await givenEvents(workspace, { ...paid('1'), historic: true })
    await drain()
    assert.lengthOf(receiver.received, 0)
  })

  test('forgets an erased person, and what has not left never leaves', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    receiver.answer = () => ({ status: 500 })
    const [event] = await givenEvents(workspace, paid('1'))
    await drain()
    await transaction((trx) => eraseContact(trx, workspace.id, String(event.contactId)))
    const [dispatch] = await dispatchesOf(subscription)
    assert.containsSubset(dispatch, { state: 'dropped', code: 'erased', body: '{}' })
  })
})

test.group('A receiver that fails', (group) => {
  group.each.teardown(() => clock.restore())

  test('is tried eight times over three days, and then it has failed', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    receiver.answer = () => ({ status: 500, body: 'Giulia +39 333 000 0101 giulia@example.com broke it' })
    await givenEvents(workspace, paid('1'))
    for (let hour = 0; hour < 24 * 5; hour++) {
      await drain()
      clock.advance(hour < 1 ? 6 * SECOND : HOUR)
    }
    const attempts = await attemptsOf(subscription)
    assert.lengthOf(attempts, 8)
    assert.isAbove(Number(attempts[7].at) - Number(attempts[0].at), 2.8 * DAY)
    assert.isBelow(Number(attempts[7].at) - Number(attempts[0].at), 3.6 * DAY)
    assert.equal(attempts[0].code, 'receiver_error')
    assert.notInclude(String(attempts[0].answer), '333')
    assert.notInclude(String(attempts[0].answer), 'giulia@')
    assert.containsSubset((await dispatchesOf(subscription))[0], { state: 'failed', tries: 8 })
  }).timeout(60_000)

  test('gets the same bytes under the same id once it is well', async ({ assert }) => {
    const { workspace, receiver } = await scene()
    const bodies: string[] = []
    receiver.answer = ({ rawBody }) => ({ status: bodies.push(rawBody) === 1 ? 503 : 204 })
    const [event] = await givenEvents(workspace, paid('1'))
    await drain()
    clock.advance(6 * SECOND)
    await drain()
    assert.lengthOf(bodies, 2)
    assert.equal(bodies[0], bodies[1])
    assert.deepEqual([...receiver.counts], [[event.id, 1]])
  })

  test('is left alone after five failures in a row, probed once, and then told everything', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    let ill = true
    let asked = 0
    receiver.answer = () => {
      asked += 1
      return { status: ill ? 500 : 200 }
    }
    for (let n = 0; n < 5; n++) {
      await givenEvents(workspace, paid(`a${n}`))
      await drain()
    }
    assert.equal(asked, 5)
    assert.equal((await reloaded(subscription)).openUntil, MORNING + MINUTE)

    for (let n = 0; n < 20; n++) await givenEvents(workspace, paid(`b${n}`))
    await drain()
    assert.equal(asked, 5, 'nothing is sent while the breaker is open')

    clock.advance(MINUTE + SECOND)
    await drain()
    assert.equal(asked, 6, 'one probe')

    ill = false
    clock.advance(2 * MINUTE + SECOND)
    await drain()
    assert.equal(receiver.counts.size, 25 - 5 + (await retriedAlready(subscription)))
    clock.advance(HOUR)
    await drain()
    assert.equal(receiver.counts.size, 25)
    assert.containsSubset(await reloaded(subscription), { failures: 0, openUntil: null, failingSince: null })
  })

  test('that asks to go slower is left alone for that long', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    let asked = 0
    receiver.answer = () => (++asked === 1 ? { status: 429, headers: { 'retry-after': '600' } } : { status: 200 })
    await givenEvents(workspace, paid('1'))
    await drain()
    await givenEvents(workspace, paid('2'))
    clock.advance(9 * MINUTE)
    await drain()
    assert.equal(asked, 1)
    clock.advance(2 * MINUTE)
    await drain()
    assert.equal(receiver.counts.size, 2)
    assert.equal((await attemptsOf(subscription))[0].code, 'receiver_too_fast')
  })

  test('ends the subscription by answering 410', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    receiver.answer = () => ({ status: 410 })
    await givenEvents(workspace, paid('1'))
    await drain()
    assert.containsSubset(await reloaded(subscription), { state: 'ended', code: 'receiver_gone' })
    await givenEvents(workspace, paid('2'))
    await drain()
    assert.lengthOf(await dispatchesOf(subscription), 1)
  })

  test('for five days and never once well is switched off', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    receiver.answer = () => ({ status: 500 })
    for (let day = 0; day < 6; day++) {
      await givenEvents(workspace, paid(`d${day}`))
      await drain()
      clock.advance(DAY)
    }
    await drain()
    assert.containsSubset(await reloaded(subscription), { state: 'disabled', code: 'receiver_failing' })
    receiver.answer = () => ({ status: 200 })
    await resume(await reloaded(subscription))
    assert.isAbove(await sendFailedAgain(subscription, MORNING), 0)
    await drain()
    assert.equal(receiver.counts.size, (await dispatchesOf(subscription)).length)
  })

  test('does not hold up another that is quick', async ({ assert }) => {
    const { workspace, receiver: slow } = await scene({ events: ['order.paid'] })
    const { receiver: quick } = await givenReceiver(workspace)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    slow.answer = async () => {
      await held
      return { status: 200 }
    }
    for (let n = 0; n < 30; n++) await givenEvents(workspace, paid(String(n)))
    await drain()
    assert.lengthOf(quick.received, 30)
    assert.lengthOf(slow.received, 0)
    assert.isAtMost(slow.requests.length, 10)
    letGo()
    await stillDispatching()
    await drain()
    await stillDispatching()
    assert.equal(slow.counts.size, 30)
  })

  test('is never a server of the own network', async ({ assert }) => {
    const { workspace, subscription } = await scene({ url: 'https://169.254.169.254/latest' })
    await givenEvents(workspace, paid('1'))
    await drain()
    assert.containsSubset((await attemptsOf(subscription))[0], { ok: 0, code: 'address_not_public', status: null })
  })
})

test.group('A person', (group) => {
  group.each.teardown(() => clock.restore())

  test('pauses a subscription, and what happens meanwhile waits', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    await pause(subscription)
    await givenEvents(workspace, paid('1'))
    await drain()
    clock.advance(3 * HOUR)
    await drain()
    assert.lengthOf(receiver.received, 0)
    await resume(await reloaded(subscription))
    await drain()
    assert.lengthOf(receiver.received, 1)
  })

  test('changes the secret, and for a day both hold', async ({ assert }) => {
    const { workspace, receiver, subscription, secret } = await scene()
    const changed = await transaction((trx) => rotateSecret(trx, subscription))
    assert.notEqual(changed, secret)
    for (const known of [secret, changed]) {
      receiver.secrets = [known]
      await givenEvents(workspace, paid(known.slice(6, 16)))
      await drain()
    }
    assert.lengthOf(receiver.received, 2)

    await db.from('webhook_subscriptions').where('id', subscription.id).update({ previous_until: 1 })
    receiver.secrets = [secret]
    await givenEvents(workspace, paid('late'))
    await drain()
    assert.equal(receiver.refused, 1)
  })

  test('sends one again under the same id', async ({ assert }) => {
    const { workspace, receiver, subscription } = await scene()
    const [event] = await givenEvents(workspace, paid('1'))
    await drain()
    const [dispatch] = await dispatchesOf(subscription)
    assert.isTrue(await sendAgain(subscription, String(dispatch.id)))
    await drain()
    assert.deepEqual([...receiver.counts], [[event.id, 2]])
    assert.isFalse(await sendAgain(subscription, 'whd_nothing'))
  })
})

/** Those of the first five whose own next try came in time for the probe. */
async function retriedAlready(subscription: { id: string }): Promise<number> {
  const rows = await dispatchesOf(subscription)
  return rows.slice(0, 5).filter(({ state }) => state === 'sent').length
}
