import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { refuseField } from '#app/contacts/field_errors'
import { Backfill, startBackfill } from './backfill.ts'
import { syncWithFields } from './crm_fields.ts'
import { listLog } from './log_list.ts'
import { saveMapping, switchSync } from './switching.ts'
import { syncOf } from './sync.ts'
import { audited, backfillOf, crmConnectionOf, refuseUnsound, rowsFrom, subjectOf } from './sync_finder.ts'
import { mappingPage, shownBackfill, shownSync } from './sync_page.ts'
import { backfillValidator, holdValidator, logValidator, mappingValidator, switchValidator } from './validators.ts'

/** Keeping in step, for scripts. */
export default class ApiSyncsController {
  async show(ctx: HttpContext) {
    const sync = await syncWithFields(await crmConnectionOf(ctx))
    return { data: { ...shownSync(sync), stages: sync.stages } }
  }

  async update(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const switches = await ctx.request.validateUsing(switchValidator)
    const sync = await syncOf(connection)
    if (switches.on) await refuseUnsound(ctx, sync, sync.mapping)
    await switchSync(sync, switches, audited(ctx, connection, 'connection.sync_changed'))
    return { data: shownSync(sync) }
  }

  async mapping(ctx: HttpContext) {
    return { data: await mappingPage(await syncWithFields(await crmConnectionOf(ctx))) }
  }

  async saveMapping(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const mapping = rowsFrom(await ctx.request.validateUsing(mappingValidator))
    const sync = await syncWithFields(connection)
    await refuseUnsound(ctx, sync, mapping)
    await saveMapping(sync, mapping, audited(ctx, connection, 'connection.mapping_changed'))
    return { data: await mappingPage(sync) }
  }

  async entries(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const { entries, older } = await listLog(
      db.connection(),
      connection.id,
      await logValidator.validate(ctx.request.qs())
    )
    return { data: entries, next: older }
  }

  async backfills(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const found = await Backfill.in(ctx.workspace).where('connectionId', connection.id).orderBy('id', 'desc').limit(50)
    return { data: found.map(shownBackfill) }
  }

  async startBackfill(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const { direction } = await ctx.request.validateUsing(backfillValidator)
    if ((await syncOf(connection)).state === 'off') return refuseField(ctx, 'direction', 'crm_sync_off')
    const started = await startBackfill(connection, direction)
    if (!started.ok) return refuseField(ctx, 'direction', started.reason)
    await auditBy(ctx, { action: 'connection.backfill_started', subject: subjectOf(connection), after: { direction } })
    return ctx.response.accepted({ data: { id: started.id } })
  }

  async backfill(ctx: HttpContext) {
    return { data: shownBackfill(await backfillOf(ctx)) }
  }

  async holdBackfill(ctx: HttpContext) {
    const backfill = await backfillOf(ctx)
    const { state } = await ctx.request.validateUsing(holdValidator)
    await (state === 'paused' ? backfill.pause() : backfill.resume())
    return { data: shownBackfill(backfill) }
  }

  async cancelBackfill(ctx: HttpContext) {
    const backfill = await backfillOf(ctx)
    await backfill.cancel()
    const subject = { kind: 'connection', id: backfill.connectionId }
    await auditBy(ctx, { action: 'connection.backfill_cancelled', subject })
    return ctx.response.noContent()
  }
}
