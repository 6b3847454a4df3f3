import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { cancelPayment } from './ending.ts'
import { paymentOf, wordsOf } from './refusing.ts'

export default class PaymentCancellationsController {
  async store(ctx: HttpContext) {
    const { response, session, access } = ctx
    const payment = await paymentOf(ctx)
    const cancelled = await transaction(async (trx) => {
      const outcome = await cancelPayment(trx, payment.id, access.actor)
      if (outcome.ok)
        await auditBy(ctx, { action: 'payment.cancelled', subject: { kind: 'payment', id: payment.id } }, trx)
      return outcome
    })
    if (!cancelled.ok) session.flash('error', wordsOf(ctx, { field: null, code: cancelled.code }))
    return response.redirect().back()
  }
}
