import * as schemas from './schemas.ts'

/** What the console shows of the actions before anything of Stripe's is loaded. */
export const actions = {
  createPaymentLink: {
    title: 'Create a payment link',
    description:
      'A link of Stripe’s that does not expire. For one customer in a chat, use the step “Request a payment”.',
    input: schemas.createPaymentLinkInput,
    output: schemas.createPaymentLinkOutput,
    idempotency: 'native' as const,
  },
  refundPayment: {
    title: 'Refund a payment',
    description: 'Gives a payment back, whole or in part. The same step gives back once, however often it is tried.',
    input: schemas.refundPaymentInput,
    output: schemas.refundPaymentOutput,
    idempotency: 'native' as const,
  },
}
