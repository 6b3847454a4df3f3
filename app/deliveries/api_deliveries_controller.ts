import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { connectionOf } from '#app/connectors/connection_finder'
import { deliveryIn } from './delivery_finder.ts'
import { deliveriesOf } from './delivery_lists.ts'
import { deliveryLines, deliveryPage } from './delivery_page.ts'
import { deliveryListValidator } from './validators.ts'

export default class ApiDeliveriesController {
  async index(ctx: HttpContext) {
    const connection = await connectionOf(ctx)
    const { state, before } = await deliveryListValidator.validate(ctx.request.qs())
    const { deliveries, older } = await deliveriesOf(connection.id, { before, states: state && [state] })
    return { data: await deliveryLines(deliveries), next: older }
  }

  async show(ctx: HttpContext) {
    const { delivery, shared } = await deliveryIn(ctx)
    return { data: await deliveryPage(delivery, { shared, revealed: false }) }
  }

  async replay(ctx: HttpContext) {
    const { delivery } = await deliveryIn(ctx)
    const replay = await delivery.replay()
    if (!replay.ok)
      return ctx.response.conflict({
        type: 'about:blank',
        title: 'The delivery cannot be replayed.',
        status: 409,
        code: replay.reason,
      })
    await auditBy(ctx, { action: 'delivery.replayed', subject: { kind: 'delivery', id: delivery.id } })
    return ctx.response.accepted({ data: { id: delivery.id } })
  }
}
