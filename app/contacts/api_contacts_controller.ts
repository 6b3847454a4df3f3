import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { contactOf, subjectOf } from './contact_finder.ts'
import { listContacts } from './contact_list.ts'
import { profileData } from './contact_profile.ts'
import { recordConsent } from './consents.ts'
import { eraseContact, exportContact } from './erasure.ts'
import { refuseField } from './field_errors.ts'
import { newcomer } from './newcomer.ts'
import { apiConsentValidator, listValidator, newContactValidator } from './validators.ts'

/** Contacts for scripts and no-code tools; the token's scopes are the permissions of the console. */
export default class ApiContactsController {
  async index({ workspace, request }: HttpContext) {
    const { contacts, older } = await listContacts(
      db.connection(),
      workspace.id,
      await listValidator.validate(request.qs())
    )
    return { data: contacts, next: older }
  }

  async show(ctx: HttpContext) {
    const { referrals, suggestions, ledger, ...profile } = await profileData(db.connection(), await contactOf(ctx))
    return { data: profile }
  }

  /** The same person twice is one contact: 201 when it was made, 200 when it was known. */
  async store(ctx: HttpContext) {
    const details = await ctx.request.validateUsing(newContactValidator)
    const outcome = await newcomer(ctx.workspace, details, 'api')
    if (!outcome.ok) return refuseField(ctx, outcome.field, outcome.reason)
    if (outcome.created) await auditBy(ctx, { action: 'contact.created', subject: subjectOf(outcome) })
    return ctx.response.status(outcome.created ? 201 : 200).send({ data: { id: outcome.id, created: outcome.created } })
  }

  async consent(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    const entry = await ctx.request.validateUsing(apiConsentValidator)
    const proof = { ...entry.proof, token: String(ctx.access.actor.id) }
    await transaction(async (trx) => {
      await recordConsent(trx, {
        ...entry,
        workspaceId: ctx.workspace.id,
        contactId: contact.id,
        source: 'api',
        proof,
        occurredAt: entry.occurredAt ?? clock.now(),
      })
      const { channel, purpose, action, method } = entry
      await auditBy(
        ctx,
        { action: 'consent.recorded', subject: subjectOf(contact), after: { channel, purpose, action, method } },
        trx
      )
    })
    return ctx.response.noContent()
  }

  async export(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    await auditBy(ctx, { action: 'contact.exported', subject: subjectOf(contact) })
    return { data: await exportContact(db.connection(), ctx.workspace.id, contact.id) }
  }

  async erase(ctx: HttpContext) {
    const contact = await contactOf(ctx)
    await transaction(async (trx) => {
      if (await eraseContact(trx, ctx.workspace.id, contact.id))
        await auditBy(ctx, { action: 'contact.erased', subject: subjectOf(contact) }, trx)
    })
    return ctx.response.noContent()
  }
}
