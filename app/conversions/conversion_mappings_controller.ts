import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { errors } from '@vinejs/vine'
import { auditBy } from '#app/accounts/audit'
import { resetMappings, saveMapping } from './mappings.ts'
import type { Mapping } from './kinds.ts'
import { messagingNames } from './setup.ts'
import { mappingValidator } from './validators.ts'

/** The table of events and what Meta calls them. */
export default class ConversionMappingsController {
  async update(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const mapping = await request.validateUsing(mappingValidator)
    await this.#checkName(ctx, mapping)
    await saveMapping(db.connection(), workspace.id, mapping)
    await auditBy(ctx, {
      action: 'conversion_mapping.changed',
      subject: { kind: 'workspace', id: workspace.id },
      after: mapping,
    })
    return response.redirect().back()
  }

  /** Back to the defaults. */
  async destroy(ctx: HttpContext) {
    await resetMappings(db.connection(), ctx.workspace.id)
    await auditBy(ctx, {
      action: 'conversion_mapping.reset',
      subject: { kind: 'workspace', id: ctx.workspace.id },
    })
    return ctx.response.redirect().back()
  }

  /** Meta would take it and refuse each event; better said where it is typed. */
  async #checkName({ workspace, i18n }: HttpContext, { messagingName, enabled }: Mapping) {
    if (!messagingName || !enabled) return
    const names = await messagingNames(workspace)
    if (names.length === 0 || names.includes(messagingName)) return
    const message = i18n.t('conversions.name_unknown', { names: names.join(', ') })
    throw new errors.E_VALIDATION_ERROR([{ field: 'messagingName', rule: 'event_name_not_supported', message }])
  }
}
