import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import type { Params } from '#app/http/json'
import type { InsteadOf, Message } from './message.ts'

/** A neighbour in a chain of fallbacks, and why the earlier of the two was not enough. */
export interface StandIn {
  id: string
  medium: string
  state: string
  code: string
  params: Params | null
}

/** Which message this one stands in for, and which one stood in for it. */
export async function standInsOf(
  client: Client,
  { workspaceId, runId, stepRunId, leg, insteadOf }: Message
): Promise<{ before: StandIn | null; after: StandIn | null }> {
  if (!runId) return { before: null, after: null }
  const legs: Row[] = await client
    .from('messages')
    .where({ workspace_id: workspaceId, run_id: runId })
    .select('id', 'step_run_id', 'leg', 'medium', 'state', 'instead_of')
  const next = legs.find((row) => row.step_run_id === stepRunId && Number(row.leg) === leg + 1)
  return {
    before: told(
      legs.find(({ id }) => id === insteadOf?.messageId),
      insteadOf
    ),
    after: told(next, next?.instead_of ? readJson<InsteadOf>(next.instead_of) : null),
  }
}

const told = (row: Row | undefined, why: InsteadOf | null): StandIn | null =>
  row && why
    ? {
        id: String(row.id),
        medium: String(row.medium),
        state: String(row.state),
        code: why.code,
        params: why.params as Params | null,
      }
    : null
