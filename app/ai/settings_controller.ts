import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy, changes } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { modelConnections } from './choice.ts'
import { aiSettings, saveAiSettings } from './settings.ts'
import { offers } from './offers.ts'
import { settingsValidator } from './validators.ts'

/** Which model a workspace uses, what it may spend, what is hidden. */
export default class SettingsController {
  async show({ inertia, workspace }: HttpContext) {
    const settings = await aiSettings(db.connection(), workspace.id)
    return inertia.render('ai/settings', { settings, ...(await offers(workspace.id, settings)) })
  }

  async update(ctx: HttpContext) {
    const { request, workspace, response, session, i18n } = ctx
    const settings = await request.validateUsing(settingsValidator)
    const known = await modelConnections(workspace.id)
    if (settings.connectionId !== null && !known.some(({ id }) => id === settings.connectionId)) {
      session.flashErrors({ connectionId: i18n.t('ai.connection_unknown') })
      return response.redirect().back()
    }
    const before = await aiSettings(db.connection(), workspace.id)
    const difference = changes({ ...before }, { ...settings })
    await transaction(async (trx) => {
      await saveAiSettings(trx, workspace.id, settings)
      const subject = { kind: 'workspace', id: workspace.id }
      await auditBy(ctx, { action: 'ai_settings.changed', subject, ...difference }, trx)
    })
    session.flash('success', i18n.t('settings.saved'))
    return response.redirect().back()
  }
}
