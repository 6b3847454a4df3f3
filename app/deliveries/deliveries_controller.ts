import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { chainOf } from '#app/http/chains'
import { connectionOf } from '#app/connectors/connection_finder'
import { deliveryIn } from './delivery_finder.ts'
import { deliveryFor } from './delivery_lists.ts'
import { deliveryPage } from './delivery_page.ts'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { connectors } from '#app/connectors/registry'

export default class DeliveriesController {
  async show(ctx: HttpContext) {
    const connection = await connectionOf(ctx)
    const { delivery, shared } = await deliveryIn(ctx)
    const revealed = ctx.session.flashMessages.get('revealed') === delivery.id
    const connector = connectors.get(delivery.connector)
    return ctx.inertia.render('connections/deliveries/show', {
      connection: connectionLine(connection),
      connector: connector && connectorCard(connector),
      delivery: await deliveryPage(delivery, { shared, revealed }),
      chain: await chainOf(ctx, { kind: 'delivery', id: delivery.id }),
    })
  }

  /** Shows the body unmasked once; who looked is written down. */
  async reveal(ctx: HttpContext) {
    const { delivery } = await deliveryIn(ctx)
    await auditBy(ctx, { action: 'delivery.revealed', subject: { kind: 'delivery', id: delivery.id } })
    ctx.session.flash('revealed', delivery.id)
    return ctx.response.redirect(
      `/w/${ctx.workspace.id}/connections/${ctx.params.connection_id}/deliveries/${delivery.id}`
    )
  }
}

/** The delivery that the list's page has open beside it. */
export async function selectedDelivery({ workspace, request }: Pick<HttpContext, 'workspace' | 'request'>) {
  const id: unknown = request.qs().delivery
  return typeof id === 'string' ? deliveryFor(workspace.id, id) : null
}
