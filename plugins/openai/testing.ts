import { defineKit } from '#sdk/testing/index'
import connector from './connector.ts'

const refusal =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  () =>
    Response.json(
      { error: { message: 'Refused.', type: 'invalid_request_error', param: null, code } },
      { status, headers }
    )

const MODELS = ['gpt-6-luna', 'gpt-6.1-sol', 'text-embedding-3-small', 'gpt-4o-mini-transcribe']

/** OpenAI in good health, as far as the contract suite asks. */
async function healthy(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/models'))
    return Response.json({ object: 'list', data: MODELS.map((id) => ({ id, object: 'model' })) })
  if (pathname.endsWith('/audio/transcriptions')) return Response.json({ text: 'Buongiorno' })
  const body = (await request.json()) as Record<string, unknown>
  if (pathname.endsWith('/embeddings')) {
    const texts = body.input as string[]
    const data = texts.map((_, index) => ({ object: 'embedding', index, embedding: [3, 4] }))
    return Response.json({ object: 'list', data, usage: { prompt_tokens: 4 } })
  }
  const response = answered(body)
  return body.stream ? streamed(response) : Response.json(response)
}

function answered({ tools, text }: Record<string, unknown>) {
  const output = tools
    ? { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'get_order', arguments: '{"number":"1042"}' }
    : {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        content: [{ type: 'output_text', text: text ? '{"language":"it"}' : 'È già partito.', annotations: [] }],
      }
  const usage = { input_tokens: 40, input_tokens_details: { cached_tokens: 8 }, output_tokens: 6 }
  return { id: 'resp_1', object: 'response', status: 'completed', model: 'gpt-6-luna', output: [output], usage }
}

function streamed(response: ReturnType<typeof answered>): Response {
  const [item] = response.output
  const text = 'content' in item ? (item.content?.[0].text ?? '') : ''
  const events = [
    { type: 'response.output_text.delta', delta: text.slice(0, 3) },
    { type: 'response.output_text.delta', delta: text.slice(3) },
    { type: 'response.completed', response },
  ]
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

export default defineKit({
  connector,
  credentials: { apiKey: 'canary-sk-of-the-openai-key-83f1' },
  settings: {},
  account: 'openai/default/wsp_test',
  vendor: {
    healthy,
    expiredToken: refusal(401, 'invalid_api_key'),
    rateLimited: refusal(429, 'rate_limit_exceeded', { 'retry-after': '12' }),
    others: [
      {
        title: 'an account without credit is not asked again',
        answer: refusal(429, 'insufficient_quota'),
        code: 'E_POLICY_REFUSED',
      },
      {
        title: 'a model that is not there is our input',
        answer: refusal(404, 'model_not_found'),
        code: 'E_INVALID_INPUT',
      },
      {
        title: 'a conversation too long is our input',
        answer: refusal(400, 'context_length_exceeded'),
        code: 'E_INVALID_INPUT',
      },
    ],
  },
  model: {
    conversation: [
      { role: 'system', text: 'You answer for a shop, in the language of the customer.' },
      { role: 'user', text: 'Dov’è il mio ordine?' },
    ],
  },
})
