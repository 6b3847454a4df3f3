import type { HttpContext } from '@adonisjs/core/http'
import { errors } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { connectionOf } from '#app/connectors/connection_finder'
import type { Connection } from '#app/connectors/connection'
import db from '@adonisjs/lucid/services/db'
import type { Trx } from '#app/database'
import { Backfill } from './backfill.ts'
import { isCrm } from './crm_fields.ts'
import type { MappingRow } from './mapping.ts'
import { problemsIn } from './mapping_check.ts'
import type { MappingProblem } from './mapping_check.ts'
import { ownFields } from './own_fields.ts'
import type { Sync } from './sync.ts'
import type { mappingValidator } from './validators.ts'

/** The connection of the address, if it is to a CRM. */
export async function crmConnectionOf(ctx: Pick<HttpContext, 'workspace' | 'params'>): Promise<Connection> {
  const connection = await connectionOf(ctx)
  if (!isCrm(connection)) throw new E_NOT_FOUND()
  return connection
}

export async function backfillOf(ctx: Pick<HttpContext, 'workspace' | 'params'>): Promise<Backfill> {
  const connection = await crmConnectionOf(ctx)
  const backfill = await Backfill.in(ctx.workspace)
    .where({ connectionId: connection.id, id: String(ctx.params.backfill_id) })
    .first()
  if (!backfill) throw new E_NOT_FOUND()
  return backfill
}

export const subjectOf = ({ id }: { id: string }) => ({ kind: 'connection', id })

/** A change of the synchronisation, in the log of changes by people. */
export const audited =
  (ctx: HttpContext, connection: Connection, action: string) =>
  (trx: Trx, change: { before: Record<string, unknown>; after: Record<string, unknown> }): Promise<void> =>
    auditBy(ctx, { action, subject: subjectOf(connection), ...change }, trx)

/** Rows as they came in; where nobody chose, the newest wins. */
export const rowsFrom = ({ mapping }: Infer<typeof mappingValidator>): MappingRow[] =>
  mapping.map(({ rule = 'newest', ...row }) => ({ ...row, rule }))

/** Throws what is wrong with a mapping, by row and field, in the viewer's words. */
export async function refuseUnsound(
  { i18n }: Partial<Pick<HttpContext, 'i18n'>>,
  sync: Sync,
  mapping: MappingRow[]
): Promise<void> {
  const own = await ownFields(db.connection(), sync.workspaceId)
  const problems = problemsIn(mapping, { own, crm: sync.fields })
  if (problems.length === 0) return
  throw new errors.E_VALIDATION_ERROR(
    problems.map(({ row, on, code, params }: MappingProblem) => ({
      field: row === null ? 'mapping' : `mapping.${row}.${on}`,
      rule: code,
      message: i18n ? i18n.t(`codes.${code}`, params) : code,
      meta: params,
    }))
  )
}
