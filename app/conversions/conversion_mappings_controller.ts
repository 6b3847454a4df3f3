import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { auditBy } from '#app/accounts/audit'
import { resetMappings, saveMapping } from './mappings.ts'
import { mappingValidator } from './validators.ts'

/** The table of events and what Meta calls them. */
export default class ConversionMappingsController {
  async update(ctx: HttpContext) {
    const { request, workspace, response } = ctx
    const mapping = await request.validateUsing(mappingValidator)
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
}
