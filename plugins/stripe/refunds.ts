import { InvalidInput } from '#sdk/index'
import type { Money } from '#sdk/index'
import type Stripe from 'stripe'
import type { StripeClient } from './client.ts'
import { stripeAmount } from './money.ts'

export interface RefundRequest {
  /** A payment (`pi_`) or a charge (`ch_`, `py_`). */
  paymentId: string
  amount: Money | null
  reason?: Stripe.RefundCreateParams.Reason
}

/** Gives back all or a part. Throws `InvalidInput` at `currency` where the payment was made in another. */
export async function refund(client: StripeClient, { paymentId, amount, reason }: RefundRequest) {
  const whole = amount === null ? null : stripeAmount(amount)
  // Stripe is told a number alone and takes it to be in the payment's currency.
  if (whole !== null && (await currencyOf(client, paymentId)) !== whole.currency)
    throw new InvalidInput('The payment was made in another currency', { field: 'currency' })
  const of = isPayment(paymentId) ? { payment_intent: paymentId } : { charge: paymentId }
  const params = { ...of, ...(whole === null ? {} : { amount: whole.amount }), ...(reason ? { reason } : {}) }
  return client.change((stripe, once) => stripe.refunds.create(params, once))
}

const isPayment = (id: string) => id.startsWith('pi_')

const currencyOf = (client: StripeClient, id: string): Promise<string> =>
  client.read(async (stripe) => {
    const found = isPayment(id) ? await stripe.paymentIntents.retrieve(id) : await stripe.charges.retrieve(id)
    return found.currency
  })
