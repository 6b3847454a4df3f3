import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR, MINUTE, SECOND } from '#app/clock'
import { tagsOf } from '#app/contacts/tags'
import type { Graph } from '#app/pipelines/graph'
import { retryRun } from '#app/runs/operations'
import { drain, registeredWorks, workOnce } from '#app/work/worker'
import { OutcomeUnknown, Permanent, Temporary } from '#sdk/errors'
import { givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenSandbox, givenTemplate } from '#tests/support/messaging'
import {
  abandon,
  chain,
  givenPipeline,
  messagesOf,
  onlyRun,
  runsOf,
  ScriptedAction,
  stepsOf,
} from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'

async function started(change: Partial<Graph>) {
  const { workspace, connection } = await givenSandbox()
  const contactId = await givenContact(workspace)
  const pipeline = await givenPipeline(workspace, change)
  await abandon(workspace, contactId)
  await drain()
  return { workspace, connection, contactId, pipeline, run: () => onlyRun(pipeline) }
}

test.group('A run', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('goes through its steps and keeps what each did', async ({ assert }) => {
    const { run, contactId } = await started(
      chain(
        { type: 'add_tag', config: { tag: 'left a cart' } },
        { type: 'compute', config: { values: [{ name: 'double', text: '{{ cart.total.amount | times: 2 }}' }] } },
        { type: 'goal' },
        { type: 'end' }
      )
    )
    const ended = await run()
    assert.equal(ended.state, 'completed')
    assert.isNotNull(ended.goalAt)
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['left a cart'])
    const steps = await stepsOf(ended)
    assert.deepEqual(
      steps.map((step) => [step.node, step.state]),
      [
        ['add_tag_1', 'done'],
        ['compute_2', 'done'],
        ['goal_3', 'done'],
        ['end_4', 'done'],
      ]
    )
    assert.deepEqual(JSON.parse(String(steps[1].output)), { double: '19300' })
  })

  test('takes the first branch that holds, else the other', async ({ assert }) => {
    const branches = {
      nodes: [
        {
          id: 'worth',
          type: 'condition',
          name: 'Worth it?',
          config: { branches: [{ name: 'yes', where: { path: 'cart.total', op: 'gte', value: 60 } }] },
        },
        { id: 'tag_yes', type: 'add_tag', name: 'Yes', config: { tag: 'big' } },
        { id: 'tag_no', type: 'add_tag', name: 'No', config: { tag: 'small' } },
      ],
      edges: [
        { from: 'trigger', branch: 'next', to: 'worth' },
        { from: 'worth', branch: 'yes', to: 'tag_yes' },
        { from: 'worth', branch: 'else', to: 'tag_no' },
      ],
    }
    const { workspace, contactId, pipeline } = await started({ ...branches })
    await abandon(workspace, contactId, { total: { amount: 5999, currency: 'EUR' } })
    await drain()
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['big', 'small'])
    const [step] = await stepsOf((await runsOf(pipeline))[1])
    assert.deepEqual(JSON.parse(String(step.input)), { 'cart.total': { amount: 5999, currency: 'EUR' } })
  })

  test('waits as long as it says, and goes on within the second', async ({ assert }) => {
    const { run } = await started(
      chain({ type: 'wait', config: { mode: 'duration', duration: '1h' } }, { type: 'end' })
    )
    assert.containsSubset((await run()).$attributes, { state: 'waiting', dueAt: FRIDAY_MORNING + HOUR })
    clock.advance(HOUR - SECOND)
    await drain()
    assert.equal((await run()).state, 'waiting')
    clock.advance(SECOND)
    await drain()
    assert.equal((await run()).state, 'completed')
  })

  test("waits until a time of day in the contact's zone, else the workspace's", async ({ assert }) => {
    const { workspace } = await givenSandbox({ timezone: 'Europe/Rome' })
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'wait', config: { mode: 'until_time', time: '09:00', days_ahead: 1 } }, { type: 'end' })
    )
    const roman = await givenContact(workspace)
    const newYorker = await givenContact(workspace, { timezone: 'America/New_York' })
    await abandon(workspace, roman)
    await abandon(workspace, newYorker)
    await drain()
    const due = Object.fromEntries((await runsOf(pipeline)).map((run) => [run.contactId, run.dueAt]))
    assert.equal(due[roman], Date.UTC(2026, 10, 21, 8))
    assert.equal(due[newYorker], Date.UTC(2026, 10, 21, 14))
  })

  test('keeps a field change that cannot be made as a failed step, and goes on', async ({ assert }) => {
    const { run } = await started(
      chain({ type: 'set_field', config: { field: 'country', value: 'Atlantis' } }, { type: 'end' })
    )
    const ended = await run()
    assert.equal(ended.state, 'completed')
    assert.containsSubset((await stepsOf(ended))[0], { state: 'failed', code: 'value_invalid' })
  })

  test('gives up after repeated crashes and says so', async ({ assert }) => {
    const { run, pipeline } = await started(
      chain({ type: 'wait', config: { mode: 'duration', duration: '1h' } }, { type: 'end' })
    )
    await db.from('runs').where('pipeline_id', pipeline.id).update({ crashes: 5, lease_token: 'gone', lease_until: 1 })
    clock.advance(HOUR)
    await drain()
    assert.containsSubset((await run()).$attributes, { state: 'gave_up', code: 'step_crashed' })
  })
})

