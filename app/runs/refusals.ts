import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Client, Trx } from '#app/database'
import { newId } from '#app/ids'

export interface StartRefusal {
  workspaceId: string
  pipelineId: string
  eventId: string
  contactId: string | null
  code: string
  params?: Record<string, unknown>
}

/** Says why an event did not start a pipeline; once per event and pipeline. */
export async function explain(trx: Trx, refusals: StartRefusal[]): Promise<void> {
  await insertNew(
    trx,
    'run_refusals',
    refusals.map(({ workspaceId, pipelineId, eventId, contactId, code, params }) => ({
      id: newId('row'),
      workspace_id: workspaceId,
      pipeline_id: pipelineId,
      event_id: eventId,
      contact_id: contactId,
      code,
      params: params ? JSON.stringify(params) : null,
      at: clock.now(),
    }))
  )
}

/** Why these events started nothing, for the chain: event id → refusals with the pipeline's name. */
export async function refusalsFor(client: Client, eventIds: string[]) {
  const rows: {
    event_id: string
    pipeline_id: string
    name: string
    code: string
    params: string | null
    at: number
  }[] =
    eventIds.length === 0
      ? []
      : await client
          .from('run_refusals as r')
          .join('pipelines as p', 'p.id', 'r.pipeline_id')
          .whereIn('r.event_id', eventIds)
          .orderBy('r.id')
          .select('r.event_id', 'r.pipeline_id', 'p.name', 'r.code', 'r.params', 'r.at')
  return Map.groupBy(rows, (row) => row.event_id)
}
