import type { HttpContext } from '@adonisjs/core/http'
import { connectionOf } from '#app/connectors/connection_finder'
import { connectionPage } from './connection_page.ts'
import { selectedDelivery } from './deliveries_controller.ts'
import { deliveriesOf } from './delivery_lists.ts'
import { deliveryPage, deliveryRows } from './delivery_page.ts'
import { deliveryListValidator } from './validators.ts'

/** A connection with what it receives: the page belongs to the later of the two rooms it shows. */
export default class ConnectionPagesController {
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
      ...(await connectionPage(connection, ctx)),
      deliveries: await deliveryRows(ctx, page.deliveries),
      older: page.older,
      chosen: chosen && (await deliveryPage(chosen.delivery, { shared: chosen.shared, revealed: false })),
      /** Shown this once, to whoever asked for it. */
      secret: (session.flashMessages.get('endpoint_secret') as string | undefined) ?? null,
    })
  }
}