test.group('Sending from a run', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  const sendThen = (config: Record<string, unknown>) => ({
    nodes: [
      { id: 'send', type: 'send_message', name: 'Remind', config },
      ...['sent', 'refused', 'failed', 'unknown'].map((name) => ({
        id: `was_${name}`,
        type: 'add_tag',
        name,
        config: { tag: name },
      })),
    ],
    edges: [
      { from: 'trigger', branch: 'next', to: 'send' },
      ...['sent', 'refused', 'failed', 'unknown'].map((name) => ({ from: 'send', branch: name, to: `was_${name}` })),
    ],
  })

  async function sendingBy(channel: ScriptedChannel, { consents = ['marketing' as const], legs = 1 } = {}) {
    const { workspace, connection } = await channel.connected()
    const contactId = await givenContact(workspace, { consents })
    await givenTemplate(workspace)
    const pipeline = await givenPipeline(
      workspace,
      sendThen({ legs: Array.from({ length: legs }, () => ({ template: 'cart_reminder', connection: connection.id })) })
    )
    await abandon(workspace, contactId)
    await drain()
    return { contactId, run: await onlyRun(pipeline), workspace }
  }

  test('parks until the message is accepted, then goes the way of sent', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { run, contactId } = await sendingBy(channel)
    assert.lengthOf(channel.sent, 1)
    assert.equal(run.state, 'completed')
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['sent'])
    const [message] = await messagesOf(run)
    assert.equal(message.natural_key, `${run.id}|send|1|0`)
    assert.equal(message.event_id, run.eventId)
  })

  test('goes the way of refused at once when the guard refuses, and says why', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { run, contactId } = await sendingBy(channel, { consents: [] })
    assert.lengthOf(channel.sent, 0)
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['refused'])
    assert.containsSubset((await stepsOf(run))[0], { state: 'refused', branch: 'refused', code: 'no_consent' })
  })

  test('tries the next leg when the one before failed for certain', async ({ assert }) => {
    const channel = new ScriptedChannel()
    channel.script = (_message, { key }) => {
      if (channel.sent.length === 1) throw new Permanent('no', { vendorCode: '1' })
      return { providerId: key }
    }
    const { run, contactId } = await sendingBy(channel, { legs: 2 })
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['sent'])
    const messages = await messagesOf(run)
    assert.deepEqual(
      messages.map((message) => [message.leg, message.state]),
      [
        [0, 'failed'],
        [1, 'sent'],
      ]
    )
  })

  test('does not follow an unknown message with another one', async ({ assert }) => {
    const channel = new ScriptedChannel()
    channel.script = () => {
      throw new OutcomeUnknown('silence')
    }
    const { run, contactId } = await sendingBy(channel, { legs: 2 })
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['unknown'])
    assert.lengthOf(await messagesOf(run), 1)
  })
})

