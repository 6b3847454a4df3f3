import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { ClaimedRow } from '#app/work/claim'
import type { Params } from '#app/http/json'

export const RUN_STATES = [
  'running',
  'waiting',
  'parked',
  'paused',
  'completed',
  'exited',
  'failed',
  'gave_up',
  'cancelled',
] as const
export type RunState = (typeof RUN_STATES)[number]

/** Still on its way: exit rules, pauses and stops concern these. */
export const ACTIVE_STATES: readonly RunState[] = ['running', 'waiting', 'parked', 'paused']

/** In which a worker takes it when it is due; a parked one is woken by its message. */
export const CLAIMED_STATES: readonly RunState[] = ['running', 'waiting']

/** A contact's passage through one version of a pipeline. */
export class Run extends WorkspaceModel {
  static table = 'runs'

  @column()
  declare naturalKey: string

  @column()
  declare pipelineId: string

  @column()
  declare versionId: string

  @column()
  declare contactId: string

  @column()
  declare eventId: string | null

  @column()
  declare replayOf: string | null

  @jsonColumn()
  declare subjects: string[]

  @jsonColumn()
  declare variables: Record<string, unknown>

  @column()
  declare node: string

  @column()
  declare stepRunId: string | null

  @column()
  declare lane: string

  @column()
  declare state: RunState

  @column()
  declare heldState: RunState | null

  @column()
  declare heldBy: 'pipeline' | 'person' | null

  @column()
  declare dueAt: number | null

  /** Why it ended, or what stands in its way. */
  @column()
  declare code: string | null

  @jsonColumn()
  declare params: Params | null

  @column()
  declare goalAt: number | null

  @column()
  declare startedAt: number

  @column()
  declare endedAt: number | null

  get active(): boolean {
    return ACTIVE_STATES.includes(this.state)
  }
}

/** One node's execution in a run. */
export class StepRun extends WorkspaceModel {
  static table = 'step_runs'

  @column()
  declare pipelineId: string

  @column()
  declare runId: string

  @column()
  declare contactId: string

  @column()
  declare node: string

  @column()
  declare type: string

  @column()
  declare visit: number

  @column()
  declare attempt: number

  @column()
  declare state: string

  @column()
  declare branch: string | null

  @jsonColumn()
  declare input: Params | null

  @jsonColumn()
  declare output: Params | null

  @column()
  declare code: string | null

  @jsonColumn()
  declare params: Params | null

  @column()
  declare until: number | null

  @column()
  declare startedAt: number

  @column()
  declare endedAt: number | null

  @column()
  declare tookMs: number | null
}

/** A run as the engine's hot path sees it. */
export interface RunRow extends ClaimedRow {
  workspace_id: string
  pipeline_id: string
  version_id: string
  contact_id: string
  event_id: string | null
  subjects: string
  variables: string
  outputs: string
  visits: string
  node: string
  step_run_id: string | null
  wake: string | null
  asked_at: number | null
  held_by: string | null
  state: RunState
  lane: string
}
