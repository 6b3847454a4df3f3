import { clock } from '#app/clock'
import { upsert } from '#app/database'
import type { Client } from '#app/database'
import { Remembered } from '#app/remembered'
import { naturalKey, newId } from '#app/ids'
import { DEFAULT_MAPPINGS } from './kinds.ts'
import type { ConversionKind, Mapping } from './kinds.ts'

interface StoredMapping {
  event_type: string
  kind: ConversionKind
  website_name: string | null
  messaging_name: string | null
  enabled: number | boolean
}

const lineOf = ({ eventType, kind }: Pick<Mapping, 'eventType' | 'kind'>): string => naturalKey(eventType, kind)

const remembered = new Remembered<Mapping[]>()

/** The workspace's table: the defaults, with what was edited in their place. Asked for with every order. */
export const mappingsOf = (client: Client, workspaceId: string): Promise<Mapping[]> =>
  remembered.get(client, workspaceId, () => read(client, workspaceId))

async function read(client: Client, workspaceId: string): Promise<Mapping[]> {
  const rows: StoredMapping[] = await client
    .from('conversion_mappings')
    .where('workspace_id', workspaceId)
    .orderBy('id')
  const edited = new Map(rows.map((row) => [naturalKey(row.event_type, row.kind), fromRow(row)]))
  const lines = DEFAULT_MAPPINGS.map((line) => {
    const own = edited.get(lineOf(line)) ?? line
    edited.delete(lineOf(line))
    return own
  })
  return [...lines, ...edited.values()]
}

export async function saveMapping(client: Client, workspaceId: string, mapping: Mapping): Promise<void> {
  const now = clock.now()
  const row = {
    id: newId('row'),
    workspace_id: workspaceId,
    natural_key: lineOf(mapping),
    event_type: mapping.eventType,
    kind: mapping.kind,
    website_name: mapping.websiteName,
    messaging_name: mapping.messagingName,
    enabled: mapping.enabled,
    created_at: now,
    updated_at: now,
  }
  await upsert(
    client,
    'conversion_mappings',
    row,
    ['workspace_id', 'natural_key'],
    ['website_name', 'messaging_name', 'enabled', 'updated_at']
  )
  remembered.forget()
}

/** Back to the defaults. */
export async function resetMappings(client: Client, workspaceId: string): Promise<void> {
  await client.from('conversion_mappings').where('workspace_id', workspaceId).delete()
  remembered.forget()
}

const fromRow = (row: StoredMapping): Mapping => ({
  eventType: row.event_type,
  kind: row.kind,
  websiteName: row.website_name,
  messagingName: row.messaging_name,
  enabled: Boolean(row.enabled),
})
