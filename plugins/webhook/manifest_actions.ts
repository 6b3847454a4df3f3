import vine from '@vinejs/vine'

export const sendWebhook = {
  title: 'Send a webhook',
  description: 'Posts data to an address on the public internet, signed as Standard Webhooks say.',
  input: vine.create({
    url: vine
      .string()
      .trim()
      .regex(/^https:\/\/\S+$/)
      .maxLength(2000)
      .meta({ 'title': 'Address', 'x-placeholder': 'https://example.com/hooks' }),
    type: vine
      .string()
      .trim()
      .regex(/^[a-z][\w.-]{0,79}$/i)
      .meta({ 'title': 'Type', 'description': 'What happened, for the receiver.', 'x-placeholder': 'lead.qualified' }),
    data: vine.object({}).allowUnknownProperties().meta({ title: 'Data', description: 'Names and values.' }),
  }),
  output: vine.create({ status: vine.number(), answer: vine.string() }),
  /** The receiver knows a repeat by `webhook-id`, which is the step's own key. */
  idempotency: 'native' as const,
}
