import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { lockContact, lockContacts } from '#app/contacts/locks'
import { eventFromRow } from '#app/events/event'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import { endRun } from './exits.ts'
import { forgetListening } from '#app/pipelines/listening'
import type { Pipeline } from '#app/pipelines/pipeline'
import { ACTIVE_STATES } from './run.ts'
import type { Run } from './run.ts'
import { goingOn } from './run_states.ts'
import { startRun } from './starting.ts'
import type { Started } from './starting.ts'
import { nodeOf } from '#app/pipelines/graph'
import { graphOf } from '#app/pipelines/graphs'
import { stepTypes } from '#app/pipelines/steps/registry'

const SLICE = 100

export type Done = { ok: true } | { ok: false; reason: string }

/** Nothing new starts, and runs stay where they are until it goes on. */
export async function pausePipeline(pipeline: Pipeline): Promise<Done> {
  return transaction(async (trx) => {
    if (!(await changeState(trx, pipeline, ['live'], 'paused'))) return { ok: false, reason: 'pipeline_not_live' }
    await hold(trx, 'pipeline', { pipeline_id: pipeline.id })
    return { ok: true }
  })
}

/** What became due meanwhile goes on at once; runs that a person paused alone stay paused. */
export async function resumePipeline(pipeline: Pipeline): Promise<Done> {
  return transaction(async (trx) => {
    if (!(await changeState(trx, pipeline, ['paused'], 'live'))) return { ok: false, reason: 'pipeline_not_paused' }
    await release(trx, 'pipeline', { pipeline_id: pipeline.id })
    return { ok: true }
  })
}

/**
 * Ends every run, a slice at a time, and says how many. Publishing again starts anew. All are held first, so that none
 * goes on when this is cut off between two slices; stopping once more ends the rest.
 */
export async function stopPipeline(
  pipeline: Pipeline
): Promise<{ ok: true; cancelled: number } | { ok: false; reason: string }> {
  const stopped = await transaction(async (trx) => {
    const changed = await changeState(trx, pipeline, ['live', 'paused'], 'stopped')
    if (changed) await hold(trx, 'pipeline', { pipeline_id: pipeline.id })
    return changed
  })
  if (!stopped && pipeline.state !== 'stopped') return { ok: false, reason: 'pipeline_not_live' }

  let cancelled = 0
  for (;;) {
    const ended = await transaction((trx) => endSlice(trx, pipeline))
    if (ended === 0)
      return stopped || cancelled > 0 ? { ok: true, cancelled } : { ok: false, reason: 'pipeline_not_live' }
    cancelled += ended
  }
}

async function endSlice(trx: Trx, pipeline: Pipeline): Promise<number> {
  const runs: Row[] = await trx
    .from('runs')
    .where('pipeline_id', pipeline.id)
    .whereIn('state', [...ACTIVE_STATES])
    .orderBy('id')
    .limit(SLICE)
    .select('id', 'contact_id')
  await lockContacts(
    trx,
    runs.map((run) => String(run.contact_id))
  )
  for (const run of runs) await endRun(trx, String(run.id), { state: 'cancelled', code: 'pipeline_stopped' })
  return runs.length
}

async function changeState(trx: Trx, pipeline: Pipeline, from: string[], to: Pipeline['state']): Promise<boolean> {
  const [count] = asCount(
    await trx
      .from('pipelines')
      .where('id', pipeline.id)
      .whereIn('state', from)
      .update({ state: to, updated_at: clock.now() })
  )
  if (count === 1) pipeline.state = to
  trx.after('commit', forgetListening)
  return count === 1
}

/** A run in a worker's hands finishes its step first: it finds itself held when it wants to go on. */
async function hold(trx: Trx, by: 'pipeline' | 'person', which: Row): Promise<number> {
  const [count] = asCount(
    await trx
      .from('runs')
      .where(which)
      .whereIn('state', ['running', 'waiting', 'parked'])
      .whereNull('held_by')
      // In this order: MySQL sees the columns already changed to the left.
      .update({
        held_state: trx.knexRawQuery('state'),
        state: trx.knexRawQuery("case when lease_token is null then 'paused' else state end"),
        held_by: by,
        updated_at: clock.now(),
      })
  )
  return count
}

