import type { FakeAnswer } from './server.ts'

type Body = Record<string, unknown>

/** What a caller asked, whichever of the two ways it asked. */
export interface Asked {
  model: string
  system: string
  turns: { role: string; text: string }[]
  tools: string[]
  schema: Body | null
  maxTokens: number
}

/** What the model says to it. */
export interface Reply {
  text?: string
  toolCall?: { name: string; input: Body }
  refusal?: string
  stop?: 'length' | 'filter'
}

export interface Spoken extends Reply {
  id: string
  model: string
  usage: { input: number; output: number; cached: number }
}

/** An error in OpenAI's form. Its text repeats what was sent, as the real one's does. */
export const refused = (status: number, code: string | null, param: string | null = null, message = 'Refused.') => ({
  status,
  headers: { 'x-request-id': 'req_fake' },
  body: { error: { message, type: status === 429 ? 'requests' : 'invalid_request_error', param, code } },
})

export function responseBody({ id, model, text = '', toolCall, refusal, stop, usage }: Spoken): Body {
  const content = refusal ? { type: 'refusal', refusal } : { type: 'output_text', text, annotations: [], logprobs: [] }
  const said = { type: 'message', id: `msg_${id}`, status: 'completed', role: 'assistant', content: [content] }
  const call = toolCall && {
    type: 'function_call',
    id: `fc_${id}`,
    call_id: `call_${id}`,
    status: 'completed',
    name: toolCall.name,
    arguments: JSON.stringify(toolCall.input),
  }
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: 1_795_000_000,
    status: stop ? 'incomplete' : 'completed',
    incomplete_details: stop ? { reason: stop === 'length' ? 'max_output_tokens' : 'content_filter' } : null,
    error: null,
    model,
    output: [{ type: 'reasoning', id: `rs_${id}`, summary: [], encrypted_content: 'sealed' }, call ?? said],
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  }
}

const CHAT_ENDS = { length: 'length', filter: 'content_filter' }

const endOf = ({ toolCall, stop }: Spoken) => (stop ? CHAT_ENDS[stop] : toolCall ? 'tool_calls' : 'stop')

const chatUsage = ({ usage }: Spoken) => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cached },
})

const chatCall = ({ id, toolCall }: Spoken) =>
  toolCall && {
    id: `call_${id}`,
    type: 'function',
    function: { name: toolCall.name, arguments: JSON.stringify(toolCall.input) },
  }

export function completionBody(spoken: Spoken): Body {
  const call = chatCall(spoken)
  const message = {
    role: 'assistant',
    content: call ? null : (spoken.text ?? ''),
    refusal: spoken.refusal ?? null,
    ...(call ? { tool_calls: [call] } : {}),
  }
  return {
    id: `chatcmpl-${spoken.id}`,
    object: 'chat.completion',
    created: 1_795_000_000,
    model: spoken.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: endOf(spoken) }],
    usage: chatUsage(spoken),
  }
}

/** Server-sent events of the Responses API: named, numbered, the whole answer in the last. */
export function responseStream(spoken: Spoken): string {
  const whole = responseBody(spoken)
  const started = { ...whole, status: 'in_progress', output: [], usage: null }
  const events: Body[] = [
    { type: 'response.created', response: started },
    ...pieces(spoken.text ?? '').map((delta) => ({
      type: 'response.output_text.delta',
      item_id: `msg_${spoken.id}`,
      output_index: 1,
      content_index: 0,
      delta,
      logprobs: [],
    })),
    { type: spoken.stop ? 'response.incomplete' : 'response.completed', response: whole },
  ]
  return events.map((event, index) => sse({ ...event, sequence_number: index }, String(event.type))).join('')
}

/** Of chat completions: unnamed chunks, arguments bit by bit, usage at the end, `[DONE]` last. */
export function completionStream(spoken: Spoken, withUsage: boolean): string {
  const base = {
    id: `chatcmpl-${spoken.id}`,
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model: spoken.model,
  }
  const chunk = (delta: Body, finish: string | null = null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  })
  const call = chatCall(spoken)
  const parts = call
    ? [
        chunk({ tool_calls: [{ index: 0, ...call, function: { name: call.function.name, arguments: '' } }] }),
        ...pieces(call.function.arguments).map((piece) =>
          chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })
        ),
      ]
    : spoken.refusal
      ? [chunk({ refusal: spoken.refusal })]
      : pieces(spoken.text ?? '').map((content) => chunk({ content }))
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...parts,
    chunk({}, endOf(spoken)),
    ...(withUsage ? [{ ...base, choices: [], usage: chatUsage(spoken) }] : []),
  ]
  return chunks.map((each) => sse(each)).join('') + 'data: [DONE]\n\n'
}

const sse = (data: Body, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`

const pieces = (text: string): string[] => text.match(/[\s\S]{1,9}/g) ?? []

export const stream = (body: string): FakeAnswer => ({ headers: { 'content-type': 'text/event-stream' }, body })
