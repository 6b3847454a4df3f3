import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { connectors } from '#app/connectors/registry'
import { worded } from '#app/connectors/worded'
import { syncWithFields } from './crm_fields.ts'
import { listLog } from './log_list.ts'
import { switchSync } from './switching.ts'
import { syncOf } from './sync.ts'
import { audited, crmConnectionOf, refuseUnsound } from './sync_finder.ts'
import { latestBackfill, mappingPage, peopleToTry, shownSync } from './sync_page.ts'
import { logValidator, switchValidator } from './validators.ts'

/** What is kept in step over one connection: the page, and its switches. */
export default class SyncsController {
  async show(ctx: HttpContext) {
    const { inertia, request, i18n, workspace } = ctx
    const connection = await crmConnectionOf(ctx)
    const sync = await syncWithFields(connection)
    const filter = await logValidator.validate(request.only(['outcome', 'q', 'contact', 'before']))
    return inertia.render('crm/sync', {
      connection: connectionLine(connection),
      connector: connectorCard(worded(connectors.getOrFail(connection.connector), i18n.locale)),
      listens: connectors.getOrFail(connection.connector).endpoint !== undefined,
      sync: shownSync(sync),
      ...(await mappingPage(sync)),
      people: await peopleToTry(workspace.id),
      backfill: await latestBackfill(connection),
      ...(await listLog(db.connection(), connection.id, filter)),
    })
  }

  async update(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const connection = await crmConnectionOf(ctx)
    const switches = await request.validateUsing(switchValidator)
    const sync = await syncOf(connection)
    if (switches.on) await refuseUnsound(ctx, sync, sync.mapping)
    await switchSync(sync, switches, audited(ctx, connection, 'connection.sync_changed'))
    session.flash('success', i18n.t('crm.saved'))
    return response.redirect().back()
  }

  /** The CRM's fields are asked for once more. */
  async refresh(ctx: HttpContext) {
    await syncWithFields(await crmConnectionOf(ctx), { anew: true })
    return ctx.response.redirect().back()
  }
}
