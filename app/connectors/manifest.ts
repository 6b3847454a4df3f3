import vine, { errors } from '@vinejs/vine'
import { API_VERSION } from '#sdk/connector'
import type { Connector } from '#sdk/connector'

const isFunction = vine.createRule((value, _options, field) => {
  if (typeof value !== 'function') field.report('The {{ field }} field must be a function', 'function', field)
})
const isSchema = vine.createRule((value, _options, field) => {
  const schema = value as { validate?: unknown; toJSONSchema?: unknown }
  if (typeof schema?.validate !== 'function' || typeof schema.toJSONSchema !== 'function') {
    field.report('The {{ field }} field must be a schema', 'schema', field)
  }
})

const func = () => vine.any().use(isFunction())
const schema = () => vine.any().use(isSchema())

/** As far as the core leans on it: a plugin that passes cannot break a list or a start. */
const manifest = vine.create({
  apiVersion: vine.literal(API_VERSION),
  id: vine.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  name: vine.string().maxLength(60),
  summary: vine.string().maxLength(200),
  categories: vine.array(vine.string()).minLength(1),
  hosts: vine.array(vine.string()),
  hostsFrom: func().optional(),
  icon: vine.string().startsWith('<svg'),
  docsUrl: vine.string().nullable(),
  auth: vine.object({
    kind: vine.enum(['api_key', 'oauth2', 'token_grant', 'custom', 'none', 'one_of'] as const),
    credentials: schema().optional(),
    app: schema().optional(),
    tokenUrl: func().optional(),
    ways: vine.array(vine.object({ kind: vine.string() })).optional(),
  }),
  settings: schema().optional(),
  reads: vine.array(vine.string()),
  writes: vine.array(vine.string()),
  words: vine.record(vine.record(vine.string())).optional(),
  endpoint: vine.enum(['app', 'connection'] as const).optional(),
  webhooks: vine
    .object({
      verify: func(),
      dedupeKey: func(),
      parse: func(),
      topic: func().optional(),
      handshake: func().optional(),
    })
    .optional(),
  events: vine.array(vine.object({ type: vine.string(), sample: vine.any() })),
  actions: vine.record(vine.object({ title: vine.string(), input: schema(), output: schema() })).optional(),
  channel: vine.any().optional(),
  roles: vine.array(vine.enum(['channel', 'commerce', 'crm', 'payments', 'conversions', 'model'] as const)),
  load: func(),
})

/** The connector that a plugin's default export is; throws in one sentence when it is none. */
export async function readManifest(exported: unknown): Promise<Connector> {
  if (typeof exported !== 'object' || exported === null)
    throw new Error('It has no default export made with defineConnector.')
  try {
    await manifest.validate(exported)
  } catch (error) {
    if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
    throw new Error(
      `Its manifest is not valid: ${error.messages.map((one: { message: string }) => one.message).join('; ')}.`
    )
  }
  const connector = exported as Connector
  if (connector.webhooks && !connector.endpoint)
    throw new Error('It takes webhooks, so its manifest must say whose the endpoint is.')
  return connector
}
