import { lockContacts } from '#app/contacts/locks'
import type { Row, Trx } from '#app/database'
import { eventFromRow } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { announceActivity } from '#app/http/activity'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import { sideBySide } from '#app/together'
import { finishEach } from '#app/work/claim'
import { nodeOf } from '#app/pipelines/graph'
import { graphsOf } from '#app/pipelines/graphs'
import type { PublishedGraph } from '#app/pipelines/graphs'
import { Passage } from './passage.ts'
import type { RunRow } from './run.ts'
import { stepTypes } from '#app/pipelines/steps/registry'
import type { Result } from '#app/pipelines/steps/step'
import { Trace } from './trace.ts'
import { dropWaits } from './waits.ts'

/**
 * Moves runs on, with what a call of theirs came to where they made one. Their contacts are locked first, and the runs
 * read again under the lock: whoever ended or woke one meanwhile has changed its row.
 */
export async function passOn(trx: Trx, claimed: RunRow[], outside?: { result: Result; tookMs: number }): Promise<void> {
  const moved = await lockContacts(
    trx,
    claimed.map((row) => row.contact_id)
  )
  const runs = await stillOurs(trx, claimed)
  const graphs = await graphsOf(
    trx,
    runs.map((run) => run.version_id)
  )
  const events = await eventsOf(trx, runs)
  const trace = new Trace()
  await dropWaits(
    trx,
    runs.filter((run) => listens(run, graphs)).map((run) => run.id)
  )

  const changes: [RunRow, Row][] = []
  await sideBySide(
    runs,
    (run) => moved.get(run.contact_id) ?? run.contact_id,
    async (run) => {
      run.contact_id = moved.get(run.contact_id) ?? run.contact_id
      const published = graphs.get(run.version_id)
      if (!published) throw new Error(`There is no pipeline version ${run.version_id}`)
      if (run.held_by && !outside) return void changes.push([run, { state: 'paused', held_state: run.state }])

      const passage = new Passage(trx, {
        run,
        graph: published.graph,
        event: events.get(String(run.event_id)) ?? null,
        trace,
      })
      const change = await passage.advance(outside)
      changes.push([run, change])
      if (change.held_state === 'running') trx.after('commit', () => bell.ring(run.lane as Lane, 'runs'))
    }
  )
  await finishEach(trx, 'runs', changes)
  await trace.store(trx)
  trx.after('commit', () => new Set(runs.map((run) => run.workspace_id)).forEach(announceActivity))
}

async function stillOurs(trx: Trx, claimed: RunRow[]): Promise<RunRow[]> {
  const rows: RunRow[] = await trx
    .from('runs')
    .whereIn(
      'id',
      claimed.map((row) => row.id)
    )
    .where('lease_token', claimed[0].lease_token)
  return rows
}

/** Whether a wait of this run may still be listening while the run is being moved on. */
function listens(run: RunRow, graphs: Map<string, PublishedGraph>): boolean {
  const graph = graphs.get(run.version_id)?.graph
  const node = graph && nodeOf(graph, run.node)
  return Boolean(run.step_run_id && node && stepTypes.get(node.type)?.listensTo?.(node.config).length)
}

async function eventsOf(trx: Trx, runs: RunRow[]): Promise<Map<string, StoredEvent>> {
  const ids = [...new Set(runs.flatMap((run) => run.event_id ?? []))]
  if (ids.length === 0) return new Map()
  const rows: Row[] = await trx.from('events').whereIn('id', ids)
  return new Map(rows.map((row) => [String(row.id), eventFromRow(row)]))
}