async function release(trx: Trx, by: 'pipeline' | 'person', which: Row): Promise<number> {
  const [count] = asCount(
    await trx
      .from('runs')
      .where({ ...which, held_by: by })
      .whereIn('state', [...ACTIVE_STATES])
      .update({
        state: trx.knexRawQuery("case when state = 'paused' then held_state else state end"),
        held_state: null,
        held_by: null,
        updated_at: clock.now(),
      })
  )
  return count
}

export async function pauseRun(run: Run): Promise<Done> {
  const count = await transaction((trx) => hold(trx, 'person', { id: run.id }))
  return count === 1 ? { ok: true } : { ok: false, reason: 'run_not_active' }
}

export async function resumeRun(run: Run): Promise<Done> {
  const count = await transaction((trx) => release(trx, 'person', { id: run.id }))
  bell.ring(run.lane as Lane)
  return count === 1 ? { ok: true } : { ok: false, reason: 'run_not_paused' }
}

export async function endRunByPerson(run: Run): Promise<Done> {
  const ended = await transaction(async (trx) => {
    await lockContact(trx, run.contactId)
    return endRun(trx, run.id, { state: 'cancelled', code: 'ended_by_person' })
  })
  return ended ? { ok: true } : { ok: false, reason: 'run_not_active' }
}

/** Goes on now instead of waiting; a message that is on its way cannot be hurried. */
export async function continueNow(run: Run): Promise<Done> {
  const count = await transaction(async (trx) => {
    await lockContact(trx, run.contactId)
    const [changed] = asCount(
      await trx
        .from('runs')
        .where({ id: run.id, state: 'waiting' })
        .update({ ...goingOn(trx, 'running', clock.now()), wake: JSON.stringify({ kind: 'skipped' }) })
    )
    return changed
  })
  bell.ring(run.lane as Lane)
  return count === 1 ? { ok: true } : { ok: false, reason: 'run_not_waiting' }
}

/** Does the failed step again. A call keeps its key, so that the other side knows it for the same. */
export async function retryRun(run: Run): Promise<Done> {
  const done = await transaction(async (trx): Promise<Done> => {
    await lockContact(trx, run.contactId)
    const { graph } = await graphOf(trx, run.versionId)
    const node = nodeOf(graph, run.node)
    const calls = Boolean(node && stepTypes.get(node.type)?.call)
    // Nobody knows how far it had come: the visit stays, so that what it sent is found again instead of sent again.
    const cutOff = run.state === 'gave_up' && !calls && run.stepRunId !== null
    const [count] = asCount(
      await trx
        .from('runs')
        .where('id', run.id)
        .whereIn('state', ['failed', 'gave_up'])
        .update({
          ...goingOn(trx, 'running', clock.now()),
          code: null,
          params: null,
          ended_at: null,
          attempts: 0,
          crashes: 0,
          // Steps that only think are entered anew; a call is taken up where it was left.
          ...(calls ? {} : cutOff ? { wake: JSON.stringify({ kind: 'again' }) } : { step_run_id: null }),
        })
    )
    if (count === 0) return { ok: false, reason: 'run_not_failed' }
    if (cutOff)
      await trx
        .from('step_runs')
        .where('id', String(run.stepRunId))
        .update({ state: 'waiting', code: null, ended_at: null })
    if (calls && run.stepRunId)
      await trx.from('step_runs').where('id', run.stepRunId).update({ state: 'asked_again', ended_at: null })
    return { ok: true }
  })
  bell.ring(run.lane as Lane)
  return done
}

/** Starts anew from the same event, on the version that is published now. */
export async function replayRun(run: Run): Promise<Started> {
  return transaction(async (trx) => {
    const row: Row | null = run.eventId ? await trx.from('events').where('id', run.eventId).first() : null
    return startRun(trx, {
      pipelineId: run.pipelineId,
      contactId: run.contactId,
      event: row ? eventFromRow(row) : null,
      key: `replay|${newId('row')}`,
      variables: run.variables,
      replayOf: run.id,
    })
  })
}
