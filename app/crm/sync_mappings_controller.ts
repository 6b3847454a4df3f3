import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { defaultMapping } from './default_mapping.ts'
import { ownFields } from './own_fields.ts'
import { previewOf } from './preview.ts'
import { saveMapping } from './switching.ts'
import { syncOf } from './sync.ts'
import { audited, crmConnectionOf, refuseUnsound, rowsFrom } from './sync_finder.ts'
import { mappingValidator, previewValidator } from './validators.ts'

export default class SyncMappingsController {
  async update(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const connection = await crmConnectionOf(ctx)
    const mapping = rowsFrom(await request.validateUsing(mappingValidator))
    const sync = await syncOf(connection)
    await refuseUnsound(ctx, sync, mapping)
    await saveMapping(sync, mapping, audited(ctx, connection, 'connection.mapping_changed'))
    session.flash('success', i18n.t('crm.mapping_saved'))
    return response.redirect().back()
  }

  /** Back to what needs no explaining. */
  async destroy(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const sync = await syncOf(connection)
    const mapping = defaultMapping(await ownFields(db.connection(), sync.workspaceId), sync.fields)
    await saveMapping(sync, mapping, audited(ctx, connection, 'connection.mapping_changed'))
    ctx.session.flash('success', ctx.i18n.t('crm.mapping_reset'))
    return ctx.response.redirect().back()
  }

  /** Nothing is stored: the page asks while one is choosing. */
  async preview(ctx: HttpContext) {
    const connection = await crmConnectionOf(ctx)
    const { contact, ...asked } = await ctx.request.validateUsing(previewValidator)
    const sync = await syncOf(connection)
    const preview = await previewOf(connection, { sync, mapping: rowsFrom(asked), contactId: contact })
    if (!preview) throw new E_NOT_FOUND()
    return ctx.response.json(preview)
  }
}
