import { refundPaymentInput, refundPaymentOutput } from './schemas.ts'

/** What the console shows of the actions before anything of PayPal's is loaded. */
export const actions = {
  refundPayment: {
    title: 'Refund a payment',
    description: 'Gives a payment back, whole or in part. The same step gives back once, however often it is tried.',
    input: refundPaymentInput,
    output: refundPaymentOutput,
    idempotency: 'native' as const,
  },
}
