import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { NEXT } from '../graph.ts'
import { defineStep } from './step.ts'
import type { Call, Preparation, StepContext } from './step.ts'

const schema = vine.create({
  connection: vine.string().minLength(1).maxLength(32),
  action: vine.string().minLength(1).maxLength(60),
  /** Texts in it are filled in, at any depth. */
  input: vine.object({}).allowUnknownProperties(),
})

type Config = Infer<typeof schema>

export const connectorAction = defineStep<Config>({
  type: 'connector_action',
  title: 'Use a connector',
  schema,
  branches: () => [{ name: NEXT }, { name: 'failed' }, { name: 'unknown' }],
  texts: ({ input }) => textsIn(input, 'input'),
  references: ({ connection, action, input }) => [
    { kind: 'connection', field: 'connection', id: connection },
    { kind: 'action', field: 'action', connection, action, input },
  ],
  outputs: () => null,

  async call(context) {
    const { config } = context
    const connection = await Connection.in(context.workspaceId).where('id', config.connection).first()
    if (!connection) return { ok: false, code: 'connection_missing' }
    if (!connection.working) return { ok: false, code: 'connection_unhealthy', params: { connection: connection.name } }

    const action = (await connectors.implementation(connection.connector)).actions?.[config.action]
    if (!action) return { ok: false, code: 'action_unknown', params: { action: config.action } }
    const filled = await fill(config.input, context)
    if (!filled.ok) return filled

    const contextOf = (key: string, signal: AbortSignal) => contextFor(connection, { idempotencyKey: key, signal })
    const call: Call = {
      idempotency: action.idempotency,
      input: filled.value as Record<string, unknown>,
      perform: async (key, signal) =>
        asRecord(await action.run(await contextOf(key, signal), await action.input.validate(filled.value))),
    }
    const { lookup } = action
    if (lookup) {
      call.find = async (key, signal) => {
        const found = await lookup(await contextOf(key, signal), await action.input.validate(filled.value))
        return found === null ? null : asRecord(found)
      }
    }
    return { ok: true, call }
  },
})

const asRecord = (output: unknown): Record<string, unknown> =>
  typeof output === 'object' && output !== null && !Array.isArray(output)
    ? (output as Record<string, unknown>)
    : { value: output ?? null }

function textsIn(value: unknown, field: string): { field: string; text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, `${field}.${name}`))
}

type Filled = { ok: true; value: unknown } | Exclude<Preparation, { ok: true }>

async function fill(value: unknown, context: StepContext<Config>): Promise<Filled> {
  if (typeof value === 'string') {
    const filled = await context.text(value, 'empty')
    return filled.ok ? { ok: true, value: filled.text } : filled
  }
  if (typeof value !== 'object' || value === null) return { ok: true, value }

  const whole: [string, unknown][] = []
  for (const [name, each] of Object.entries(value)) {
    const filled = await fill(each, context)
    if (!filled.ok) return filled
    whole.push([name, filled.value])
  }
  return { ok: true, value: Array.isArray(value) ? whole.map(([, each]) => each) : Object.fromEntries(whole) }
}
