import vine from '@vinejs/vine'

/** One host for each of Make's zones: `hook.eu2.make.com`. */
const HOOK = /^https:\/\/hook\.([a-z0-9-]+\.make\.com|integromat\.com)\/[A-Za-z0-9]+\/?$/

export const runScenario = {
  title: 'Run a Make scenario',
  description: 'Hands data to a scenario that begins with a custom webhook.',
  input: vine.create({
    url: vine.string().trim().regex(HOOK).meta({
      'title': 'Address of the custom webhook',
      'description': 'Make shows it in the scenario’s first module. Whoever knows it can run the scenario.',
      'x-placeholder': 'https://hook.eu2.make.com/abc',
    }),
    data: vine.object({}).allowUnknownProperties().meta({
      title: 'Data',
      description: 'Names and values; the scenario’s later modules can map each of them.',
    }),
  }),
  /** What the scenario answered: `Accepted`, or the text of its own Webhook response. */
  output: vine.create({ answer: vine.string() }),
  idempotency: 'none' as const,
}
