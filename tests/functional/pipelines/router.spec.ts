import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { addTag, tagsOf } from '#app/contacts/tags'
import { transaction } from '#app/database'
import { startRun } from '#app/runs/starting'
import { drain, registeredWorks, workOnce } from '#app/work/worker'
import { givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun, refusalsOf, runsOf, stepsOf } from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'

const frozen = (group: { each: { setup(hook: () => () => void): void } }) =>
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

async function scene() {
  const { workspace } = await givenSandbox()
  return { workspace, contactId: await givenContact(workspace) }
}

const rest = { type: 'wait', config: { mode: 'duration', duration: '30d' } }

test.group('An event', (group) => {
  frozen(group)

  test('starts each pipeline that listens to it, once', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const one = await givenPipeline(workspace, chain(rest))
    const two = await givenPipeline(workspace, chain(rest), 'Another')
    const other = await givenPipeline(workspace, { ...chain(rest), trigger: { events: ['order.paid'] } }, 'Other')
    await abandon(workspace, contactId)
    await drain()
    await db
      .from('events')
      .where({ workspace_id: workspace.id, type: 'cart.abandoned' })
      .update({ state: 'pending', due_at: 0 })
    await drain()
    assert.deepEqual([(await runsOf(one)).length, (await runsOf(two)).length, (await runsOf(other)).length], [1, 1, 0])
  })

  test('that is too old updates state and starts nothing', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const pipeline = await givenPipeline(workspace, {
      ...chain(rest),
      trigger: { events: ['cart.abandoned'], fresh_for: '1h' },
    })
    await givenEvents(workspace, { type: 'cart.abandoned', contactId, occurredAt: clock.now() - HOUR - 1 })
    await drain()
    assert.lengthOf(await runsOf(pipeline), 0)
    assert.containsSubset((await refusalsOf(pipeline))[0], { code: 'stale_event', contact_id: contactId })
  })

  test('from before the connection was made starts nothing', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const pipeline = await givenPipeline(workspace, chain(rest))
    await givenEvents(workspace, {
      type: 'cart.abandoned',
      contactId,
      historic: true,
      occurredAt: clock.now() - MINUTE,
    })
    await drain()
    const [refusal] = await refusalsOf(pipeline)
    assert.equal(refusal.code, 'stale_event')
    assert.isTrue(JSON.parse(String(refusal.params)).historic)
  })

  test('without a contact starts nothing, and says so', async ({ assert }) => {
    const { workspace } = await scene()
    const pipeline = await givenPipeline(workspace, chain(rest))
    await givenEvents(workspace, { type: 'cart.abandoned' })
    await drain()
    assert.equal((await refusalsOf(pipeline))[0].code, 'no_contact')
  })

  test('must meet the filter of the trigger and the rule of who may enter', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const small = await givenPipeline(workspace, {
      ...chain(rest),
      trigger: { events: ['cart.abandoned'], where: { path: 'cart.total', op: 'gt', value: 500 } },
    })
    const vips = await givenPipeline(
      workspace,
      { ...chain(rest), entry: { rule: 'always', who: { path: 'contact.tags', op: 'contains', value: 'vip' } } },
      'Vips'
    )
    await abandon(workspace, contactId)
    await drain()
    assert.deepEqual(
      [(await refusalsOf(small))[0].code, (await refusalsOf(vips))[0].code],
      ['trigger_filter', 'entry_condition']
    )

    await transaction((trx) => addTag(trx, contactId, 'VIP'))
    await abandon(workspace, contactId)
    await drain()
    assert.lengthOf(await runsOf(vips), 1)
  })

  test('beyond ten that caused one another starts nothing', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const pipeline = await givenPipeline(workspace, {
      ...chain({ type: 'remove_tag', config: { tag: 'ping' } }, { type: 'add_tag', config: { tag: 'ping' } }),
      trigger: { events: ['tag.added'] },
    })
    await transaction((trx) => addTag(trx, contactId, 'ping'))
    await drain()
    assert.lengthOf(await runsOf(pipeline), 11)
    const last = await db
      .from('events')
      .where({ workspace_id: workspace.id, type: 'tag.added' })
      .orderBy('depth', 'desc')
      .firstOrFail()
    assert.include(String(last.notes), 'loop_stopped')
  })
})

test.group('Entering again', (group) => {
  frozen(group)

  const entering = async (entry: Parameters<typeof givenPipeline>[1]) => {
    const { workspace, contactId } = await scene()
    const pipeline = await givenPipeline(workspace, { ...chain(rest), ...entry })
    const again = async (change: Record<string, unknown> = {}) => {
      await abandon(workspace, contactId, change)
      await drain()
      return (await runsOf(pipeline)).length
    }
    return { again, pipeline, workspace, contactId }
  }

  test('is refused where one may enter once', async ({ assert }) => {
    const { again, pipeline } = await entering({ entry: { rule: 'once' } })
    assert.deepEqual([await again(), await again()], [1, 1])
    assert.equal((await refusalsOf(pipeline))[0].code, 'entry_once')
  })

  test('is let in after the days have passed', async ({ assert }) => {
    const { again, pipeline } = await entering({ entry: { rule: 'every_days', days: 7 } })
    assert.equal(await again(), 1)
    clock.advance(7 * DAY - 1)
    assert.equal(await again(), 1)
    assert.containsSubset((await refusalsOf(pipeline))[0], { code: 'entry_too_soon' })
    clock.advance(1)
    assert.equal(await again(), 2)
  })

  test('is always let in where the rule says so', async ({ assert }) => {
    const { again } = await entering({ entry: { rule: 'always' } })
    assert.deepEqual([await again(), await again()], [1, 2])
  })

  test('counts per value where the rule names a field', async ({ assert }) => {
    const { again } = await entering({ entry: { rule: 'once', field: 'cart.total.currency' } })
    assert.deepEqual([await again(), await again(), await again({ total: { amount: 1, currency: 'USD' } })], [1, 1, 2])
  })

  test('by the same key of the API is the same run', async ({ assert }) => {
    const { pipeline, contactId } = await entering({ entry: { rule: 'always' } })
    const start = (key: string) =>
      transaction((trx) => startRun(trx, { pipelineId: pipeline.id, contactId, key, variables: { note: 'x' } }))
    const first = await start('k1')
    const second = await start('k1')
    assert.isTrue(first.ok && second.ok && first.runId === second.runId && first.isNew && !second.isNew)
    await start('k2')
    assert.lengthOf(await runsOf(pipeline), 2)
  })
})

