import { defineAction, moneyFromDecimal } from '#sdk/index'
import type { Context } from '#sdk/index'
import { StripeClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'
import { refund } from '../refunds.ts'
import type { RefundRequest } from '../refunds.ts'

interface Input {
  paymentId: string
  amount?: string
  currency?: string
  reason?: RefundRequest['reason']
}

export const refundPayment = defineAction<Input, { refundId: string; state: string }>({
  ...actions.refundPayment,

  async run(context: Context, { paymentId, amount, currency, reason }) {
    const money = amount && currency ? moneyFromDecimal(amount, currency) : null
    const { id, status } = await refund(new StripeClient(context), { paymentId, amount: money, reason })
    return { refundId: id, state: status ?? 'pending' }
  },
})
