import db from '@adonisjs/lucid/services/db'
import { clock, machineNow, MINUTE, SECOND } from '#app/clock'
import { insert, readJson, transaction } from '#app/database'
import type { Row } from '#app/database'
import { eventFromRow } from '#app/events/event'
import { naturalKey } from '#app/ids'
import { asCount, finish, LeaseLost } from '#app/work/claim'
import { isConnectorError } from '#sdk/errors'
import type { ConnectorError } from '#sdk/errors'
import { nodeOf, NEXT } from '#app/pipelines/graph'
import { graphOf } from '#app/pipelines/graphs'
import { passOn } from './pass_on.ts'
import type { RunRow } from './run.ts'
import { goingOn } from './run_states.ts'
import { stepTypes } from '#app/pipelines/steps/registry'
import { branch, failure } from '#app/pipelines/steps/step'
import type { Call, Preparation, Result } from '#app/pipelines/steps/step'
import { kept, stepRunRow } from './trace.ts'
import { RunValues } from '#app/pipelines/values'

const MAX_TRIES = 6
const CALL_LIMIT = MINUTE

/** How often it was tried, and what is known of the try before. */
interface Start {
  stepRunId: string
  key: string
  attempt: number
  /**
   * `new`: nothing was tried. `open`: a try whose end nobody knows. `told`: the other side said that nothing was done.
   * `asked`: a person wants it tried again, whatever became of the try before.
   */
  before: 'new' | 'open' | 'told' | 'asked'
}

type Outcome = { kind: 'result'; result: Result } | { kind: 'again'; after: number; code: string }

/**
 * A step that calls somebody else. That it starts is committed before the call, so that a crash in between is seen
 * afterwards; what then happens is decided by what the call declared about being made twice.
 */
export async function callOutside(run: RunRow): Promise<void> {
  const { graph } = await graphOf(db.connection(), run.version_id)
  const node = nodeOf(graph, run.node)
  const type = node && stepTypes.get(node.type)
  if (!node || !type?.call) throw new Error(`Run ${run.id} stands at no step that calls`)

  const values = await valuesOf(run)
  const visit = Number(readJson<Record<string, number>>(run.visits)[node.id] ?? 0)
  const preparation = await type.call({
    config: node.config,
    node,
    graph,
    workspaceId: run.workspace_id,
    runId: run.id,
    visit,
    now: clock.now(),
    wake: null,
    // What calls makes no message.
    message: () => Promise.resolve(null),
    values: () => values.all(),
    text: (source, missing) => values.text(source, missing),
    zone: (whose) => values.zone(whose),
  })

  const start = await begin(run, node.id, node.type, preparation)
  const began = machineNow()
  const outcome = preparation.ok ? await perform(preparation.call, start) : refused(preparation)
  if (outcome.kind === 'again') return tryLater(run, start, outcome)
  const current = { ...run, step_run_id: start.stepRunId }
  await transaction((trx) => passOn(trx, [current], { result: outcome.result, tookMs: machineNow() - began }))
}

async function valuesOf(run: RunRow): Promise<RunValues> {
  const client = db.connection()
  const row: Row | null = run.event_id ? await client.from('events').where('id', run.event_id).first() : null
  return new RunValues(client, {
    workspaceId: run.workspace_id,
    contactId: run.contact_id,
    event: row ? eventFromRow(row) : null,
    variables: readJson(run.variables),
    outputs: readJson(run.outputs),
  })
}

