import { bulkChanges } from '#app/bulk_update'
import { insert } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { clock } from '#app/clock'
import type { RunRow } from './run.ts'

const LARGEST_KEPT = 32 * 1024

/** Input and output are kept up to 32 KB; what is larger is cut and says so. */
export function kept(value: Record<string, unknown> | null | undefined): string | null {
  if (!value || Object.keys(value).length === 0) return null
  const text = JSON.stringify(value)
  return text.length <= LARGEST_KEPT ? text : JSON.stringify({ too_large: true, beginning: text.slice(0, 2000) })
}

export interface StepRunDraft {
  run: RunRow
  node: string
  type: string
  visit: number
}

export function stepRunRow({ run, node, type, visit }: StepRunDraft, change: Row): Row & { id: string } {
  return {
    id: newId('step_run'),
    workspace_id: run.workspace_id,
    pipeline_id: run.pipeline_id,
    run_id: run.id,
    contact_id: run.contact_id,
    node,
    type,
    visit,
    attempt: 1,
    branch: null,
    input: null,
    output: null,
    code: null,
    params: null,
    call_key: null,
    until: null,
    started_at: clock.now(),
    ended_at: null,
    took_ms: null,
    ...change,
  } as Row & { id: string }
}

/** Step runs of many runs go into one statement, and what becomes of those that were there into another. */
export class Trace {
  #rows: Row[] = []
  #changes: [id: string, change: Row][] = []

  add(row: Row): void {
    this.#rows.push(row)
  }

  change(id: string, change: Row): void {
    this.#changes.push([id, change])
  }

  async store(trx: Trx): Promise<void> {
    await insert(trx, 'step_runs', this.#rows)
    for (const { ids, change } of bulkChanges(trx, this.#changes))
      await trx.from('step_runs').whereIn('id', ids).update(change)
  }
}
