import { test } from '@japa/runner'
import vine from '@vinejs/vine'
import {
  apiKey,
  asText,
  AuthenticationExpired,
  defineAction,
  defineConnector,
  hmac,
  jsonObject,
  Permanent,
  RateLimited,
  required,
  sameSignature,
  Temporary,
  Unparseable,
  VerificationFailed,
} from '#sdk/index'
import type {
  CheckResult,
  Connector,
  Context,
  Implementation,
  InboundRequest,
  ParseResult,
  VerifyContext,
} from '#sdk/index'
import { contractCases, defineKit, type ConnectorKit } from '#sdk/testing/index'

/** The suite is only worth something if it finds what is wrong: here every fault is put in on purpose. */

const credentials = vine.create({ token: vine.string().minLength(8).meta({ 'x-secret': true }) })
const note = {
  title: 'Add a note',
  description: 'Adds a note.',
  input: vine.create({ text: vine.string().minLength(1) }),
  output: vine.create({ id: vine.string() }),
  idempotency: 'native' as const,
}

function verify(request: InboundRequest, context: VerifyContext) {
  const token = asText(context.credentials.token)
  if (token === null) throw new VerificationFailed('missing_secret')
  const signature = asText(request.headers['x-signature'])
  if (signature === null) throw new VerificationFailed('missing_signature')
  if (!sameSignature(hmac('sha256', token, request.rawBody, 'hex'), signature))
    throw new VerificationFailed('bad_signature')
}

function parse(request: InboundRequest) {
  const body = jsonObject(request)
  const leadId = required(asText(body.id), 'id')
  const item = {
    account: null,
    type: 'lead.created',
    key: leadId,
    subject: null,
    occurredAt: null,
    payload: { leadId },
  }
  return { kind: 'items' as const, items: [item] }
}

async function call(
  context: Context,
  path: string,
  init: { method: string; headers?: Record<string, string> } = { method: 'GET' }
) {
  const headers = { ...init.headers, authorization: String(context.credentials.token) }
  const response = await context.http.fetch(`https://api.vendor.example${path}`, { ...init, headers })
  if (response.status === 401) throw new AuthenticationExpired('The token is dead')
  if (response.status === 429) throw new RateLimited('Too fast', { retryAfter: 1000 })
  if (response.status >= 500) throw new Temporary('The vendor is ill')
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) throw new Permanent('The vendor refused')
  return (await response.json()) as { id: string }
}

const postNote = (context: Context) =>
  call(context, '/notes', { method: 'POST', headers: { 'idempotency-key': context.idempotencyKey ?? '' } })
const addNote = defineAction<{ text: string }, { id: string }>({ ...note, run: postNote })
const check = async (context: Context) => {
  const { id } = await call(context, '/me')
  return { account: id, label: id, missingScopes: [], warnings: [] }
}

function connectorWith(changes: Partial<Connector> = {}): Connector {
  return defineConnector({
    id: 'vendor',
    name: 'Vendor',
    summary: 'For the suite.',
    categories: ['crm'],
    hosts: ['api.vendor.example'],
    icon: '<svg></svg>',
    docsUrl: null,
    auth: apiKey(credentials),
    endpoint: 'connection',
    webhooks: { verify, parse, dedupeKey: (request) => asText(request.headers['x-delivery']) },
    events: [
      {
        type: 'lead.created',
        sample: parse({ rawBody: Buffer.from('{"id":"1"}') } as InboundRequest).items[0]!,
      },
    ],
    actions: { addNote: note },
    load: async () => ({ check, actions: { addNote } }),
    ...changes,
  })
}

function kitWith(changes: Partial<Connector> = {}, more: Partial<ConnectorKit> = {}): ConnectorKit {
  return defineKit({
    connector: connectorWith(changes),
    credentials: { token: 'canary-of-this-token' },
    settings: {},
    account: 'acc_1',
    webhooks: {
      secret: null,
      fixtures: [{ title: 'lead', headers: { 'x-delivery': 'd1' }, body: { id: 'lead_1' }, expects: ['lead.created'] }],
      sign: (request, keys) => ({
        ...request,
        headers: {
          ...request.headers,
          'x-signature': hmac('sha256', String(keys.credentials.token), request.rawBody, 'hex'),
        },
      }),
    },
    vendor: {
      healthy: () => Response.json({ id: 'acc_1' }),
      expiredToken: () => Response.json({}, { status: 401 }),
      rateLimited: () => Response.json({}, { status: 429 }),
    },
    actions: { addNote: { inputs: [{ text: 'hello' }], refused: [{}] } },
    ...more,
  })
}

