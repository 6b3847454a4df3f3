import { test } from '@japa/runner'
import { clock, DAY, HOUR } from '#app/clock'
import {
  continueNow,
  endRunByPerson,
  pausePipeline,
  pauseRun,
  replayRun,
  resumePipeline,
  resumeRun,
  stopPipeline,
} from '#app/runs/operations'
import { publish, saveDraft } from '#app/pipelines/publishing'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING, givenContact, givenSandbox, givenTemplate } from '#tests/support/messaging'
import {
  abandon,
  chain,
  givenPipeline,
  graph,
  messagesOf,
  onlyRun,
  refusalsOf,
  runsOf,
  stepsOf,
} from '#tests/support/pipelines'

const patient = chain({ type: 'wait', id: 'rest', config: { mode: 'duration', duration: '1h' } }, { type: 'end' })

test.group('Pausing and stopping', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function waiting(change = {}) {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace)
    await givenTemplate(workspace)
    const pipeline = await givenPipeline(workspace, { ...patient, ...change })
    await abandon(workspace, contactId)
    await drain()
    return { workspace, contactId, pipeline, run: () => onlyRun(pipeline) }
  }

  test('a paused pipeline holds its runs and lets nobody in; resumed, it goes on', async ({ assert }) => {
    const { workspace, contactId, pipeline, run } = await waiting()
    assert.deepEqual(await pausePipeline(pipeline), { ok: true })
    clock.advance(2 * HOUR)
    await abandon(workspace, contactId)
    await drain()
    assert.containsSubset((await run()).$attributes, { state: 'paused', heldState: 'waiting' })
    assert.equal((await refusalsOf(pipeline))[0].code, 'pipeline_paused')

    assert.deepEqual(await resumePipeline(pipeline), { ok: true })
    await drain()
    assert.equal((await run()).state, 'completed')
    assert.deepEqual(await resumePipeline(pipeline), { ok: false, reason: 'pipeline_not_paused' })
  })

  test('a queued message of a paused run waits with it', async ({ assert }) => {
    const { pipeline, run } = await waiting(
      chain({ type: 'send_message', config: { legs: [{ template: 'cart_reminder' }] } })
    )
    // The night holds the message back, then the pipeline is paused over the morning.
    assert.equal((await run()).state, 'completed')
    clock.freeze(Date.UTC(2026, 10, 20, 21))
    await abandon({ id: pipeline.workspaceId }, (await run()).contactId)
    await drain()
    const [, second] = await runsOf(pipeline)
    await pausePipeline(pipeline)
    clock.advance(12 * HOUR)
    await drain()
    assert.containsSubset((await messagesOf(second))[0], { state: 'delayed', code: 'run_paused' })
    await resumePipeline(pipeline)
    clock.advance(HOUR)
    await drain()
    assert.notEqual((await messagesOf(second))[0].state, 'delayed')
    assert.equal((await runsOf(pipeline))[1].state, 'completed')
  })

  test('a run that a person paused stays paused when the pipeline resumes', async ({ assert }) => {
    const { pipeline, run } = await waiting()
    await pauseRun(await run())
    await pausePipeline(pipeline)
    await resumePipeline(pipeline)
    assert.equal((await run()).state, 'paused')
    await resumeRun(await run())
    assert.equal((await run()).state, 'waiting')
  })

  test('stopping cancels every run and says how many', async ({ assert }) => {
    const { workspace, pipeline } = await waiting()
    await abandon(workspace, await givenContact(workspace))
    await drain()
    assert.deepEqual(await stopPipeline(pipeline), { ok: true, cancelled: 2 })
    for (const run of await runsOf(pipeline))
      assert.containsSubset(run.$attributes, { state: 'cancelled', code: 'pipeline_stopped' })
    await abandon(workspace, await givenContact(workspace))
    await drain()
    assert.lengthOf(await runsOf(pipeline), 2)
  })

  test('a person may end a run, or not wait for its time', async ({ assert }) => {
    const { workspace, contactId, pipeline } = await waiting()
    await abandon(workspace, contactId)
    await drain()
    const [first, second] = await runsOf(pipeline)
    await endRunByPerson(first)
    await continueNow(second)
    await drain()
    const [ended, hurried] = await runsOf(pipeline)
    assert.containsSubset(ended.$attributes, { state: 'cancelled', code: 'ended_by_person' })
    assert.equal(hurried.state, 'completed')
    assert.containsSubset((await stepsOf(hurried))[0], { state: 'skipped' })
    assert.deepEqual(await endRunByPerson(first), { ok: false, reason: 'run_not_active' })
    assert.deepEqual(await continueNow(second), { ok: false, reason: 'run_not_waiting' })
  })

  test('a replay is another run from the same event, whatever the entry rule', async ({ assert }) => {
    const { pipeline, run } = await waiting({ entry: { rule: 'once' } })
    const first = await run()
    const replayed = await replayRun(first)
    assert.isTrue(replayed.ok)
    const [, second] = await runsOf(pipeline)
    assert.containsSubset(second.$attributes, { replayOf: first.id, eventId: first.eventId })
  })

  test('runs stay on the version they began with', async ({ assert }) => {
    const { workspace, contactId, pipeline } = await waiting()
    const saved = await saveDraft(
      pipeline,
      graph(chain({ type: 'wait', id: 'longer', config: { mode: 'duration', duration: '2d' } }, { type: 'end' }))
    )
    assert.isTrue(saved.ok)
    assert.containsSubset(await publish(pipeline, null), { ok: true, version: 2 })
    assert.containsSubset(await publish(pipeline, null), { ok: false, reason: 'unchanged' })
    await abandon(workspace, contactId)
    await drain()
    clock.advance(HOUR)
    await drain()
    assert.deepEqual(
      (await runsOf(pipeline)).map(({ state }) => state),
      ['completed', 'waiting']
    )
    clock.advance(2 * DAY)
    await drain()
    assert.deepEqual(
      (await runsOf(pipeline)).map(({ state }) => state),
      ['completed', 'completed']
    )
  })
})
