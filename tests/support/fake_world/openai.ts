import { completionBody, completionStream, refused, responseBody, responseStream, stream } from './openai_shapes.ts'
import type { Asked, Reply, Spoken } from './openai_shapes.ts'
import { readCompletion, readResponse } from './openai_rules.ts'
import type { Read } from './openai_rules.ts'
import { FakeServer, type FakeAnswer, type FakeRequest } from './server.ts'

type Body = Record<string, unknown>

interface Kind {
  /** What it is called, such as a server of one's own. Default: OpenAI itself. */
  models?: string[]
  /** Whether it has the Responses API. */
  responses?: boolean
  /** Whether it keeps to a schema it is given. */
  structured?: boolean
  /** Whether its models call tools. */
  tools?: boolean
}

const OPENAI_MODELS = [
  'gpt-6-luna',
  'gpt-6.1-sol',
  'gpt-4.1',
  'text-embedding-3-small',
  'gpt-4o-mini-transcribe',
  'whisper-1',
  'tts-1',
]

/** OpenAI's API, or a server that speaks its format: checks keys and bodies, and says what a test has it say. */
export class FakeOpenAi extends FakeServer {
  readonly keys = new Set<string>()
  /** The account's credit is used up: each call is refused, and trying again helps nobody. */
  quotaSpent = false
  /** Streams break off before their end. */
  cutStreams = false
  /** What the model says. Default: something that fits what was asked. */
  answer: (asked: Asked) => Reply = fitting
  /** Answers come after this: what is asked in the meantime is under way together. */
  held: Promise<void> = Promise.resolve()
  readonly #kind: Required<Kind>
  #calls = 0

  constructor(kind: Kind = {}) {
    super()
    this.#kind = { models: OPENAI_MODELS, responses: true, structured: true, tools: true, ...kind }
    const on = (method: string, path: string, answer: (request: FakeRequest) => FakeAnswer) =>
      this.route(method, path, async (request) => {
        await this.held
        return this.#authorized(request) ?? answer(request)
      })
    on('GET', '/v1/models', () => ({
      body: {
        object: 'list',
        data: this.#kind.models.map((id) => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'system' })),
      },
    }))
    if (this.#kind.responses) on('POST', '/v1/responses', (request) => this.#respond(request))
    on('POST', '/v1/chat/completions', (request) => this.#complete(request))
    on('POST', '/v1/embeddings', (request) => this.#embed(request))
    on('POST', '/v1/audio/transcriptions', (request) => this.#transcribe(request))
  }

  addKey(key: string): this {
    this.keys.add(key)
    return this
  }

  revoke(key: string): this {
    this.keys.delete(key)
    return this
  }

  /** What was asked of the models, without the lists. */
  get questions(): FakeRequest[] {
    return this.requests.filter(({ path }) => path.endsWith('/responses') || path.endsWith('/chat/completions'))
  }

  protected override failure(status: number, body: unknown): FakeAnswer {
    return body === undefined
      ? {
          status,
          body: { error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } },
        }
      : { status, body }
  }

  protected override rateLimited(retryAfterSeconds: number): FakeAnswer {
    const answer = refused(429, 'rate_limit_exceeded', null, 'Rate limit reached for gpt-6-luna.')
    return { ...answer, headers: { 'retry-after': String(retryAfterSeconds), 'x-ratelimit-remaining-requests': '0' } }
  }

  #authorized({ headers, path }: FakeRequest): FakeAnswer | null {
    const key = headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!this.keys.has(key)) return refused(401, 'invalid_api_key', null, `Incorrect API key provided: ${key}.`)
    return this.quotaSpent && !path.endsWith('/models')
      ? refused(429, 'insufficient_quota', null, 'You exceeded your current quota.')
      : null
  }

  #respond({ json }: FakeRequest): FakeAnswer {
    const body = json as Body
    const read = this.#judged(body, readResponse(body, !String(body.model).startsWith('gpt-4')))
    if ('refusal' in read) return read.refusal
    const spoken = this.#speak(read.asked)
    if (!body.stream) return { body: responseBody(spoken) }
    const whole = responseStream(spoken)
    return stream(this.cutStreams ? whole.slice(0, whole.lastIndexOf('event:')) : whole)
  }