async function failuresOf(kit: ConnectorKit): Promise<string[]> {
  const failures: string[] = []
  for (const { title, run } of contractCases(kit)) {
    try {
      await run()
    } catch (error) {
      failures.push(`${title}: ${(error as Error).message}`)
    }
  }
  return failures
}

const hooks = connectorWith().webhooks!
const implementing = (run: (context: Context) => Promise<{ id: string }>) => ({
  load: async () => ({
    check,
    actions: { addNote: defineAction<{ text: string }, { id: string }>({ ...note, run }) },
  }),
})

const withVerify = (verify: typeof hooks.verify) => kitWith({ webhooks: { ...hooks, verify } })
const withParse = (parse: (request: InboundRequest) => ParseResult) => kitWith({ webhooks: { ...hooks, parse } })
/** A connector that can be asked; `webhooks` is what it answers. */
const withAsking = (webhooks: NonNullable<Implementation['webhooks']>, more: Partial<ConnectorKit> = {}) =>
  kitWith({ load: async () => ({ check, actions: { addNote }, webhooks }) }, more)
const [told] = parse({ rawBody: Buffer.from('{"id":"lead_1"}') } as InboundRequest).items
const withCheck = (check: (context: Context) => Promise<CheckResult>) =>
  kitWith({ load: async () => ({ check, actions: { addNote } }) })

function keyedBy(key: (request: InboundRequest) => string) {
  return (request: InboundRequest): ParseResult => {
    const made = key(request)
    const { kind, items } = parse(request)
    return { kind, items: items.map((item) => ({ ...item, key: made })) }
  }
}

