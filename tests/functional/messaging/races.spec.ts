import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { MessageRow } from '#app/messaging/message'
import { onSettled } from '#app/messaging/observers'
import { storeOutcomes } from '#app/messaging/outcomes'
import { sending } from '#app/messaging/sender'
import { drain, workOnce } from '#app/work/worker'
import { OutcomeUnknown, Temporary } from '#sdk/index'
import { attemptsOf, composed, FRIDAY_MORNING, givenContact, messageOf } from '#tests/support/messaging'
import { reported, ScriptedChannel } from '#tests/support/scripted_channel'

let poisoned: string | null = null
onSettled(async (_trx, { id }) => {
  if (id === poisoned) throw new Error('An observer that fails')
})

test.group('A sender that is slower than its lease', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    const { leaseFor } = sending
    return () => {
      sending.leaseFor = leaseFor
      clock.restore()
    }
  })

  test('does not call a provider when somebody else may soon take the message', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    sending.leaseFor = 5 * SECOND
    await workOnce(sending, 'conversational')
    assert.lengthOf(channel.sent, 0)
    assert.deepEqual(
      (await attemptsOf(message.id)).map(({ state }) => state),
      ['not_sent']
    )

    sending.leaseFor = undefined
    await drain()
    assert.lengthOf(channel.sent, 1)
    assert.equal((await messageOf(message.id)).state, 'sent')
  })

  test('hangs up before the lease ends, so that whoever takes it next finds nobody calling', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    channel.script = () => new Promise(() => {})
    const message = await composed(scene, await givenContact(scene.workspace))
    sending.leaseFor = 15 * SECOND + 300
    await workOnce(sending, 'conversational')
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'unknown', code: 'no_answer' })
  })

  test('or works beside others, sends nothing that they send', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    for (let n = 0; n < 30; n++) await composed(scene, contactId)
    await Promise.all([1, 2, 3, 4].map(() => workOnce(sending, 'conversational')))
    await drain()
    assert.lengthOf(channel.sent, 30)
    assert.equal(new Set(channel.sent.map(({ message }) => message.id)).size, 30)
  })

  test('still tells what happened when the message waits to be sent again', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    const late = await heldBySlowSender(message.id)
    await db
      .from('messages')
      .where('id', message.id)
      .update({ state: 'delayed', due_at: clock.now(), lease_token: null, lease_until: 0 })
    await transaction((trx) => storeOutcomes(trx, [late]))
    await drain()
    assert.lengthOf(channel.sent, 0)
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'sent', providerId: 'late' })
  })

  test('still tells what happened when everybody had given up', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    const late = await heldBySlowSender(message.id)
    await db
      .from('messages')
      .where('id', message.id)
      .update({ state: 'refused', code: 'outcome_unknown', due_at: null, lease_token: null, lease_until: 0 })
    await transaction((trx) => storeOutcomes(trx, [late]))
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'sent', providerId: 'late', code: null })
  })

  test('says nothing over what its successor does', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    const late = await heldBySlowSender(message.id)
    await db
      .from('messages')
      .where('id', message.id)
      .update({ lease_token: 'successor', tries: 2, lease_until: Date.now() + 60_000 })
    await transaction((trx) => storeOutcomes(trx, [late]))
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'sending', providerId: null })
  })
})

test.group('An answer that cannot be stored', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => {
      poisoned = null
      clock.restore()
    }
  })

  test('takes no other answer with it, and the process lives on', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    const messages = [
      await composed(scene, contactId),
      await composed(scene, contactId),
      await composed(scene, contactId),
    ]
    poisoned = messages[0].id
    channel.script = async (message, attempt) => {
      if (message.id === messages[2].id) await new Promise((resolve) => setTimeout(resolve, 200))
      return { providerId: attempt.key }
    }
    const unhandled: unknown[] = []
    const hear = (reason: unknown) => void unhandled.push(reason)
    process.prependListener('unhandledRejection', hear)
    await workOnce(sending, 'conversational')
    process.removeListener('unhandledRejection', hear)

    assert.deepEqual(unhandled, [])
    const states = await Promise.all(messages.map(async ({ id }) => (await messageOf(id)).state))
    assert.deepEqual(states, ['sending', 'sent', 'sent'])
  })
})

