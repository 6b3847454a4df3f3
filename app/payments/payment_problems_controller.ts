import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { paymentOf } from './refusing.ts'
import { lockedPayment, write } from './rows.ts'

/** Somebody has looked at what was odd about a payment. */
export default class PaymentProblemsController {
  async destroy(ctx: HttpContext) {
    const { id } = await paymentOf(ctx)
    await transaction(async (trx) => {
      const payment = await lockedPayment(trx, id)
      if (!payment?.problem) return
      const before = { problem: payment.problem.code }
      await write(trx, payment, {
        state: payment.state,
        code: 'payment_looked_at',
        actor: ctx.access.actor,
        columns: { problem: null },
      })
      await auditBy(ctx, { action: 'payment.looked_at', subject: { kind: 'payment', id }, before }, trx)
    })
    return ctx.response.redirect().back()
  }
}
