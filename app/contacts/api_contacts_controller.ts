import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { apiContactIn, apiContactOf } from './api_contact_finder.ts'
import { apiChangeValidator, changeContact, upsertContact, upsertValidator } from './api_upsert.ts'
import { subjectOf } from './contact_finder.ts'
import { listContacts } from './contact_list.ts'
import { profileData } from './contact_profile.ts'
import { recordConsent } from './consents.ts'
import { eraseContact, exportContact } from './erasure.ts'
import { refuseField } from './field_errors.ts'
import { addTag, removeTag } from './tags.ts'
import { apiConsentValidator, listValidator, tagValidator } from './validators.ts'

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
    const { referrals, suggestions, ledger, ...profile } = await profileData(db.connection(), await apiContactOf(ctx))
    return { data: profile }
  }

  /** POST and PUT alike, so that the same person twice is one contact: 201 when it was made, 200 when it was known. */
  async store(ctx: HttpContext) {
    const details = await ctx.request.validateUsing(upsertValidator)
    const outcome = await transaction(async (trx) => {
      const upserted = await upsertContact(trx, ctx.workspace, details)
      if (!upserted.ok) return refuseField(ctx, upserted.field, upserted.reason)
      const { created, fields } = upserted
      if (created || fields.length > 0) {
        const action = created ? 'contact.created' : 'contact.changed'
        await auditBy(ctx, { action, subject: subjectOf(upserted), ...(created ? {} : { after: { fields } }) }, trx)
      }
      return upserted
    })
    const { id, created, fields } = outcome
    return ctx.response.status(created ? 201 : 200).send({ data: { id, created, changed: fields } })
  }

  async update(ctx: HttpContext) {
    const contact = await apiContactOf(ctx)
    const change = await ctx.request.validateUsing(apiChangeValidator)
    const fields = await transaction(async (trx) => {
      const changed = await changeContact(trx, contact.id, change)
      if (!changed.ok) return refuseField(ctx, changed.field, changed.reason)
      const after = { fields: changed.fields }
      if (changed.fields.length > 0)
        await auditBy(ctx, { action: 'contact.changed', subject: subjectOf(contact), after }, trx)
      return changed.fields
    })
    return { data: { id: contact.id, created: false, changed: fields } }
  }

  /** Whoever is gone already is gone. */
  async destroy(ctx: HttpContext) {
    const contact = await apiContactIn(ctx)
    if (contact) await this.#erase(ctx, contact)
    return ctx.response.noContent()
  }

  async tag(ctx: HttpContext) {
    const contact = await apiContactOf(ctx)
    const { tag } = await ctx.request.validateUsing(tagValidator)
    await transaction(async (trx) => {
      if (await addTag(trx, contact.id, tag))
        await auditBy(ctx, { action: 'contact.tagged', subject: subjectOf(contact), after: { tag } }, trx)
    })
    return ctx.response.noContent()
  }

  async untag(ctx: HttpContext) {
    const contact = await apiContactOf(ctx)
    const tag = String(ctx.params.tag)
    await transaction(async (trx) => {
      if (await removeTag(trx, contact.id, tag))
        await auditBy(ctx, { action: 'contact.untagged', subject: subjectOf(contact), before: { tag } }, trx)
    })
    return ctx.response.noContent()
  }

  async consent(ctx: HttpContext) {
    const contact = await apiContactOf(ctx)
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
    const contact = await apiContactOf(ctx)
    await auditBy(ctx, { action: 'contact.exported', subject: subjectOf(contact) })
    return { data: await exportContact(db.connection(), ctx.workspace.id, contact.id) }
  }

  async erase(ctx: HttpContext) {
    await this.#erase(ctx, await apiContactOf(ctx))
    return ctx.response.noContent()
  }

  #erase(ctx: HttpContext, contact: { id: string }): Promise<void> {
    return transaction(async (trx) => {
      if (await eraseContact(trx, ctx.workspace.id, contact.id))
        await auditBy(ctx, { action: 'contact.erased', subject: subjectOf(contact) }, trx)
    })
  }
}