test.group('Statuses of several tries', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('the failure of an earlier try is not the failure of the later one', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected({ resendUnknown: true })
    channel.script = (_message, attempt) => {
      if (attempt.n === 1) throw new OutcomeUnknown('No answer')
      return { providerId: 'second' }
    }
    const message = await composed(scene, await givenContact(scene.workspace, { consents: ['transactional'] }), {
      purpose: 'transactional',
    })
    await drain()
    clock.advance(HOUR)
    await drain()
    assert.equal((await messageOf(message.id)).state, 'sent')
    const error = { code: '131026', title: 'Undeliverable', reason: 'recipient_unreachable' }
    await reported(scene.connection, 'failed', { providerId: 'first', correlation: `${message.id}/1`, error })
    assert.equal((await messageOf(message.id)).state, 'sent')
    await reported(scene.connection, 'delivered', { providerId: 'second', correlation: `${message.id}/2` })
    assert.equal((await messageOf(message.id)).state, 'delivered')
  })

  test('a status that comes while the provider is being asked is neither overwritten nor answered with a second message', async ({
    assert,
  }) => {
    for (const purpose of ['marketing', 'transactional'] as const) {
      const channel = new ScriptedChannel()
      let messageId = ''
      channel.lookup = (async (attempt: { key: string }) => {
        await reported(scene.connection, 'delivered', { providerId: `p-${messageId}`, correlation: attempt.key })
        throw new Temporary('Ill')
      }) as never
      const scene = await channel.connected({ resendUnknown: true })
      channel.script = () => {
        throw new OutcomeUnknown('No answer')
      }
      const message = await composed(scene, await givenContact(scene.workspace, { consents: [purpose] }), { purpose })
      messageId = message.id
      await drain()
      clock.advance(HOUR)
      await drain()
      assert.equal((await messageOf(message.id)).state, 'delivered')
      assert.lengthOf(channel.sent, 1)
    }
  })

  test('a reservation of the cap is given back for what never left, and kept for what may have', async ({ assert }) => {
    const channel = new ScriptedChannel()
    channel.lookup = () => null
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace), {
      purpose: 'marketing',
      sendBefore: clock.now() + DAY,
    })
    await heldBySlowSender(message.id)
    await db.from('messages').where('id', message.id).update({ counted_at: clock.now(), lease_until: 1 })
    channel.script = () => {
      throw new OutcomeUnknown('No answer')
    }
    await drain()
    const unknown = await messageOf(message.id)
    assert.deepEqual(
      (await attemptsOf(message.id)).map(({ state }) => state),
      ['not_sent', 'unknown']
    )
    assert.equal(unknown.state, 'unknown')
    assert.isNotNull(unknown.countedAt)
  })
})

/** A message whose sender has called the provider and not heard yet; answers what that sender will say in the end. */
async function heldBySlowSender(messageId: string) {
  const id = `att_${messageId.slice(4)}`
  await db
    .from('messages')
    .where('id', messageId)
    .update({ state: 'sending', tries: 1, lease_token: 'slow', lease_until: Date.now() + 60_000 })
  const row: MessageRow = await db.from('messages').where('id', messageId).firstOrFail()
  await db.table('attempts').insert({
    id,
    workspace_id: row.workspace_id,
    message_id: messageId,
    n: 1,
    lease_token: 'slow',
    state: 'open',
    started_at: 0,
  })
  return { row, attempt: { id, n: 1 }, result: { kind: 'sent', providerId: 'late' } as const, reconcileAfter: 0 }
}
