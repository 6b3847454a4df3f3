import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import type { Condition } from '#app/pipelines/conditions'
import { Remembered } from '#app/remembered'
import { covers } from './event_choice.ts'
import type { ContactDetail } from './subscription.ts'

/** A subscription as routing needs it. */
export interface Listener {
  id: string
  events: string[]
  filter: Condition | null
  contactDetail: ContactDetail
  paused: boolean
  openUntil: number | null
}

const listening = new Remembered<Listener[]>()

/** Call it after the commit that changes a subscription; other processes know within a second. */
export const forgetListeners = (): void => listening.forget()

/** Read once a second and not per event: most events interest nobody outside. */
export async function listenersOf(client: Client, workspaceId: string, type: string): Promise<Listener[]> {
  const all = await listening.get(client, workspaceId, () => read(client, workspaceId))
  return all.filter(({ events }) => events.some((choice) => covers(choice, type)))
}

async function read(client: Client, workspaceId: string): Promise<Listener[]> {
  const rows: Row[] = await client
    .from('webhook_subscriptions')
    .where('workspace_id', workspaceId)
    .whereIn('state', ['active', 'paused'])
    .orderBy('id')
    .select('id', 'events', 'filter', 'contact_detail', 'state', 'open_until')
  return rows.map((row) => ({
    id: String(row.id),
    events: readJson<string[]>(row.events),
    filter: readJson<Condition | null>(row.filter),
    contactDetail: row.contact_detail as ContactDetail,
    paused: row.state === 'paused',
    openUntil: row.open_until === null ? null : Number(row.open_until),
  }))
}
