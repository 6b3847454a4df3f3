import vine from '@vinejs/vine'

export const credentials = vine.create({
  clientId: vine.string().trim().minLength(20).maxLength(200).meta({
    'title': 'Client ID',
    'description': 'From the app’s page in PayPal’s developer dashboard.',
    'x-placeholder': 'A…',
  }),
  clientSecret: vine.string().trim().minLength(20).maxLength(200).meta({
    'title': 'Secret',
    'description': 'Beside the client ID. The app needs nothing but Payments and Webhooks.',
    'x-secret': true,
  }),
  webhookId: vine
    .string()
    .trim()
    .regex(/^[\w-]{8,64}$/)
    .optional()
    .meta({
      title: 'Webhook ID',
      description: 'Leave empty: connecting makes the webhook and keeps its ID. Only for one made by hand.',
    }),
})

export const settings = vine.create({
  environment: vine.enum(['live', 'sandbox'] as const).meta({
    'title': 'Environment',
    'description': 'Where the app is: PayPal itself, or its sandbox, in which no money moves.',
    'x-options-labels': { live: 'Live', sandbox: 'Sandbox' },
  }),
})

export const refundPaymentInput = vine.create({
  paymentId: vine
    .string()
    .trim()
    .regex(/^[A-Z0-9]{8,40}$/)
    .meta({ title: 'Payment', description: 'PayPal’s id of the capture.' }),
  // Amounts come out of texts of a pipeline, so they are decimals as people write them: `49.00`.
  amount: vine
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,4})?$/)
    .optional()
    .meta({ title: 'Amount', description: 'Leave empty to give all of it back.', examples: ['49.00'] }),
  currency: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .requiredIfExists('amount')
    .meta({ title: 'Currency', examples: ['EUR'] }),
  note: vine.string().trim().maxLength(255).optional().meta({
    title: 'Note to the payer',
    description: 'PayPal puts it into its own e-mail.',
  }),
})
export const refundPaymentOutput = vine.create({ refundId: vine.string(), state: vine.string() })