test.group('A step that calls somebody', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function calling(action: ScriptedAction) {
    const { workspace } = await givenSandbox()
    const connection = await action.connected(workspace)
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, {
      nodes: [
        {
          id: 'note',
          type: 'connector_action',
          name: 'Note',
          config: { connection: connection.id, action: 'note', input: { text: 'Left {{ cart.first_item }}' } },
        },
        { id: 'done', type: 'add_tag', name: 'Done', config: { tag: 'noted' } },
        { id: 'lost', type: 'add_tag', name: 'Lost', config: { tag: 'unknown' } },
      ],
      edges: [
        { from: 'trigger', branch: 'next', to: 'note' },
        { from: 'note', branch: 'next', to: 'done' },
        { from: 'note', branch: 'unknown', to: 'lost' },
      ],
    })
    await abandon(workspace, contactId)
    return { contactId, pipeline, run: () => onlyRun(pipeline), tags: () => tagsOf(db.connection(), contactId) }
  }

  /** A worker is killed between the commit of `started` and the commit of the outcome. */
  async function crashInTheMiddle(action: ScriptedAction, scene: Awaited<ReturnType<typeof calling>>) {
    const { script } = action
    action.script = async () => {
      const run = await scene.run()
      await db.from('runs').where('id', run.id).update({ lease_token: 'another worker', lease_until: 1 })
      return { id: 'n-0' }
    }
    const named = (name: string) => registeredWorks().find((work) => work.name === name)!
    while ((await workOnce(named('routing'), 'default')) > 0);
    await workOnce(named('runs'), 'marketing')
    action.script = script
    const [step] = await stepsOf(await scene.run())
    if (step.state !== 'started') throw new Error(`The step is ${String(step.state)}`)
  }

  test('fills its input in, calls once and keeps the answer', async ({ assert }) => {
    const action = new ScriptedAction('native')
    const scene = await calling(action)
    await drain()
    const run = await scene.run()
    assert.deepEqual(action.calls, [{ key: `${run.id}|note|1`, input: { text: 'Left Goccia' } }])
    assert.equal(run.state, 'completed')
    assert.deepEqual(await scene.tags(), ['noted'])
    assert.deepEqual(JSON.parse(String((await stepsOf(run))[0].output)), { id: 'n-1' })
  })

  test('is repeated under the same key after a crash when the vendor knows the key', async ({ assert }) => {
    const action = new ScriptedAction('native')
    const scene = await calling(action)
    await crashInTheMiddle(action, scene)
    await drain()
    assert.lengthOf(action.calls, 2)
    assert.equal(action.calls[0].key, action.calls[1].key)
    assert.deepEqual(await scene.tags(), ['noted'])
  })

  test('is looked up after a crash, and not repeated when it had happened', async ({ assert }) => {
    const action = new ScriptedAction('lookup')
    const scene = await calling(action)
    await crashInTheMiddle(action, scene)
    action.found = { id: 'n-0' }
    await drain()
    assert.lengthOf(action.calls, 1)
    assert.deepEqual(await scene.tags(), ['noted'])
    assert.deepEqual(JSON.parse(String((await stepsOf(await scene.run()))[0].output)), { id: 'n-0' })
  })

  test('goes the way of unknown after a crash when it can be neither repeated nor looked up', async ({ assert }) => {
    const action = new ScriptedAction('none')
    const scene = await calling(action)
    await crashInTheMiddle(action, scene)
    await drain()
    assert.lengthOf(action.calls, 1)
    assert.deepEqual(await scene.tags(), ['unknown'])
    assert.containsSubset((await stepsOf(await scene.run()))[0], { state: 'unknown', code: 'outcome_unknown' })
  })

  test('is tried again later when nothing was done, and fails the run when refused for good', async ({ assert }) => {
    const action = new ScriptedAction('none')
    const scene = await calling(action)
    action.script = () => {
      throw new Temporary('ill')
    }
    await drain()
    assert.equal((await scene.run()).state, 'waiting')
    assert.containsSubset((await stepsOf(await scene.run()))[0], { state: 'retrying', code: 'temporary' })

    action.script = () => {
      throw new Permanent('no such field', { vendorCode: '42' })
    }
    clock.advance(MINUTE)
    await drain()
    assert.containsSubset((await scene.run()).$attributes, { state: 'failed', code: 'permanent' })
  })

  test('may be retried by a person, under the same key', async ({ assert }) => {
    const action = new ScriptedAction('none')
    const scene = await calling(action)
    action.script = () => {
      throw new Permanent('no')
    }
    await drain()
    action.script = () => ({ id: 'n-2' })
    assert.deepEqual(await retryRun(await scene.run()), { ok: true })
    await drain()
    assert.equal((await scene.run()).state, 'completed')
    assert.equal(action.calls[0].key, action.calls[1].key)
    assert.deepEqual(await retryRun(await scene.run()), { ok: false, reason: 'run_not_failed' })
  })
})

