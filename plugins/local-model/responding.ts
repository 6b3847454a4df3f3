import type { ModelAnswer, ModelRequest, ModelTurn } from '#sdk/index'
import { reply } from './replying.ts'
import { shaped } from './shaping.ts'
import { toolFor } from './tools.ts'
import { tokensIn } from './words.ts'

export const CHAT_MODEL = 'rules-1'
const MAX_TOKENS = 800

/** The same conversation always gets the same answer. */
export function answer(conversation: ModelTurn[], request: ModelRequest = {}): ModelAnswer {
  const text = subjectOf(conversation)
  const last = conversation.at(-1)
  const call = last?.role === 'tool' ? null : toolFor(text, request)
  const input = tokensIn(conversation.map((turn) => turn.text).join('\n') + JSON.stringify(request.output ?? ''))
  if (call) {
    const usage = { input, output: tokensIn(JSON.stringify(call)), cached: 0 }
    return { text: '', output: null, toolCalls: [call], stop: 'tool', usage, model: CHAT_MODEL, requestId: null }
  }

  const output = request.output ? shaped(request.output.schema, text) : null
  const whole = request.output ? JSON.stringify(output) : said(conversation, text)
  const room = (request.maxTokens ?? MAX_TOKENS) * 4
  const spoken = whole.slice(0, room)
  for (const part of request.onText ? (spoken.match(/\s*\S+/g) ?? []) : []) request.onText?.(part)
  return {
    text: spoken,
    output: whole.length > room ? null : output,
    toolCalls: [],
    stop: whole.length > room ? 'length' : 'end',
    usage: { input, output: tokensIn(spoken), cached: 0 },
    model: CHAT_MODEL,
    requestId: null,
  }
}

function said(conversation: ModelTurn[], text: string): string {
  const last = conversation.at(-1)
  const instructions = conversation.flatMap((turn) => (turn.role === 'system' ? [turn.text] : [])).join('\n')
  const words = reply(instructions, text, conversation.map((turn) => turn.text).join('\n'))
  return last?.role === 'tool' && !last.isError ? `${words}\n${last.text}` : words
}

/** What the customer wrote: the last turn of a user, without the marks that say it is data. */
function subjectOf(conversation: ModelTurn[]): string {
  const last = conversation.findLast(({ role }) => role === 'user')?.text ?? ''
  const marked = /<(data[\w-]*)>\n?([\s\S]*?)\n?<\/\1>/.exec(last)
  return (marked ? marked[2] : last).trim()
}
