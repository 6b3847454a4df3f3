import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { SECOND } from '#app/clock'
import { userRequest } from '#app/calls/http_client'
import { InvalidInput, OutcomeUnknown, RateLimited, Temporary } from '#sdk/errors'
import { NEXT } from '../graph.ts'
import { defineStep } from './step.ts'
import type { Preparation, StepContext } from './step.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const LARGEST_KEPT = 24 * 1024

const schema = vine.create({
  method: vine.enum(METHODS),
  url: vine.string().minLength(1).maxLength(2000),
  headers: vine
    .array(vine.object({ name: vine.string().regex(/^[\w-]{1,60}$/), value: vine.string().maxLength(1000) }))
    .maxLength(20)
    .optional(),
  body: vine.string().maxLength(20_000).optional(),
  /** The receiver takes our `Idempotency-Key`, so that a lost answer may be asked for again. */
  repeatable: vine.boolean().optional(),
  timeout_seconds: vine.number().withoutDecimals().min(1).max(30).optional(),
})

type Config = Infer<typeof schema>

const isRepeatable = ({ method, repeatable }: Config) =>
  repeatable ?? (method === 'GET' || method === 'PUT' || method === 'DELETE')

export const httpRequest = defineStep<Config>({
  type: 'http_request',
  title: 'Call a web address',
  schema,
  branches: () => [{ name: NEXT }, { name: 'failed' }, { name: 'unknown' }],
  texts: ({ url, body, headers = [] }) => [
    { field: 'url', text: url },
    ...(body ? [{ field: 'body', text: body }] : []),
    ...headers.map(({ value }, index) => ({ field: `headers.${index}`, text: value })),
  ],
  outputs: () => ['status', 'body'],
  call: (context) => prepare(context),
})

async function prepare({ config, text }: StepContext<Config>): Promise<Preparation> {
  const url = await text(config.url)
  if (!url.ok) return url
  const body = config.body === undefined ? null : await text(config.body, 'empty')
  if (body && !body.ok) return body
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const { name, value } of config.headers ?? []) {
    const filled = await text(value, 'empty')
    if (!filled.ok) return filled
    if (!isHeaderValue(filled.text)) return { ok: false, code: 'invalid_input', params: { field: name } }
    headers.set(name, filled.text)
  }

  return {
    ok: true,
    call: {
      idempotency: isRepeatable(config) ? 'native' : 'none',
      // Headers may hold a key, so the trace names them only.
      input: {
        method: config.method,
        url: url.text,
        headers: [...headers.keys()],
        ...(body ? { body: body.text } : {}),
      },
      async perform(key, signal) {
        headers.set('idempotency-key', key)
        const request = {
          method: config.method,
          headers,
          timeout: (config.timeout_seconds ?? 10) * SECOND,
          retry: false,
          ...(body ? { body: body.text } : {}),
        }
        return outputOf(await userRequest(url.text, request, { signal }), isRepeatable(config))
      },
    },
  }
}

/** What a customer wrote may hold a line break or letters that no header can carry. */
const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text)

/** A server error says nothing about what was done, unless the same call may simply be made again. */
async function outputOf(response: Response, repeatable: boolean): Promise<Record<string, unknown>> {
  const { status } = response
  const what = { status, vendorCode: String(status) }
  if (status === 429) {
    throw new RateLimited('The receiver asks to go slower', {
      ...what,
      retryAfter: (Number(response.headers.get('retry-after')) || 30) * SECOND,
    })
  }
  if (status >= 500)
    throw repeatable || status === 503
      ? new Temporary(`The receiver answered ${status}`, what)
      : new OutcomeUnknown(`The receiver answered ${status}`, what)
  if (status >= 400) throw new InvalidInput(`The receiver answered ${status}`, { ...what, field: 'request' })
  return { status, body: parsed((await response.text()).slice(0, LARGEST_KEPT)) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever is not JSON is kept as the text it is.
    return text
  }
}
