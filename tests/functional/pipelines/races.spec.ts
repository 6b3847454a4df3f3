import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR, MINUTE } from '#app/clock'
import { mergeContacts } from '#app/contacts/merge'
import { transaction } from '#app/database'
import { onSettled } from '#app/messaging/observers'
import { retryRun, stopPipeline } from '#app/runs/operations'
import { drain, registeredWorks, workOnce } from '#app/work/worker'
import { givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun, refusalsOf, runsOf, stepsOf } from '#tests/support/pipelines'
import { reported, ScriptedChannel } from '#tests/support/scripted_channel'

let failing: string | null = null
onSettled(async (_trx, { runId }) => {
  if (runId !== null && runId === failing) throw new Error('The power failed')
})

const named = (name: string) => registeredWorks().find((work) => work.name === name)!
const rest = { type: 'wait', config: { mode: 'duration', duration: '1h' } }
const say = (text: string) => ({ type: 'send_message', config: { purpose: 'service', legs: [{ text }] } })
const bought = [{ id: 'bought', events: ['order.placed'], scope: 'subject' as const }]

const ordered = (workspace: { id: string }, contactId: string, cartId: string, at = clock.now()) =>
  givenEvents(workspace, {
    type: 'order.placed',
    key: `order-of-${cartId}`,
    subject: { kind: 'order', id: `order-of-${cartId}` },
    contactId,
    occurredAt: at,
    payload: {
      orderId: `order-of-${cartId}`,
      cartId,
      number: '#1',
      version: at,
      placedAt: at,
      lifecycle: 'open',
      payment: 'paid',
      fulfilment: 'unfulfilled',
      live: true,
      items: [],
      total: { amount: 9650, currency: 'EUR' },
    },
  })

