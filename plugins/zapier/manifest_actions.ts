import vine from '@vinejs/vine'

const CATCH_HOOK = /^https:\/\/hooks\.zapier\.com\/hooks\/catch\/\d+\/[A-Za-z0-9]+\/?(silent\/?)?$/

/** Answers are dropped: a catch hook says only that it heard. */
export const triggerZap = {
  title: 'Trigger a Zap',
  description: 'Hands data to a Zap that begins with “Webhooks by Zapier”, Catch Hook.',
  input: vine.create({
    url: vine.string().trim().regex(CATCH_HOOK).meta({
      'title': 'Webhook URL of the Zap',
      'description': 'Zapier shows it in the Zap’s first step. Whoever knows it can trigger the Zap.',
      'x-placeholder': 'https://hooks.zapier.com/hooks/catch/123/abc/',
    }),
    data: vine.object({}).allowUnknownProperties().meta({
      title: 'Data',
      description: 'Names and values; the Zap’s later steps can pick each of them.',
    }),
  }),
  output: vine.create({ requestId: vine.string() }),
  idempotency: 'none' as const,
}
