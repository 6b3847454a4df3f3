import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import type { Context, ModelRole } from '#sdk/index'
import { ownPrices } from './prices.ts'
import type { Price } from './prices.ts'
import { priceOf } from './prices.ts'
import type { AiSettings } from './settings.ts'

/** A model ready to be asked, and what is known of it. */
export interface Chosen {
  connection: Connection
  role: ModelRole
  context: Context
  /** As named in settings or step; null: the connection's own. */
  model: string | null
  price: Price | null
  /** Whether what is asked goes out of this installation. */
  leaves: boolean
}

export type Choice = { ok: true; chosen: Chosen } | { ok: false; code: string; params: Record<string, unknown> }

interface Wanted {
  connectionId?: string | null
  model?: string | null
  task?: 'chat' | 'embedding' | 'transcription'
  signal?: AbortSignal
}

/** The step's connection and model before the workspace's; without either the first that is connected. */
export async function choose(workspaceId: string, wanted: Wanted, settings: AiSettings): Promise<Choice> {
  const id = wanted.connectionId ?? settings.connectionId
  const all = await modelConnections(workspaceId)
  const connection = id ? all.find((each) => each.id === id) : (all.find((each) => each.working) ?? all[0])
  if (!connection) return { ok: false, code: 'ai_not_connected', params: {} }
  if (!connection.working) return { ok: false, code: 'connection_unhealthy', params: { connection: connection.name } }

  const { model: role } = await connectors.implementation(connection.connector)
  if (!role) return { ok: false, code: 'ai_not_connected', params: {} }
  const context = await contextFor(connection, { signal: wanted.signal })
  const { models } = await role.capabilities(context)
  // The workspace's model is one of its own connection's, and for texts.
  const isDefault = connection.id === (settings.connectionId ?? connection.id)
  const task = wanted.task ?? 'chat'
  const named = wanted.model ?? (isDefault && task === 'chat' ? settings.model : null) ?? models[task]
  if (!named) return { ok: false, code: 'ai_model_missing', params: { connection: connection.name } }
  const prices = { own: await ownPrices(db.connection(), workspaceId), listed: role.prices(context) }
  const price = priceOf(named, { ...prices, currency: settings.currency })
  return { ok: true, chosen: { connection, role, context, model: named, price, leaves: leaves(connection) } }
}

/** The workspace's connections that have a model, oldest first. */
export async function modelConnections(workspaceId: string): Promise<Connection[]> {
  const rows = await Connection.in(workspaceId).whereNot('state', 'not_connected').orderBy('id')
  return rows.filter(({ connector }) => connectors.get(connector)?.roles.includes('model'))
}

/** A connector that may call nobody keeps everything on this server. */
function leaves({ connector }: Connection): boolean {
  const { hosts, hostsFrom } = connectors.getOrFail(connector)
  return hosts.length > 0 || Boolean(hostsFrom)
}
