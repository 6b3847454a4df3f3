import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Row } from '#app/database'
import { recordConsent } from './consents.ts'
import { contactOf, subjectOf } from './contact_finder.ts'
import { ledgerEntry } from './contact_profile.ts'
import { consentValidator } from './validators.ts'

export default class ContactConsentsController {
  /** The whole ledger of one person, entry by entry. */
  async index(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    const rows: Row[] = await db
      .from('consents')
      .where('contact_id', contact.id)
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(500)
    return ctx.inertia.render('contacts/consents', {
      contact: { id: contact.id, name: contact.displayName },
      entries: rows.map(ledgerEntry),
    })
  }

  /** Said to a member, who answers for it by name. */
  async store(ctx: HttpContext) {
    const { request, workspace, access, response } = ctx
    const contact = await contactOf(ctx)
    const { note, ...entry } = await request.validateUsing(consentValidator)
    const proof = { user: String(access.actor.id), ip: request.ip(), ...(note ? { note } : {}) }
    await transaction(async (trx) => {
      await recordConsent(trx, {
        ...entry,
        workspaceId: workspace.id,
        contactId: contact.id,
        source: 'console',
        proof,
        occurredAt: clock.now(),
      })
      const { channel, purpose, action, method } = entry
      await auditBy(
        ctx,
        { action: 'consent.recorded', subject: subjectOf(contact), after: { channel, purpose, action, method } },
        trx
      )
    })
    ctx.session.flash('success', ctx.i18n.t('contacts.consent_recorded'))
    return response.redirect().back()
  }
}
