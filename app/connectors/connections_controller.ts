import type { HttpContext } from '@adonisjs/core/http'
import { connect } from './connect.ts'
import { connectionOf } from './connection_finder.ts'
import { connectionPage } from './connection_page.ts'
import { deliveriesOf } from './delivery_lists.ts'
import { deliveryPage, deliveryRows } from './delivery_page.ts'
import { formOf } from './form.ts'
import { connectorCard, galleryOf } from './gallery.ts'
import { connectors } from './registry.ts'
import { refuse } from './refusal_words.ts'
import { changeConnection } from './repair.ts'
import { disconnect } from './upkeep.ts'
import { changeValidator, connectionValidator, deliveryListValidator } from './validators.ts'
import { selectedDelivery } from './deliveries_controller.ts'

export default class ConnectionsController {
  async index({ inertia, workspace }: HttpContext) {
    return inertia.render('connections/index', await galleryOf(workspace))
  }

  async create({ inertia, request }: HttpContext) {
    const connector = connectors.getOrFail(String(request.qs().connector ?? ''))
    const { reads, writes, endpoint } = connector
    return inertia.render('connections/new', {
      connector: { ...connectorCard(connector), reads, writes, takesWebhooks: endpoint !== undefined },
      form: formOf(connector),
    })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    const { connector, ...details } = await request.validateUsing(connectionValidator)
    const result = await connect(workspace, connector, { ...details, actor: access.actor, ip: request.ip() })
    if (!result.ok) return refuse(ctx, result)

    session.flash('success', i18n.t('connections.connected'))
    return response.redirect(`/w/${workspace.id}/connections/${result.connection.id}`)
  }

  async show(ctx: HttpContext) {
    const { inertia, request, access, session } = ctx
    const connection = await connectionOf(ctx)
    const filter = await deliveryListValidator.validate(request.only(['state', 'before']))
    const mayRead = access.may('deliveries.view')
    const page = mayRead
      ? await deliveriesOf(connection.id, { before: filter.before, states: filter.state && [filter.state] })
      : { deliveries: [], older: null }
    const chosen = mayRead ? await selectedDelivery(ctx) : null
    return inertia.render('connections/show', {
      ...(await connectionPage(connection, access)),
      deliveries: await deliveryRows(ctx, page.deliveries),
      older: page.older,
      chosen: chosen && (await deliveryPage(chosen.delivery, { shared: chosen.shared, revealed: false })),
      /** Shown this once, to whoever asked for it. */
      secret: (session.flashMessages.get('endpoint_secret') as string | undefined) ?? null,
    })
  }

  async update(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    const connection = await connectionOf(ctx)
    const change = await request.validateUsing(changeValidator)
    const result = await changeConnection(connection, { workspace, actor: access.actor, ip: request.ip() }, change)
    if (!result.ok) return refuse(ctx, result)

    session.flash('success', i18n.t('connections.saved'))
    return response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    await disconnect(await connectionOf(ctx), { workspace, actor: access.actor, ip: request.ip() })
    session.flash('success', i18n.t('connections.removed'))
    return response.redirect(`/w/${workspace.id}/connections`)
  }
}
