import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Connection } from '#app/connectors/connection'
import { deliveryIn } from './delivery_finder.ts'
import { acceptedIn24Hours } from './delivery_figures.ts'
import { deliveriesOfAll, partIn } from './delivery_lists.ts'
import { deliveryRows } from './delivery_page.ts'
import { deliveryListValidator } from './validators.ts'

/** Deliveries of a workspace, whichever connection they came by. */
export default class WorkspaceDeliveriesController {
  async index(ctx: HttpContext) {
    const { inertia, request, workspace } = ctx
    const { state, before } = await deliveryListValidator.validate(request.qs())
    const ids = (await Connection.in(workspace).select('id')).map(({ id }) => id)
    const { deliveries, older } = await deliveriesOfAll(ids, { before, states: state && [state] })
    let accepted = 0
    for (const id of ids) accepted += await acceptedIn24Hours(id)
    return inertia.render('developers/deliveries', { deliveries: await deliveryRows(ctx, deliveries), older, accepted })
  }

  /** Where a delivery is shown, for those who know nothing but its id. */
  async show(ctx: HttpContext) {
    const { delivery } = await deliveryIn(ctx)
    const connectionId = delivery.connectionId ?? (await partIn(ctx.workspace.id, delivery.id))
    if (!connectionId) throw new E_NOT_FOUND()
    return ctx.response.redirect(`/w/${ctx.workspace.id}/connections/${connectionId}/deliveries/${delivery.id}`)
  }
}
