import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { deliveryIn } from './delivery_finder.ts'

export default class DeliveryReplaysController {
  async store(ctx: HttpContext) {
    const { delivery } = await deliveryIn(ctx)
    const replay = await delivery.replay()
    if (!replay.ok) ctx.session.flash('error', ctx.i18n.t(`codes.${replay.reason}`))
    else {
      await auditBy(ctx, { action: 'delivery.replayed', subject: { kind: 'delivery', id: delivery.id } })
      ctx.session.flash('success', ctx.i18n.t('connections.replaying'))
    }
    return ctx.response.redirect().back()
  }
}
