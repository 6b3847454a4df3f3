import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { readJson, upsert } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import type { ConnectionState } from '#sdk/context'
import { E_STATE_TOO_LARGE } from './errors.ts'

const LARGEST = 32 * 1024

/**
 * For a connection that is only being tried, with credentials that may be refused: what its connector remembers meanwhile
 * is forgotten with the try, and so is never taken for another account's.
 */
export function passingState(): ConnectionState {
  const kept = new Map<string, string>()
  return {
    get: async <T>(name: string) => (kept.has(name) ? (JSON.parse(kept.get(name) ?? 'null') as T) : null),
    set: async (name, value) => void kept.set(name, JSON.stringify(value)),
    delete: async (name) => void kept.delete(name),
  }
}

/** The small memory of one connection that its connector may use. */
export function connectionState(
  { id, workspaceId }: { id: string; workspaceId: string },
  client: Client = db.connection()
): ConnectionState {
  return {
    async get<T>(name: string) {
      const row = await client.from('connection_states').where({ connection_id: id, name }).first()
      return row ? readJson<T>(row.value) : null
    },
    async set(name, value) {
      const text = JSON.stringify(value)
      if (text.length > LARGEST) throw new E_STATE_TOO_LARGE([name])
      const row = {
        id: newId('row'),
        workspace_id: workspaceId,
        connection_id: id,
        name,
        value: text,
        updated_at: clock.now(),
      }
      await upsert(client, 'connection_states', row, ['connection_id', 'name'], ['value', 'updated_at'])
    },
    async delete(name) {
      await client.from('connection_states').where({ connection_id: id, name }).delete()
    },
  }
}
