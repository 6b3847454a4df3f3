import type { Context, ModelPrice } from '#sdk/index'
import { isOpenAi } from './client.ts'

const MILLION = 1_000_000
const READ = { currency: 'USD', source: 'https://platform.openai.com/docs/models', asOf: '2026-11' }

/** Dollars per million tokens, as OpenAI lists them. What cached tokens cost is not on that page. */
const LIST: [model: string, input: number, output: number][] = [
  ['gpt-6-astra', 10, 50],
  ['gpt-6.1-sol', 2, 10],
  ['gpt-6.1-terra', 1, 5],
  ['gpt-6-luna', 0.1, 0.5],
]

/** Another server asks prices of its own, even for a model of the same name. */
export const prices = (context: Context): ModelPrice[] =>
  isOpenAi(context)
    ? LIST.map(([model, input, output]) => ({
        model,
        input: Math.round(input * MILLION),
        cached: null,
        output: Math.round(output * MILLION),
        ...READ,
      }))
    : []