test.group('Events that overtake one another', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => {
      failing = null
      clock.restore()
    }
  })

  test('a buyer whose order was routed before the cart is not reminded of it', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, { ...chain(rest, say('You forgot your cart')), exits: bought })
    const cartId = await abandon(workspace, contactId)
    clock.advance(1000)
    await ordered(workspace, contactId, cartId)
    // The lane of orders is quicker than that of carts.
    while ((await workOnce(named('routing'), 'transactional')) > 0);
    await drain()
    assert.lengthOf(await runsOf(pipeline), 0)
    assert.containsSubset((await refusalsOf(pipeline))[0], { code: 'over_already' })
  })

  test('an order of another cart, or of long before, holds nobody back', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, { ...chain(rest), exits: bought })
    await ordered(workspace, contactId, 'another')
    await drain()
    clock.advance(1000)
    const cartId = await abandon(workspace, contactId)
    await ordered(workspace, contactId, 'a-third')
    while ((await workOnce(named('routing'), 'transactional')) > 0);
    await drain()
    assert.lengthOf(await runsOf(pipeline), 1)
    await ordered(workspace, contactId, cartId)
    await drain()
    assert.equal((await onlyRun(pipeline)).state, 'exited')
  })

  test('an event stored while its contact was merged is found by the winner’s waits', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const [winnerId, loserId] = [await givenContact(workspace), await givenContact(workspace)]
    await drain()
    const [event] = await givenEvents(workspace, { type: 'form.submitted', key: 'f-1', contactId: loserId })
    await transaction((trx) => mergeContacts(trx, { workspaceId: workspace.id, winnerId, loserId, decidedBy: null }))
    await db.from('events').where('id', event.id).update({ contact_id: loserId })
    await drain()
    assert.equal((await db.from('events').where('id', event.id).firstOrFail()).contact_id, winnerId)
  })

  test('a run whose contact is merged away goes on with the one in force', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected()
    const [winnerId, loserId] = [await givenContact(workspace), await givenContact(workspace)]
    const pipeline = await givenPipeline(workspace, {
      ...chain(rest, say('Still there')),
      exits: [{ id: 'out', events: ['form.submitted'], scope: 'contact' }],
    })
    await abandon(workspace, loserId)
    await drain()
    await transaction((trx) => mergeContacts(trx, { workspaceId: workspace.id, winnerId, loserId, decidedBy: null }))
    clock.advance(HOUR)
    await drain()
    assert.equal((await onlyRun(pipeline)).contactId, winnerId)
    assert.lengthOf(channel.sent, 1)
  })

  test('pipelines that answer deliveries with messages come to an end', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { workspace, connection } = await channel.connected()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, {
      kind: 'service',
      trigger: { events: ['message.delivered', 'form.submitted'] },
      ...chain(say('Delivered?')),
    })
    await givenEvents(workspace, { type: 'form.submitted', key: 'f-1', contactId })
    for (let turn = 0; turn < 20; turn++) {
      await drain()
      const last = channel.sent.at(-1)
      if (last)
        await reported(connection, 'delivered', { providerId: `p-${last.attempt.key}`, correlation: last.attempt.key })
      clock.advance(MINUTE)
    }
    assert.lengthOf(await runsOf(pipeline), 11)
  })

  test('a pipeline whose stop was cut off sends nothing more, and can be stopped again', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected()
    const pipeline = await givenPipeline(workspace, { kind: 'service', ...chain(rest, say('Too late')) })
    const people = [await givenContact(workspace), await givenContact(workspace)]
    for (const contactId of people) await abandon(workspace, contactId)
    await drain()
    clock.advance(HOUR)
    while ((await workOnce(named('runs'), 'conversational')) > 0);
    failing = (await runsOf(pipeline))[0].id
    await assert.rejects(() => stopPipeline(pipeline), 'The power failed')

    failing = null
    clock.advance(HOUR)
    await drain()
    assert.lengthOf(channel.sent, 0)
    assert.deepEqual(await stopPipeline(pipeline), { ok: true, cancelled: 2 })
    assert.deepEqual(
      (await runsOf(pipeline)).map(({ state }) => state),
      ['cancelled', 'cancelled']
    )
    assert.deepEqual(await stopPipeline(pipeline), { ok: false, reason: 'pipeline_not_live' })
  })

  test('a run that gave up after its message had gone out does not send it again when it is retried', async ({
    assert,
  }) => {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected()
    const pipeline = await givenPipeline(workspace, { kind: 'service', ...chain(say('Once')) })
    await abandon(workspace, await givenContact(workspace))
    while ((await workOnce(named('routing'), 'default')) > 0);
    while ((await workOnce(named('runs'), 'conversational')) > 0);
    while ((await workOnce(named('sending'), 'conversational')) > 0);
    const run = await onlyRun(pipeline)
    await db
      .from('runs')
      .where('id', run.id)
      .update({ state: 'gave_up', code: 'step_crashed', due_at: null, ended_at: clock.now() })
    await run.refresh()
    assert.deepEqual(await retryRun(run), { ok: true })
    await drain()
    assert.equal((await onlyRun(pipeline)).state, 'completed')
    assert.lengthOf(channel.sent, 1)
    assert.deepEqual(
      (await stepsOf(run)).map(({ state, visit }) => [state, visit]),
      [['done', 1]]
    )
  })

  test('an exit while the message is being sent ends the run, and what was sent stays sent', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, {
      kind: 'service',
      ...chain(say('On its way'), say('Never')),
      exits: bought,
    })
    let cartId = ''
    channel.script = async (_message, attempt) => {
      clock.advance(1000)
      await ordered(workspace, contactId, cartId)
      while ((await workOnce(named('routing'), 'transactional')) > 0);
      return { providerId: attempt.key }
    }
    cartId = await abandon(workspace, contactId)
    await drain()
    const run = await onlyRun(pipeline)
    assert.containsSubset(run.$attributes, { state: 'exited', code: 'exit_rule' })
    assert.lengthOf(channel.sent, 1)
    assert.deepEqual(
      (await db.from('messages').where('run_id', run.id)).map(({ state }) => state),
      ['sent']
    )
    assert.deepEqual(
      (await stepsOf(run)).map(({ state }) => state),
      ['exited']
    )
  })
})
