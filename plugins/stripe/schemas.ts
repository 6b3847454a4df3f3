import vine from '@vinejs/vine'

export const credentials = vine.create({
  apiKey: vine
    .string()
    .trim()
    .regex(/^(sk|rk)_(test|live)_\w{8,250}$/)
    .meta({
      'title': 'API key',
      'description': 'Best a restricted key with the permissions the guide lists; a secret key works, too.',
      'x-secret': true,
      'x-placeholder': 'rk_live_…',
    }),
  webhookSecret: vine
    .string()
    .trim()
    .regex(/^whsec_\w{8,250}$/)
    .optional()
    .meta({
      'title': 'Signing secret of the webhook',
      'description': 'Leave empty: connecting makes the webhook and keeps its secret. Only for one made by hand.',
      'x-secret': true,
      'x-placeholder': 'whsec_…',
    }),
})

/** Amounts come out of texts of a pipeline, so they are decimals as people write them: `49.00`. */
const amount = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,4})?$/)
    .meta({ title: 'Amount', examples: ['49.00'] })
const currency = () =>
  vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .meta({ title: 'Currency', examples: ['EUR'] })

export const createPaymentLinkInput = vine.create({
  title: vine.string().trim().minLength(1).maxLength(250).meta({ title: 'What is paid for' }),
  amount: amount(),
  currency: currency(),
  reference: vine
    .string()
    .trim()
    .regex(/^[\w-]{1,200}$/)
    .optional()
    .meta({ title: 'Your reference', description: 'Letters, digits, - and _; it comes back with the payment.' }),
  email: vine.string().trim().email().optional().meta({ title: 'E-mail of the payer' }),
  reusable: vine.boolean().optional().meta({
    title: 'May be paid more than once',
    description: 'Otherwise the link closes after the first payment.',
  }),
})
export const createPaymentLinkOutput = vine.create({ paymentLinkId: vine.string(), url: vine.string() })

export const refundPaymentInput = vine.create({
  paymentId: vine
    .string()
    .trim()
    .regex(/^(pi|ch|py)_\w{1,250}$/)
    .meta({ 'title': 'Payment', 'description': 'Stripe’s id of the payment.', 'x-placeholder': 'pi_…' }),
  amount: amount().clone().optional().meta({ title: 'Amount', description: 'Leave empty to give all of it back.' }),
  currency: currency().clone().optional().requiredIfExists('amount'),
  reason: vine
    .enum(['requested_by_customer', 'duplicate', 'fraudulent'] as const)
    .optional()
    .meta({
      'title': 'Reason',
      'x-options-labels': {
        requested_by_customer: 'The customer asked for it',
        duplicate: 'Paid twice',
        fraudulent: 'Fraud',
      },
    }),
})
export const refundPaymentOutput = vine.create({ refundId: vine.string(), state: vine.string() })