test.group('A three-step cart sequence', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  const sequence: Partial<Graph> = {
    ...chain(
      { type: 'wait', config: { mode: 'duration', duration: '1h' } },
      { type: 'send_message', config: { legs: [{ template: 'cart_reminder' }] } },
      { type: 'wait', config: { mode: 'duration', duration: '23h' } },
      { type: 'send_message', config: { legs: [{ template: 'cart_reminder' }] } },
      { type: 'wait', config: { mode: 'duration', duration: '24h' } },
      { type: 'send_message', config: { legs: [{ template: 'cart_reminder' }] } }
    ),
    exits: [{ id: 'bought', events: ['order.placed'], scope: 'subject' }],
  }

  async function inSequence() {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected({}, { settings: { frequency_cap: 10 } })
    const contactId = await givenContact(workspace)
    await givenTemplate(workspace)
    const pipeline = await givenPipeline(workspace, sequence)
    const cartId = await abandon(workspace, contactId)
    const pass = async (time: number) => {
      clock.advance(time)
      await drain()
    }
    const buy = (of: string | null) =>
      givenEvents(workspace, {
        type: 'order.placed',
        key: `order-of-${of}`,
        subject: { kind: 'order', id: `order-of-${of}` },
        contactId,
        payload: orderOf(of),
      })
    await drain()
    return { channel, workspace, contactId, pipeline, cartId, pass, buy, run: () => onlyRun(pipeline) }
  }

  const orderOf = (cartId: string | null) => ({
    orderId: `order-of-${cartId}`,
    number: '#1042',
    cartId,
    items: [],
    total: { amount: 9650, currency: 'EUR' },
    lifecycle: 'open',
    payment: 'paid',
    fulfilment: 'unfulfilled',
    version: clock.now(),
    placedAt: clock.now(),
    paidAt: clock.now(),
    live: true,
  })

  test('reminds after 1, 24 and 48 hours', async ({ assert }) => {
    const { channel, pass, run } = await inSequence()
    const sent: number[] = []
    for (const time of [HOUR, 23 * HOUR, DAY]) {
      await pass(time)
      sent.push(channel.sent.length)
    }
    assert.deepEqual(sent, [1, 2, 3])
    assert.equal((await run()).state, 'completed')
  })

  test('stops when the order arrives, and sends nothing after it', async ({ assert }) => {
    const { channel, pass, buy, cartId, run } = await inSequence()
    await pass(HOUR)
    await buy(cartId)
    await pass(0)
    assert.containsSubset((await run()).$attributes, { state: 'exited', code: 'exit_rule', dueAt: null })
    await pass(DAY)
    await pass(2 * DAY)
    assert.lengthOf(channel.sent, 1)
  })

  test('takes back the reminder that waits for morning when the order comes at night', async ({ assert }) => {
    const { channel, pass, buy, cartId, run } = await inSequence()
    clock.freeze(Date.UTC(2026, 10, 20, 21, 30))
    await pass(0)
    const [message] = await messagesOf(await run())
    assert.equal(message.state, 'delayed')
    await buy(cartId)
    await pass(0)
    assert.containsSubset((await messagesOf(await run()))[0], { state: 'cancelled', code: 'run_exited' })
    await pass(DAY)
    assert.lengthOf(channel.sent, 0)
  })

  test('does not send what was claimed when the run ended meanwhile', async ({ assert }) => {
    const { channel, pass, run, pipeline } = await inSequence()
    // The message is queued, and the run ends without anybody cancelling it: the sender's own look must find that out.
    clock.freeze(Date.UTC(2026, 10, 20, 21, 30))
    await pass(0)
    await db.from('runs').where('pipeline_id', pipeline.id).update({ state: 'exited' })
    await pass(12 * HOUR)
    assert.lengthOf(channel.sent, 0)
    assert.containsSubset((await messagesOf(await run()))[0], { state: 'refused', code: 'run_exited' })
  })

  test('goes on when an order of another cart arrives', async ({ assert }) => {
    const { pass, buy, run } = await inSequence()
    await buy('somebody-elses-cart')
    await pass(0)
    assert.equal((await run()).state, 'waiting')
  })

  test('stops for an order that does not say which cart it came from', async ({ assert }) => {
    const { pass, buy, run } = await inSequence()
    await buy(null)
    await pass(0)
    assert.equal((await run()).state, 'exited')
  })
})
