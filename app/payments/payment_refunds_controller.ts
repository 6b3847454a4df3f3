import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { typedMoney } from './money.ts'
import { paymentOf, refuseRequest, wordsOf } from './refusing.ts'
import { requestRefund } from './refunds.ts'
import { refundValidator } from './validators.ts'

export default class PaymentRefundsController {
  async store(ctx: HttpContext) {
    const { request, response, session, access } = ctx
    const payment = await paymentOf(ctx)
    const form = await request.validateUsing(refundValidator)
    const typed = form.amount ? typedMoney(form.amount, payment.paidCurrency ?? payment.currency) : null
    if (form.amount && !typed) return refuseRequest(ctx, { field: 'amount', code: 'amount_unreadable' })

    const refund = await transaction(async (trx) => {
      const draft = { key: form.key, amount: typed?.amount ?? null, source: 'console' as const, actor: access.actor }
      const outcome = await requestRefund(trx, payment.id, draft)
      if (outcome.ok && outcome.isNew)
        await auditBy(
          ctx,
          {
            action: 'payment.refund_requested',
            subject: { kind: 'payment', id: payment.id },
            after: { ...outcome.amount },
          },
          trx
        )
      return outcome
    })
    if (!refund.ok && refund.field !== null) return refuseRequest(ctx, { ...refund, field: refund.field })
    if (!refund.ok) session.flash('error', wordsOf(ctx, refund))
    return response.redirect().back()
  }
}
