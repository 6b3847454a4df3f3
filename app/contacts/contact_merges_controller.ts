import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import db from '@adonisjs/lucid/services/db'
import { contactOf, subjectOf } from './contact_finder.ts'
import { refuseField } from './field_errors.ts'
import { mergeContacts } from './merge.ts'
import { mergeValidator } from './validators.ts'

export default class ContactMergesController {
  async store(ctx: HttpContext) {
    const { request, workspace, access, response } = ctx
    const winner = await contactOf(ctx)
    const { loser } = await request.validateUsing(mergeValidator)
    const outcome = await transaction(async (trx) => {
      const merged = await mergeContacts(trx, {
        workspaceId: workspace.id,
        winnerId: winner.id,
        loserId: loser,
        decidedBy: access.actor.id,
      })
      if (merged.ok)
        await auditBy(ctx, { action: 'contact.merged', subject: subjectOf(winner), after: { from: loser } }, trx)
      return merged
    })
    if (!outcome.ok) return refuseField(ctx, 'loser', outcome.reason)
    ctx.session.flash('success', ctx.i18n.t('contacts.merged'))
    return response.redirect().back()
  }

  /** They are two people after all. */
  async destroy(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    await db
      .from('merge_suggestions')
      .where({ workspace_id: ctx.workspace.id, id: ctx.params.suggestion_id, state: 'open' })
      .update({ state: 'dismissed', decided_at: clock.now(), decided_by: ctx.access.actor.id })
    await auditBy(ctx, { action: 'contact.merge_dismissed', subject: subjectOf(contact) })
    return ctx.response.redirect().back()
  }
}
