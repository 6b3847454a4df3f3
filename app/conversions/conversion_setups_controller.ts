import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy, changes } from '#app/accounts/audit'
import { settingsValidator } from '#app/accounts/settings'
import { changeAttribution } from './reattribution.ts'
import { conversionSetup } from './setup.ts'
import type { TestAnswer } from './test_event.ts'

const OURS = [
  'attribution_model',
  'attribution_click_window',
  'attribution_delivery_window',
  'shop_reports_purchases',
  'pixel_event_id',
  'report_needs_consent',
] as const

export default class ConversionSetupsController {
  async show({ inertia, workspace, session }: HttpContext) {
    return inertia.render('conversions/setup', {
      ...(await conversionSetup(db.connection(), workspace)),
      /** What the vendor said to the test event just sent: shown this once. */
      tested: (session.flashMessages.get('tested') as TestAnswer | undefined) ?? null,
    })
  }

  async update(ctx: HttpContext) {
    const { request, workspace, response, session, i18n } = ctx
    const before = workspace.allSettings
    const settings = await settingsValidator.validate({ ...before, ...request.only([...OURS]) })
    const recount = OURS.slice(0, 3).some((name) => before[name] !== settings[name])
    if (recount) await changeAttribution(workspace, settings)
    else await workspace.changeSettings(settings)
    await auditBy(ctx, {
      action: 'settings.changed',
      subject: { kind: 'workspace', id: workspace.id },
      ...changes(before, settings),
    })
    session.flash('success', i18n.t('settings.saved'))
    return response.redirect().back()
  }
}
