import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { ReportDetails } from './conversion_rows.ts'
import type { ReportPath } from './kinds.ts'

/** `dropped`: too old by the time it could have left. `gave_up`: three crashes while it was being sent. */
export const REPORT_STATES = ['pending', 'accepted', 'refused', 'dropped', 'gave_up'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** One telling of a conversion. */
export class Report extends WorkspaceModel {
  static table = 'reports'

  @column()
  declare conversionId: string

  @column()
  declare connectionId: string

  @column()
  declare contactId: string | null

  @column()
  declare dataset: string

  @column()
  declare path: ReportPath

  @column()
  declare eventName: string

  @column()
  declare eventId: string

  @column()
  declare occurredAt: number

  @jsonColumn()
  declare details: ReportDetails

  @column()
  declare state: ReportState

  @column()
  declare dueAt: number | null

  @column()
  declare attempts: number

  /** Why it was refused, dropped or is waiting. */
  @column()
  declare code: string | null

  @column()
  declare detail: string | null

  /** What the vendor's support asks for. */
  @column()
  declare traceId: string | null

  @jsonColumn()
  declare warnings: string[] | null

  /** Which kinds of data about the person were told, hashed. */
  @jsonColumn()
  declare matchKeys: string[] | null

  @column()
  declare duplicates: number

  @column()
  declare settledAt: number | null
}
