import type { HttpContext } from '@adonisjs/core/http'
import { auditBy, changes } from './audit.ts'
import { SENDING_SETTINGS, settingsValidator } from './settings.ts'
import { workspaceStateValidator, workspaceValidator } from './validators.ts'

export default class SettingsController {
  async show({ inertia, workspace }: HttpContext) {
    const { name, timezone, locale, country, currency, kind, state } = workspace
    return inertia.render('settings/show', { details: { name, timezone, locale, country, currency, kind, state } })
  }

  async update(ctx: HttpContext) {
    const { request, workspace, response, session, i18n } = ctx
    const details = await request.validateUsing(workspaceValidator)
    const difference = changes(workspace.serialize(), details)
    await workspace.merge(details).touch().save()
    await auditBy(ctx, { action: 'workspace.changed', subject: { kind: 'workspace', id: workspace.id }, ...difference })
    session.flash('success', i18n.t('settings.saved'))
    return response.redirect().back()
  }

  /** Pausing a workspace holds everything that would leave it; nothing is lost. */
  async state(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const { state } = await request.validateUsing(workspaceStateValidator)
    const before = { state: workspace.state }
    await workspace.merge({ state }).touch().save()
    await auditBy(ctx, {
      action: state === 'paused' ? 'workspace.paused' : 'workspace.resumed',
      subject: { kind: 'workspace', id: workspace.id },
      before,
      after: { state },
    })
    return response.redirect().back()
  }

  async sending({ inertia, workspace }: HttpContext) {
    return inertia.render('settings/sending', { settings: workspace.allSettings })
  }

  async updateSending(ctx: HttpContext) {
    const { request, workspace, response, session, i18n } = ctx
    const settings = await settingsValidator.validate({
      ...workspace.allSettings,
      ...request.only([...SENDING_SETTINGS]),
    })
    const difference = changes(workspace.allSettings, settings)
    await workspace.changeSettings(settings)
    await auditBy(ctx, { action: 'settings.changed', subject: { kind: 'workspace', id: workspace.id }, ...difference })
    session.flash('success', i18n.t('settings.saved'))
    return response.redirect().back()
  }
}
