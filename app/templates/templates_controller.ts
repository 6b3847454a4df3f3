import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { LIMITS } from './template_limits.ts'
import { templateDetail } from './template_detail.ts'
import { createTemplate, saveDraft } from './template_drafts.ts'
import type { TemplateInput } from './template_drafts.ts'
import { freeName, templateOf } from './template_finder.ts'
import { listTemplates } from './template_list.ts'
import { templateValidator } from './validators.ts'

export default class TemplatesController {
  async index({ inertia, workspace }: HttpContext) {
    return inertia.render('templates/index', { templates: await listTemplates(db.connection(), workspace.id) })
  }

  async create({ inertia, workspace }: HttpContext) {
    return inertia.render('templates/edit', {
      template: null,
      variants: [],
      version: 1,
      draft: true,
      problems: [],
      history: [],
      providers: [],
      limits: LIMITS,
      language: workspace.locale,
    })
  }

  async store(ctx: HttpContext) {
    const { request, response, workspace } = ctx
    const input = (await request.validateUsing(templateValidator)) as TemplateInput
    await freeName(workspace, input.name, null)
    const template = await transaction((trx) => createTemplate(trx, workspace.id, input))
    await auditBy(ctx, {
      action: 'template.created',
      subject: { kind: 'template', id: template.id },
      after: { name: input.name, purpose: input.purpose },
    })
    return response.redirect(`/w/${workspace.id}/templates/${template.id}`)
  }

  async show(ctx: HttpContext) {
    const { inertia, workspace } = ctx
    const template = await templateOf(ctx)
    return inertia.render('templates/edit', {
      ...(await templateDetail(db.connection(), workspace, template)),
      language: workspace.locale,
    })
  }

  async update(ctx: HttpContext) {
    const { request, response, workspace, session, i18n } = ctx
    const template = await templateOf(ctx)
    const { name, purpose, variants } = (await request.validateUsing(templateValidator)) as TemplateInput
    await freeName(workspace, name, template.id)
    const version = await transaction(async (trx) => {
      await template.merge({ name, purpose }).useTransaction(trx).touch().save()
      return saveDraft(trx, template, variants)
    })
    await auditBy(ctx, {
      action: 'template.changed',
      subject: { kind: 'template', id: template.id },
      after: { version },
    })
    session.flash('success', i18n.t('templates.saved', { version }))
    return response.redirect().back()
  }

  /** Runs refer to templates, so one that is done with is put away and not deleted. */
  async destroy(ctx: HttpContext) {
    const { response, workspace } = ctx
    const template = await templateOf(ctx)
    await template
      .merge({ archivedAt: clock.now(), name: `${template.name}_${template.id.slice(-6)}` })
      .touch()
      .save()
    await auditBy(ctx, { action: 'template.archived', subject: { kind: 'template', id: template.id } })
    return response.redirect(`/w/${workspace.id}/templates`)
  }
}
