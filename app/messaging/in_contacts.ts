import db from '@adonisjs/lucid/services/db'
import type { Client, Row } from '#app/database'
import { registerPersonalTable } from '#app/contacts/personal_data'
import { registerTimelineSource } from '#app/contacts/timeline'
import type { TimelinePage } from '#app/contacts/timeline'
import { registerSearch } from '#app/http/search'

/** What messaging keeps about people, shows on their profile and finds in the palette. */
export function registerMessagingViews(): void {
  registerPersonalTable(
    {
      table: 'attempts',
      through: { through: 'messages', column: 'message_id' },
      erase: 'delete',
      except: ['lease_token'],
    },
    { table: 'message_statuses', through: { through: 'messages', column: 'message_id' }, erase: 'delete' },
    { table: 'messages', erase: 'delete', except: ['verdicts'] },
    { table: 'conversations', erase: 'delete', merge: { unique: ['connection_id'] } },
    { table: 'links', erase: 'delete' },
    { table: 'clicks', erase: 'delete' }
  )
  registerTimelineSource({ name: 'messages', entries: messageEntries })
  registerSearch({ kind: 'messages', permission: 'messages.view', find: ({ id }, words) => found(id, words) })
  registerSearch({
    kind: 'templates',
    permission: 'templates.view',
    find: ({ id }, words) => foundTemplates(id, words),
  })
}

async function messageEntries(client: Client, contactId: string, { before, limit }: TimelinePage) {
  const rows: Row[] = await client
    .from('messages')
    .where('contact_id', contactId)
    .where('created_at', '<', before)
    .orderBy('id', 'desc')
    .limit(limit)
  return rows.map((row) => ({
    id: String(row.id),
    at: Number(row.sent_at ?? row.created_at),
    of: 'messages' as const,
    kind: row.direction === 'in' ? 'received' : 'sent',
    code: row.direction === 'in' ? 'messages.timeline.received' : `messages.timeline.${row.state}`,
    params: { medium: String(row.medium) },
    detail: row.preview as string | null,
    ...(row.state === 'failed' || row.state === 'refused' ? { tone: 'bad' as const } : {}),
    href: `/messages/${row.id}`,
  }))
}

/** By our own id or by the provider's. */
async function found(workspaceId: string, words: string) {
  if (words.length < 6) return []
  const query = db.from('messages').where('workspace_id', workspaceId)
  if (words.startsWith('msg_')) query.where('id', words)
  else query.where('provider_id', words)
  const rows: Row[] = await query.limit(5)
  return rows.map((row) => ({
    id: String(row.id),
    title: String(row.preview ?? row.id),
    subtitle: String(row.id),
    to: `/messages/${row.id}`,
  }))
}

async function foundTemplates(workspaceId: string, words: string) {
  const rows: Row[] = await db
    .from('templates')
    .where('workspace_id', workspaceId)
    .whereNull('archived_at')
    .where('name', 'like', `%${words.replace(/[%_\\]/g, '_')}%`)
    .limit(5)
  return rows.map((row) => ({ id: String(row.id), title: String(row.name), to: `/templates/${row.id}` }))
}
