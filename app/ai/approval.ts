import { column } from '@adonisjs/lucid/orm'
import { WorkspaceModel } from '#app/accounts/workspace_model'

/** `withdrawn`: its run went on or ended without it. */
export const APPROVAL_STATES = ['pending', 'approved', 'edited', 'rejected', 'expired', 'withdrawn'] as const
export type ApprovalState = (typeof APPROVAL_STATES)[number]

/** A reply that a model proposes and a person decides about; its run waits meanwhile. */
export class Approval extends WorkspaceModel {
  static table = 'ai_approvals'

  @column()
  declare naturalKey: string

  @column()
  declare pipelineId: string

  @column()
  declare runId: string

  @column()
  declare stepRunId: string

  @column()
  declare node: string

  @column()
  declare contactId: string

  @column()
  declare customerText: string

  @column()
  declare proposedText: string

  @column()
  declare finalText: string | null

  @column()
  declare language: string | null

  @column()
  declare model: string | null

  @column()
  declare state: ApprovalState

  @column()
  declare decidedBy: string | null

  @column()
  declare decidedAt: number | null

  @column()
  declare expiresAt: number
}