/** Commits `started` before anything leaves. */
async function begin(run: RunRow, node: string, type: string, preparation: Preparation): Promise<Start> {
  return transaction(async (trx) => {
    const input = preparation.ok ? kept(preparation.call.input) : null
    const found: Row | null = run.step_run_id ? await trx.from('step_runs').where('id', run.step_run_id).first() : null
    if (found) {
      const attempt = Number(found.attempt) + 1
      await trx
        .from('step_runs')
        .where('id', String(found.id))
        .update({ state: 'started', attempt, code: null, params: null, input, ended_at: null })
      await mustHold(
        trx.from('runs').where({ id: run.id, lease_token: run.lease_token }).update({ updated_at: clock.now() }),
        run
      )
      return { stepRunId: String(found.id), key: String(found.call_key), attempt, before: earlierTry(found) }
    }

    const visits = readJson<Record<string, number>>(run.visits)
    const visit = (visits[node] ?? 0) + 1
    const key = naturalKey(run.id, node, visit)
    const row = stepRunRow({ run, node, type, visit }, { state: 'started', call_key: key, input })
    await insert(trx, 'step_runs', row)
    const change = {
      step_run_id: row.id,
      visits: JSON.stringify({ ...visits, [node]: visit }),
      updated_at: clock.now(),
    }
    await mustHold(trx.from('runs').where({ id: run.id, lease_token: run.lease_token }).update(change), run)
    return { stepRunId: row.id, key, attempt: 1, before: 'new' }
  })
}

function earlierTry({ state, code }: Row): Start['before'] {
  if (state === 'asked_again') return 'asked'
  return state === 'started' || code === 'outcome_unknown' ? 'open' : 'told'
}

async function mustHold(update: PromiseLike<unknown>, run: RunRow): Promise<void> {
  const [count] = asCount(await update)
  if (count !== 1) throw new LeaseLost('runs', run.id)
}

async function perform(call: Call, { key, attempt, before }: Start): Promise<Outcome> {
  if (before === 'open' && call.idempotency === 'none') return unknown()
  const signal = AbortSignal.timeout(CALL_LIMIT)
  try {
    const mayHaveHappened = before === 'open' || before === 'asked'
    const earlier = mayHaveHappened && call.idempotency === 'lookup' ? await call.find?.(key, signal) : null
    return done(earlier ?? (await call.perform(key, signal)))
  } catch (error) {
    return judge(error, call, attempt)
  }
}

const done = (output: Record<string, unknown>): Outcome => ({ kind: 'result', result: { next: branch(NEXT), output } })
const unknown = (): Outcome => ({
  kind: 'result',
  result: { next: branch('unknown'), state: 'unknown', code: 'outcome_unknown' },
})
const refused = ({ code, params }: Exclude<Preparation, { ok: true }>): Outcome => ({
  kind: 'result',
  result: failure(code, params),
})

/** A try again is for what certainly did nothing, or for what may safely be done twice. */
function judge(error: unknown, { idempotency }: Call, attempt: number): Outcome {
  if (!isConnectorError(error)) {
    if (isInvalid(error))
      return refused({ ok: false, code: 'invalid_input', params: { field: error.messages[0]?.field ?? '' } })
    throw error
  }
  const code = error.code.replace(/^E_/, '').toLowerCase()
  const lost = error.code === 'E_OUTCOME_UNKNOWN'
  const mayRepeat = lost ? idempotency !== 'none' : error.code === 'E_TEMPORARY' || error.code === 'E_RATE_LIMITED'
  if (mayRepeat && attempt < MAX_TRIES) return { kind: 'again', after: pauseOf(error, attempt), code }
  return lost ? unknown() : refused({ ok: false, code, params: paramsOf(error) })
}

const isInvalid = (error: unknown): error is { messages: { field: string }[] } =>
  typeof error === 'object' && error !== null && 'messages' in error && Array.isArray(error.messages)

function pauseOf(error: ConnectorError, attempt: number): number {
  const asked = 'retryAfter' in error ? Number(error.retryAfter) : 0
  return Math.max(asked, Math.min(5 * SECOND * 3 ** (attempt - 1), 30 * MINUTE))
}

const paramsOf = (error: ConnectorError): Record<string, unknown> => ({
  message: error.message,
  ...(error.vendorCode ? { providerCode: error.vendorCode } : {}),
  ...('field' in error ? { field: error.field } : {}),
})

async function tryLater(
  run: RunRow,
  { stepRunId, attempt }: Start,
  { after, code }: Extract<Outcome, { kind: 'again' }>
): Promise<void> {
  await transaction(async (trx) => {
    const until = clock.now() + after
    await trx
      .from('step_runs')
      .where('id', stepRunId)
      .update({ state: 'retrying', code, params: JSON.stringify({ attempt }), until })
    await finish(trx, 'runs', run, { ...goingOn(trx, 'waiting', until), attempts: 0 })
  })
}