  #complete({ json }: FakeRequest): FakeAnswer {
    const body = json as Body
    const read = this.#judged(body, readCompletion(body))
    if ('refusal' in read) return read.refusal
    const spoken = this.#speak(read.asked)
    if (!body.stream) return { body: completionBody(spoken) }
    const whole = completionStream(spoken, Boolean((body.stream_options as Body | undefined)?.include_usage))
    return stream(this.cutStreams ? whole.slice(0, whole.indexOf('"finish_reason":"')) : whole)
  }

  #judged(body: Body, read: Read): Read {
    if (this.#kind.models.includes(String(body.model))) return read
    return { refusal: refused(404, 'model_not_found', null, `The model ${String(body.model)} does not exist.`) }
  }

  #speak(asked: Asked): Spoken {
    const able: Asked = {
      ...asked,
      schema: this.#kind.structured ? asked.schema : null,
      tools: this.#kind.tools ? asked.tools : [],
    }
    const reply = this.answer(able)
    const input = tokensIn([asked.system, ...asked.turns.map(({ text }) => text)].join(' '))
    const output = tokensIn((reply.text ?? reply.refusal ?? '') + JSON.stringify(reply.toolCall ?? ''))
    const id = String(++this.#calls).padStart(6, '0')
    return { ...reply, id, model: asked.model, usage: { input, output, cached: input > 1024 ? 1024 : 0 } }
  }

  #embed({ json }: FakeRequest): FakeAnswer {
    const { input, model, encoding_format: format } = json as Body
    const texts = Array.isArray(input) ? input.map(String) : [String(input)]
    if (texts.length > 2048 || texts.some((text) => text === '')) return refused(400, null, 'input', 'Invalid input.')
    // As servers do that do not know it: they answer numbers whatever was asked.
    if (format !== 'float') return refused(400, null, 'encoding_format', 'Only float is supported here.')
    const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: letters(text) }))
    const tokens = tokensIn(texts.join(' '))
    return { body: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } } }
  }

  #transcribe({ headers, rawBody }: FakeRequest): FakeAnswer {
    const form = rawBody.toString('latin1')
    if (!headers['content-type']?.startsWith('multipart/form-data')) return refused(400, null, null, 'Not a form.')
    if (!/name="file"; filename="[^"]+\.(ogg|mp3|m4a|wav|webm|flac)"/.test(form))
      return refused(400, 'unsupported_value', 'file', 'Unrecognized file format.')
    if (!form.includes('name="model"')) return refused(400, null, 'model', 'you must provide a model parameter')
    const usage = { type: 'tokens', input_tokens: 14, output_tokens: 9, total_tokens: 23 }
    return { body: { text: 'Buongiorno, dov’è il mio ordine?', usage } }
  }
}

const tokensIn = (text: string): number => Math.ceil(text.length / 4)

/** How often each letter comes: texts alike give vectors alike. */
const letters = (text: string): number[] =>
  Array.from({ length: 26 }, (_, index) => text.toLowerCase().split(String.fromCharCode(97 + index)).length - 1)

function fitting({ schema, tools }: Asked): Reply {
  if (tools.length > 0) return { toolCall: { name: tools[0], input: { answer: true } } }
  return { text: schema ? JSON.stringify(valueFor(schema)) : 'Certo, volentieri.' }
}

/** The plainest value that fits a schema. */
export function valueFor(schema: Body): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (Array.isArray(schema.anyOf)) return valueFor(schema.anyOf[0] as Body)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object')
    return Object.fromEntries(
      Object.entries((schema.properties ?? {}) as Record<string, Body>).map(([name, each]) => [name, valueFor(each)])
    )
  if (type === 'array') return []
  if (type === 'boolean') return true
  return type === 'number' || type === 'integer' ? 1 : 'text'
}
