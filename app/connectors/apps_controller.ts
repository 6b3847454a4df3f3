import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { App } from './app.ts'
import { removeApp } from './app_removal.ts'

/** An organization's registrations with providers: made by signing in, forgotten here. */
export default class AppsController {
  async destroy({ params, request, response, session, workspace, access, i18n }: HttpContext) {
    const app = await App.query().where({ id: params.id, organization_id: workspace.organizationId }).first()
    if (!app) throw new E_NOT_FOUND()
    const result = await removeApp(app, { workspace, actor: access.actor, ip: request.ip() })
    if (result.ok) session.flash('success', i18n.t('connections.app_removed'))
    else session.flashErrors({ form: i18n.t('connections.app_in_use', { n: result.connections }) })
    return response.redirect().withQs().back()
  }
}
