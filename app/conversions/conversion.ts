import { column } from '@adonisjs/lucid/orm'
import { WorkspaceModel } from '#app/accounts/workspace_model'
import type { ConversionKind } from './kinds.ts'

/** A valued outcome, with the message it is credited to. */
export class Conversion extends WorkspaceModel {
  static table = 'conversions'

  @column()
  declare kind: ConversionKind

  @column()
  declare outcomeId: string

  @column()
  declare eventId: string

  @column()
  declare eventType: string

  @column()
  declare contactId: string | null

  /** Minor units. */
  @column()
  declare amount: number | null

  /** Minor units of it that were given back. */
  @column()
  declare refunded: number

  @column()
  declare currency: string | null

  @column()
  declare occurredAt: number

  @column()
  declare basisAt: number

  /** The model by which the credit below was given. */
  @column()
  declare model: 'last_click' | 'last_message'

  @column()
  declare creditedBy: 'click' | 'delivery' | null

  @column()
  declare messageId: string | null

  @column()
  declare touchedAt: number | null

  /** `reported`: see its report. `organic` and `withheld`: not told, for the reason in `reportCode`. */
  @column()
  declare reportState: 'reported' | 'organic' | 'withheld'

  @column()
  declare reportCode: string | null

  /** When a later consent let its report go. */
  @column()
  declare releasedAt: number | null

  /** How many more times it was told to us. */
  @column()
  declare duplicates: number

  /** `stale` while its credit is being given anew. */
  @column()
  declare state: 'settled' | 'stale'
}