const FAULTS: { fault: string; kit: () => ConnectorKit; finds: RegExp }[] = [
  {
    fault: 'verify believes everybody',
    kit: () => withVerify(() => undefined),
    finds: /an unsigned delivery should be refused/,
  },
  {
    fault: 'verify lets everything in when no secret is set',
    kit: () =>
      withVerify((request, context) => {
        if (context.credentials.token) verify(request, context)
      }),
    finds: /no secret should be refused/,
  },
  {
    fault: 'verify looks at something else than the exact bytes',
    kit: () =>
      withVerify((request, context) =>
        verify({ ...request, rawBody: Buffer.from(String(request.rawBody).trim()) }, context)
      ),
    finds: /one byte more should be refused/,
  },
  {
    fault: 'verify crashes on a short signature',
    kit: () =>
      withVerify((request, context) => {
        if (request.headers['x-signature'] === 'x') throw new RangeError('Input buffers must have the same length')
        verify(request, context)
      }),
    finds: /should throw VerificationFailed, and threw RangeError/,
  },
  {
    fault: 'parse looks at the clock',
    kit: () => withParse(keyedBy(() => String(Date.now()))),
    finds: /looked at the clock/,
  },
  {
    fault: 'parse trips over a missing field',
    kit: () => withParse(keyedBy((request) => (JSON.parse(String(request.rawBody)) as { id: string }).id.trim())),
    finds: /lead without id: should throw Unparseable, and threw TypeError/,
  },
  {
    fault: 'parse quotes the body in its error',
    kit: () =>
      withParse((request) => {
        if (!request.rawBody.includes('lead_1')) throw new Unparseable(`What is this: ${String(request.rawBody)}`)
        return parse(request)
      }),
    finds: /quotes the body/,
  },
  {
    fault: 'a key is made from a field that is not there',
    kit: () => withParse(keyedBy((request) => `lead:${String(jsonObject(request).version)}`)),
    finds: /made from a missing value/,
  },
  {
    fault: 'a retry has another key',
    kit: () => kitWith({ webhooks: { ...hooks, dedupeKey: () => String(Math.random()) } }),
    finds: /the retry has another key/,
  },
  {
    fault: 'vendor errors are thrown as they come',
    kit: () => withCheck(() => Promise.reject(new TypeError('fetch failed'))),
    finds: /should be one of E_AUTHENTICATION_EXPIRED/,
  },
  {
    fault: 'an error tells the token',
    kit: () => withCheck(({ credentials: { token } }) => Promise.reject(new Temporary(`failed with ${String(token)}`))),
    finds: /is in the error/,
  },
  {
    fault: 'the cause of an error tells the token',
    kit: () =>
      withCheck(({ credentials }) =>
        Promise.reject(new Temporary('failed', { cause: { request: { headers: credentials } } }))
      ),
    finds: /is in the error/,
  },
  {
    fault: 'the log tells the token',
    kit: () =>
      withCheck((context) => {
        context.logger.info({ ...context.credentials })
        return check(context)
      }),
    finds: /was written to the log/,
  },
  {
    fault: 'a rate limit is hammered against',
    kit: () =>
      withCheck(async (context) => {
        for (let n = 0; n < 9; n++) await call(context, '/me').catch(() => null)
        return check(context)
      }),
    finds: /the vendor was called 10 times over/,
  },
  {
    fault: 'a lost answer is tried again',
    kit: () => kitWith(implementing((context) => postNote(context).catch(() => postNote(context)))),
    finds: /a repeat is the core’s to decide/,
  },
  {
    fault: 'the promised idempotency key is not sent',
    kit: () => kitWith(implementing((context) => call(context, '/notes', { method: 'POST' }))),
    finds: /a native idempotency key should be sent/,
  },
  {
    fault: 'another host is called than declared',
    kit: () => kitWith({ hosts: ['other.example'] }),
    finds: /api\.vendor\.example, which is not among its hosts/,
  },
  {
    fault: 'an action is promised and not brought',
    kit: () => kitWith({ load: async () => ({ check }) }),
    finds: /exactly the actions of the manifest/,
  },
  {
    fault: 'no credential is marked as a secret',
    kit: () => kitWith({ auth: apiKey(vine.create({ token: vine.string() })) }),
    finds: /no field is marked secret/,
  },
  {
    fault: 'a poll tells what the webhook told under another key',
    kit: () =>
      withAsking(
        {
          async reconcile(context) {
            await call(context, '/leads')
            return { items: [{ ...told!, key: 'lead_1:polled' }], cursor: null }
          },
        },
        { reconcile: { vendor: () => Response.json({ id: 'acc_1' }), finds: ['lead'] } }
      ),
    finds: /told by webhook and not found by asking/,
  },
  {
    fault: 'a poll never ends',
    kit: () => withAsking({ reconcile: async (_context, cursor) => ({ items: [told!], cursor: `${cursor}+` }) }),
    finds: /the core would ask for ever/,
  },
  {
    fault: 'what is completed gets another key',
    kit: () =>
      withAsking({
        async complete(context, items) {
          await call(context, '/leads')
          return items.map((item) => ({ ...item, key: `${item.key}:whole` }))
        },
      }),
    finds: /was told under another key/,
  },
  {
    fault: 'items are taken for complete though the vendor is silent',
    kit: () =>
      withAsking({
        complete: (context, items) =>
          call(context, '/leads').then(
            () => items,
            () => items
          ),
      }),
    finds: /items that cannot be completed yet wait: the call should fail/,
  },
  {
    fault: 'words are for something that the manifest has not',
    kit: () => kitWith({ words: { it: { 'summary': 'Per la suite.', 'settings.gone.title': 'Sparito' } } }),
    finds: /words\.it has what the manifest has not: settings\.gone\.title/,
  },
  {
    fault: 'a sample lacks what its event needs',
    kit: () => {
      const sample = {
        account: null,
        type: 'order.paid',
        key: '1',
        subject: null,
        occurredAt: null,
        payload: { orderId: '1' },
      }
      return kitWith({ events: [...connectorWith().events, { type: 'order.paid', sample }] })
    },
    finds: /number should be text, and is missing/,
  },
]

test.group('The contract suite', () => {
  test('has nothing to say about a connector that keeps the contract', async ({ assert }) => {
    assert.deepEqual(await failuresOf(kitWith()), [])
  })

  test('finds it when {fault}')
    .with(FAULTS)
    .run(async ({ assert }, { kit, finds }) => {
      assert.match((await failuresOf(kit())).join('\n'), finds)
    })

  test('sees a vendor package that the manifest pulls in', async ({ assert }) => {
    const { heavyImports } = await import('#sdk/testing/module_graph')
    const client = new URL('../../plugins/shopify/client.ts', import.meta.url)
    assert.deepEqual(await heavyImports(client, ['--import=@poppinss/ts-exec']), ['shopify-api-node'])
  })
})
