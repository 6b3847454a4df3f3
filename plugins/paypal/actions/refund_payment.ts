import { defineAction, moneyFromDecimal } from '#sdk/index'
import type { Context } from '#sdk/index'
import { PayPalClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'
import { refund } from '../refunds.ts'

interface Input {
  paymentId: string
  amount?: string
  currency?: string
  note?: string
}

export const refundPayment = defineAction<Input, { refundId: string; state: string }>({
  ...actions.refundPayment,

  async run(context: Context, { paymentId, amount, currency, note }) {
    const money = amount && currency ? moneyFromDecimal(amount, currency) : null
    const { id, status } = await refund(new PayPalClient(context), { paymentId, amount: money, note })
    return { refundId: id, state: status.toLowerCase() }
  },
})
