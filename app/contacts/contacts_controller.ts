import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { Contact } from './contact.ts'
import { contactOf, subjectOf } from './contact_finder.ts'
import { listContacts } from './contact_list.ts'
import { profileData } from './contact_profile.ts'
import { refuseField } from './field_errors.ts'
import { setField } from './fields.ts'
import { newcomer } from './newcomer.ts'
import { timelineOf } from './timeline.ts'
import { contactValidator, listValidator, newContactValidator } from './validators.ts'

const TIMELINE_PAGE = 30

export default class ContactsController {
  async index({ inertia, workspace, request }: HttpContext) {
    const filter = await listValidator.validate(request.qs())
    const tags = await db.from('tags').where('workspace_id', workspace.id).orderBy('name').limit(200).select('name')
    const { contacts, older } = await listContacts(db.connection(), workspace.id, filter)
    const any = contacts.length > 0 || (await Contact.in(workspace).first()) !== null
    return inertia.render('contacts/index', {
      contacts,
      older,
      tags: tags.map((tag: { name: string }) => tag.name),
      any,
    })
  }

  async create({ inertia }: HttpContext) {
    return inertia.render('contacts/new', {})
  }

  async store(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const details = await request.validateUsing(newContactValidator)
    const outcome = await newcomer(workspace, details)
    if (!outcome.ok) return refuseField(ctx, outcome.field, outcome.reason)
    if (outcome.created) await auditBy(ctx, { action: 'contact.created', subject: subjectOf(outcome) })
    ctx.session.flash('success', ctx.i18n.t(outcome.created ? 'contacts.created' : 'contacts.known'))
    return response.redirect(`/w/${workspace.id}/contacts/${outcome.id}`)
  }

  async show(ctx: HttpContext) {
    const { inertia, request, response, workspace } = ctx
    const contact = await contactOf(ctx)
    if (contact.mergedInto) return response.redirect(`/w/${workspace.id}/contacts/${contact.mergedInto}`)

    const { only, before } = request.qs() as { only?: string; before?: string }
    const client = db.connection()
    const timeline = await timelineOf(
      client,
      contact.id,
      { before: Number(before) || clock.now() + 1, limit: TIMELINE_PAGE },
      only
    )
    return inertia.render('contacts/show', {
      ...(await profileData(client, contact)),
      timeline,
      older: timeline.length === TIMELINE_PAGE ? String(timeline[TIMELINE_PAGE - 1].at) : null,
    })
  }

  async update(ctx: HttpContext) {
    const { request, response } = ctx
    const contact = await contactOf(ctx)
    const { fields = {}, ...standard } = await request.validateUsing(contactValidator)
    await transaction(async (trx) => {
      const changed: string[] = []
      for (const [name, value] of Object.entries({ ...standard, ...fields })) {
        const change = await setField(trx, contact.id, name, value ?? null)
        if (!change.ok) refuseField(ctx, name in standard ? name : `fields.${name}`, change.reason)
        else if (change.changed) changed.push(name)
      }
      // Names only: the log outlives an erasure.
      if (changed.length > 0)
        await auditBy(ctx, { action: 'contact.changed', subject: subjectOf(contact), after: { fields: changed } }, trx)
    })
    ctx.session.flash('success', ctx.i18n.t('contacts.saved'))
    return response.redirect().back()
  }
}