test.group('Waiting for an answer', (group) => {
  frozen(group)

  const named = (name: string) => registeredWorks().find((work) => work.name === name)!
  const route = async () => {
    for (const lane of ['conversational', 'transactional', 'default'] as const)
      while ((await workOnce(named('routing'), lane)) > 0);
  }

  const asking = {
    nodes: [
      {
        id: 'ask',
        type: 'send_message',
        name: 'Ask',
        config: { purpose: 'marketing', legs: [{ text: 'Shall we keep it for you?' }] },
      },
      {
        id: 'answer',
        type: 'wait',
        name: 'Answer',
        config: { mode: 'reply', timeout: '24h', where: { path: 'message.text', op: 'contains', value: 'yes' } },
      },
      { id: 'yes', type: 'add_tag', name: 'Yes', config: { tag: 'said {{ steps.answer.text }}' } },
      { id: 'silent', type: 'add_tag', name: 'Silent', config: { tag: 'silent' } },
    ],
    edges: [
      { from: 'trigger', branch: 'next', to: 'ask' },
      { from: 'ask', branch: 'next', to: 'answer' },
      { from: 'answer', branch: 'reply', to: 'yes' },
      { from: 'answer', branch: 'timeout', to: 'silent' },
    ],
  }

  async function asked() {
    const { workspace } = await new ScriptedChannel().connected()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, asking)
    await abandon(workspace, contactId)
    return {
      workspace,
      contactId,
      pipeline,
      run: () => onlyRun(pipeline),
      tags: () => tagsOf(db.connection(), contactId),
    }
  }

  let wrote = 0
  const write = (workspace: { id: string }, contactId: string, text: string) => {
    const key = `m-${++wrote}`
    return givenEvents(workspace, {
      type: 'message.received',
      connector: 'sandbox',
      key,
      contactId,
      payload: { providerId: key, channel: 'whatsapp', kind: 'text', text },
    })
  }

  test('ends with the answer, and passes over what is none', async ({ assert }) => {
    const { workspace, contactId, run, tags } = await asked()
    await drain()
    assert.equal((await run()).state, 'waiting')
    await write(workspace, contactId, 'who are you?')
    await drain()
    assert.equal((await run()).state, 'waiting')
    await write(workspace, contactId, 'Yes please')
    await drain()
    assert.equal((await run()).state, 'completed')
    assert.deepEqual(await tags(), ['said Yes please'])
  })

  test('ends by time when nobody answers', async ({ assert }) => {
    const { run, tags, pipeline } = await asked()
    await drain()
    clock.advance(DAY)
    await drain()
    assert.equal((await run()).state, 'completed')
    assert.deepEqual(await tags(), ['silent'])
    assert.lengthOf(await db.from('waits').where('workspace_id', pipeline.workspaceId), 0)
  })

  test('finds the answer that was routed before the wait was armed', async ({ assert }) => {
    const { workspace, contactId, run, tags } = await asked()
    await route()
    // The question is out; the run has not come to its wait yet.
    await workOnce(named('runs'), 'marketing')
    assert.equal((await run()).state, 'parked')
    clock.advance(1)
    await write(workspace, contactId, 'yes')
    await route()
    assert.equal((await run()).state, 'parked')
    await drain()
    assert.equal((await run()).state, 'completed')
    assert.deepEqual(await tags(), ['said yes'])
  })

  test('finds the answer that is routed after the wait was armed', async ({ assert }) => {
    const { workspace, contactId, run, tags } = await asked()
    await route()
    await workOnce(named('runs'), 'marketing')
    await write(workspace, contactId, 'yes')
    // Everything but routing goes on.
    for (const work of registeredWorks().filter(({ name }) => name !== 'routing')) {
      for (const lane of ['conversational', 'transactional', 'default', 'marketing'] as const)
        if (!work.lanes || work.lanes.includes(lane)) while ((await workOnce(work, lane)) > 0);
    }
    assert.equal((await run()).state, 'waiting')
    await drain()
    assert.deepEqual(await tags(), ['said yes'])
  })

  test('does not take an answer to an earlier question', async ({ assert }) => {
    const { workspace, contactId, run } = await asked()
    await write(workspace, contactId, 'yes')
    await route()
    clock.advance(1)
    await drain()
    assert.equal((await run()).state, 'waiting')
  })

  test('is over at once when an exit rule applies', async ({ assert }) => {
    const { workspace, contactId } = await scene()
    const pipeline = await givenPipeline(workspace, {
      ...asking,
      exits: [{ id: 'out', events: ['consent.withdrawn'], scope: 'contact' }],
    })
    await abandon(workspace, contactId)
    await drain()
    await write(workspace, contactId, 'STOP')
    await drain()
    const run = await onlyRun(pipeline)
    assert.containsSubset(run.$attributes, { state: 'exited', code: 'exit_rule' })
    assert.containsSubset((await stepsOf(run))[1], { state: 'exited' })
    assert.lengthOf(await db.from('waits').where('run_id', run.id), 0)
  })
})
