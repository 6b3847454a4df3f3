import type { Lane } from '#app/work/bell'
import { laneFor } from './draft.ts'
import type { MessageRow, MessageState } from './message.ts'
import type { SettledMessage } from './observers.ts'

export const settledFrom = (
  row: Pick<MessageRow, 'id' | 'workspace_id' | 'contact_id' | 'run_id' | 'purpose'> & {
    step_run_id?: unknown
    leg?: unknown
    lane?: unknown
  },
  state: MessageState,
  code: string | null = null,
  params: Record<string, unknown> | null = null
): SettledMessage => ({
  id: row.id,
  workspaceId: row.workspace_id,
  contactId: row.contact_id,
  runId: row.run_id,
  stepRunId: (row.step_run_id as string | null | undefined) ?? null,
  leg: Number(row.leg ?? 0),
  purpose: row.purpose,
  lane: (row.lane as Lane | undefined) ?? laneFor(row.purpose),
  state,
  code,
  params,
})
