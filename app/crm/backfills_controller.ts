import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { refuseField } from '#app/contacts/field_errors'
import { countFor, startBackfill } from './backfill.ts'
import { syncOf } from './sync.ts'
import { backfillOf, crmConnectionOf, subjectOf } from './sync_finder.ts'
import { backfillValidator, holdValidator } from './validators.ts'

export default class BackfillsController {
  /** How many there would be; changes nothing. */
  async count(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const { direction } = await ctx.request.validateUsing(backfillValidator)
    return ctx.response.json({ total: await countFor(connection, direction) })
  }

  async store(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const { direction } = await ctx.request.validateUsing(backfillValidator)
    if ((await syncOf(connection)).state === 'off') return refuseField(ctx, 'direction', 'crm_sync_off')
    const started = await startBackfill(connection, direction)
    if (!started.ok) return refuseField(ctx, 'direction', started.reason)
    await auditBy(ctx, { action: 'connection.backfill_started', subject: subjectOf(connection), after: { direction } })
    return ctx.response.redirect().back()
  }

  async update(ctx: HttpContext) {
    const backfill = await backfillOf(ctx)
    const { state } = await ctx.request.validateUsing(holdValidator)
    await (state === 'paused' ? backfill.pause() : backfill.resume())
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const backfill = await backfillOf(ctx)
    await backfill.cancel()
    await auditBy(ctx, {
      action: 'connection.backfill_cancelled',
      subject: { kind: 'connection', id: backfill.connectionId },
    })
    return ctx.response.redirect().back()
  }
}
