import { defineAction, InvalidInput, moneyFromDecimal } from '#sdk/index'
import type { Context } from '#sdk/index'
import { StripeClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'
import { stripeAmount } from '../money.ts'
import { REFERENCE } from '../version.ts'

interface Input {
  title: string
  amount: string
  currency: string
  reference?: string
  email?: string
  reusable?: boolean
}

export const createPaymentLink = defineAction<Input, { paymentLinkId: string; url: string }>({
  ...actions.createPaymentLink,

  async run(context: Context, { title, reference, email, reusable, ...given }) {
    const money = moneyFromDecimal(given.amount, given.currency)
    if (money === null) throw new InvalidInput('This is no amount', { field: 'amount' })
    const { amount: unit_amount, currency } = stripeAmount(money)
    const metadata = reference ? { [REFERENCE]: reference } : undefined
    const link = await new StripeClient(context).change((stripe, once) =>
      stripe.paymentLinks.create(
        {
          line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data: { name: title } } }],
          ...(metadata ? { metadata, payment_intent_data: { metadata } } : {}),
          ...(reusable ? {} : { restrictions: { completed_sessions: { limit: 1 } } }),
        },
        once
      )
    )
    return {
      paymentLinkId: link.id,
      url: addressed(link.url, { client_reference_id: reference, prefilled_email: email }),
    }
  },
})

/** https://docs.stripe.com/payment-links/url-parameters */
function addressed(url: string, params: Record<string, string | undefined>): string {
  const full = new URL(url)
  for (const [name, value] of Object.entries(params)) if (value) full.searchParams.set(name, value)
  return String(full)
}
