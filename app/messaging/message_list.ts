import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { Params } from '#app/http/json'
import { MESSAGE_STATES } from './message.ts'
import type { MessageState } from './message.ts'

/** What the tabs above the list stand for. */
export const MESSAGE_GROUPS: Record<string, readonly MessageState[]> = {
  waiting: ['queued', 'delayed', 'sending', 'unknown'],
  sent: ['sent', 'delivered', 'read'],
  not_sent: ['refused', 'failed', 'expired'],
  received: ['received'],
}

export interface MessageFilter {
  group?: string
  state?: string
  contact?: string
  template?: string
  before?: string
}

export interface MessageLine {
  id: string
  direction: 'in' | 'out'
  state: MessageState
  code: string | null
  params: Params | null
  purpose: string | null
  preview: string | null
  contact: { id: string; name: string | null } | null
  template: string | null
  at: number
  dueAt: number | null
  clicked: boolean
}

const PAGE = 50

export async function listMessages(
  client: Client,
  workspaceId: string,
  filter: MessageFilter
): Promise<{ messages: MessageLine[]; older: string | null }> {
  const query = client
    .from('messages as m')
    .leftJoin('contacts as c', 'c.id', 'm.contact_id')
    .leftJoin('templates as t', 't.id', 'm.template_id')
    .where('m.workspace_id', workspaceId)
    .select('m.*', 'c.first_name', 'c.last_name', 't.name as template_name')
  if (filter.before) query.where('m.id', '<', filter.before)
  if (filter.contact) query.where('m.contact_id', filter.contact)
  if (filter.template) query.where('m.template_id', filter.template)
  const states = statesOf(filter)
  if (states) query.whereIn('m.state', states)

  const rows: Row[] = await query.orderBy('m.id', 'desc').limit(PAGE + 1)
  return { messages: rows.slice(0, PAGE).map(lineOf), older: rows.length > PAGE ? String(rows[PAGE - 1].id) : null }
}

function statesOf({ group, state }: MessageFilter): MessageState[] | null {
  if (state && (MESSAGE_STATES as readonly string[]).includes(state)) return [state as MessageState]
  return group && MESSAGE_GROUPS[group] ? [...MESSAGE_GROUPS[group]] : null
}

const lineOf = (row: Row): MessageLine => ({
  id: String(row.id),
  direction: row.direction as 'in' | 'out',
  state: row.state as MessageState,
  code: row.code as string | null,
  params: row.params ? readJson<Params>(row.params) : null,
  purpose: row.purpose as string | null,
  preview: row.preview as string | null,
  contact: row.contact_id
    ? { id: String(row.contact_id), name: [row.first_name, row.last_name].filter(Boolean).join(' ') || null }
    : null,
  template: row.template_name as string | null,
  at: Number(row.sent_at ?? row.created_at),
  dueAt: row.due_at === null ? null : Number(row.due_at),
  clicked: row.first_clicked_at !== null,
})
