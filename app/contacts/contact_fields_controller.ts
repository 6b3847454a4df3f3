import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import { ContactField } from './contact_field.ts'
import { refuseField } from './field_errors.ts'
import { STANDARD_FIELDS } from './fields.ts'
import { normalise } from './search.ts'
import { fieldChangeValidator, fieldValidator } from './validators.ts'

/** The custom fields of a workspace's contacts. */
export default class ContactFieldsController {
  async index({ inertia, workspace }: HttpContext) {
    const fields = await ContactField.in(workspace).whereNull('archived_at').orderBy('position').orderBy('name')
    const counts = await db
      .from('contact_field_values')
      .where('workspace_id', workspace.id)
      .groupBy('field_id')
      .select('field_id')
      .count('* as total')
    const used = new Map(counts.map((row: { field_id: string; total: number }) => [row.field_id, Number(row.total)]))
    return inertia.render('settings/fields', {
      fields: fields.map(({ id, name, title, type, options, currency }) => ({
        id,
        name,
        title,
        type,
        options,
        currency,
        used: used.get(id) ?? 0,
      })),
    })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const { title, type, options, currency } = await request.validateUsing(fieldValidator)
    const name = nameOf(title)
    const taken =
      (STANDARD_FIELDS as readonly string[]).includes(name) ||
      (await ContactField.in(workspace).where('name', name).first())
    if (!name || taken) return refuseField(ctx, 'title', 'name_taken')

    const position =
      Number(
        (await db.from('contact_fields').where('workspace_id', workspace.id).max('position as last').first())?.last ?? 0
      ) + 1
    const field = await new ContactField()
      .fill({
        id: newId('field'),
        workspaceId: workspace.id,
        name,
        title,
        type,
        options: type === 'list' ? (options ?? []) : null,
        currency: type === 'currency' ? (currency ?? workspace.currency) : null,
        position,
        archivedAt: null,
      })
      .touch()
      .save()
    await auditBy(ctx, {
      action: 'contact_field.created',
      subject: { kind: 'contact_field', id: field.id },
      after: { name, type },
    })
    return response.redirect().back()
  }

  async update(ctx: HttpContext) {
    const field = await this.#field(ctx)
    const { title, options } = await ctx.request.validateUsing(fieldChangeValidator)
    await field
      .merge({ title, options: field.type === 'list' ? (options ?? field.options) : null })
      .touch()
      .save()
    await auditBy(ctx, {
      action: 'contact_field.changed',
      subject: { kind: 'contact_field', id: field.id },
      after: { title },
    })
    return ctx.response.redirect().back()
  }

  /** Archived, since pipelines and templates may still name it. */
  async destroy(ctx: HttpContext) {
    const field = await this.#field(ctx)
    await field.merge({ archivedAt: clock.now() }).touch().save()
    await auditBy(ctx, { action: 'contact_field.archived', subject: { kind: 'contact_field', id: field.id } })
    return ctx.response.redirect().back()
  }

  async #field({ workspace, params }: HttpContext): Promise<ContactField> {
    const field = await ContactField.in(workspace).where('id', String(params.id)).first()
    if (!field) throw new E_NOT_FOUND()
    return field
  }
}

const nameOf = (title: string): string =>
  normalise(title)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
