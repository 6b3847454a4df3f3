import { asObject, isConnectorError } from '#sdk/index'
import type { Context, ModelTurn } from '#sdk/index'
import { respondByChat } from './chat.ts'
import { respondByResponses } from './responses.ts'
import type { Wanted } from './wanted.ts'

/** How a server wants to be asked. */
export type Dialect = 'responses' | 'chat'

export interface Abilities {
  dialect: Dialect
  tools: boolean
  structured: boolean
  streaming: boolean
}

const SHORT = 400

const QUESTION: ModelTurn[] = [{ role: 'user', text: 'Is 2 greater than 1? Answer shortly.' }]
const ANSWER_SCHEMA = {
  type: 'object',
  properties: { answer: { type: 'boolean' } },
  required: ['answer'],
  additionalProperties: false,
}
const TOOL = { name: 'report_answer', description: 'Reports the answer to the question.', input: ANSWER_SCHEMA }

/**
 * Finds out by four small calls what a server can do. Whether it is there at all is the first one's business: its failure
 * is everybody's. That of the others only means that the server cannot do this one thing.
 */
export async function probe(context: Context, model: string): Promise<Abilities> {
  const wanted: Wanted = { model, maxTokens: SHORT }
  const heard: string[] = []
  const { dialect, structured } = await dialectOf(context, wanted)
  const ask = (more: Partial<Wanted>) =>
    dialect === 'responses'
      ? respondByResponses(context, QUESTION, { ...wanted, ...more })
      : respondByChat(context, QUESTION, { ...wanted, ...more, structured: true })

  await able(() => ask({ onText: (part) => void heard.push(part) }))
  const called = await able(() => ask({ tools: [TOOL], toolChoice: 'required' }))
  return {
    dialect,
    structured: structured || isAnswer((await able(() => ask({ output: OUTPUT })))?.output),
    streaming: heard.length > 0,
    tools: called?.toolCalls[0]?.name === TOOL.name,
  }
}

const OUTPUT = { name: 'answer', schema: ANSWER_SCHEMA }
const isAnswer = (output: unknown): boolean => typeof asObject(output)?.answer === 'boolean'

/** Asked for JSON at once, so that one call answers both whether it knows responses and whether it keeps to a schema. */
async function dialectOf(context: Context, wanted: Wanted): Promise<{ dialect: Dialect; structured: boolean }> {
  try {
    const { output } = await respondByResponses(context, QUESTION, { ...wanted, output: OUTPUT })
    return { dialect: 'responses', structured: isAnswer(output) }
  } catch (error) {
    if (!meansUnknown(error)) throw error
    await respondByChat(context, QUESTION, { ...wanted, structured: false })
    return { dialect: 'chat', structured: false }
  }
}

/** No such path, or a path that wants something else. */
const UNKNOWN_PATH = [400, 404, 405, 415, 422, 501]

const meansUnknown = (error: unknown): boolean =>
  isConnectorError(error) && (error.vendorCode === 'not_understood' || UNKNOWN_PATH.includes(error.status ?? 0))

/** Null where the server refuses. Where it is busy or silent nothing is known yet. */
async function able<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    const isRefusal = isConnectorError(error) && !error.retryable && error.code !== 'E_OUTCOME_UNKNOWN'
    const isIll = isConnectorError(error) && error.code === 'E_TEMPORARY' && error.status !== null
    if (isRefusal || isIll) return null
    throw error
  }
}
