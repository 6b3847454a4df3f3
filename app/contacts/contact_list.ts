import type { Client, Row } from '#app/database'
import type { ConsentAction } from './consent_states.ts'
import { shownPhone } from './phone.ts'
import { normalise } from './search.ts'

export interface ContactFilter {
  q?: string
  tag?: string
  /** What the person allows of marketing, on `channel`. */
  consent?: 'allowed' | 'asked' | 'withdrawn' | 'never'
  channel?: 'whatsapp' | 'sms' | 'email'
  before?: string
}

export interface ContactLine {
  id: string
  name: string | null
  phone: string | null
  email: string | null
  tags: string[]
  /** Marketing by channel; absent: never asked. */
  consents: Partial<Record<string, ConsentAction>>
  source: string
  createdAt: number
}

const PAGE = 50
const ALLOWED: ConsentAction[] = ['granted', 'confirmed']

/** Newest first, a page at a time; merged and erased ones are not listed. */
export async function listContacts(
  client: Client,
  workspaceId: string,
  filter: ContactFilter,
  limit = PAGE
): Promise<{ contacts: ContactLine[]; older: string | null }> {
  const query = client
    .from('contacts')
    .where('workspace_id', workspaceId)
    .whereNull('merged_into')
    .whereNull('erased_at')
  if (filter.before) query.where('id', '<', filter.before)
  for (const word of wordsOf(filter.q)) query.where('search', 'like', `%${word}%`)
  if (filter.tag) query.whereIn('id', taggedWith(client, workspaceId, filter.tag))
  if (filter.consent === 'never') query.whereNotIn('id', withState(client, workspaceId, filter))
  else if (filter.consent) query.whereIn('id', withState(client, workspaceId, filter))

  const rows: Row[] = await query.orderBy('id', 'desc').limit(limit + 1)
  return {
    contacts: await linesOf(client, rows.slice(0, limit)),
    older: rows.length > limit ? String(rows[limit - 1].id) : null,
  }
}

/** A number is found however it is written, words in any order. */
function wordsOf(q: string | undefined): string[] {
  const written = normalise(q ?? '').replace(/[%_\\]/g, '')
  if (/^\+?[\d\s().-]{5,}$/.test(written)) return [written.replace(/[^\d]/g, '').replace(/^00/, '')]
  return written.split(' ').filter(Boolean).slice(0, 5)
}

const taggedWith = (client: Client, workspaceId: string, tag: string) =>
  client
    .from('contact_tags as ct')
    .join('tags as t', 't.id', 'ct.tag_id')
    .where({ 't.workspace_id': workspaceId, 't.natural_key': normalise(tag) })
    .select('ct.contact_id')

function withState(client: Client, workspaceId: string, { consent, channel = 'whatsapp' }: ContactFilter) {
  const states = client
    .from('consent_states')
    .where({ workspace_id: workspaceId, channel, purpose: 'marketing' })
    .select('contact_id')
  if (consent === 'allowed') return states.whereIn('state', ALLOWED)
  return consent === 'never' ? states : states.where('state', String(consent))
}

async function linesOf(client: Client, rows: Row[]): Promise<ContactLine[]> {
  const ids = rows.map((row) => String(row.id))
  if (ids.length === 0) return []
  const tags: { contact_id: string; name: string }[] = await client
    .from('contact_tags as ct')
    .join('tags as t', 't.id', 'ct.tag_id')
    .whereIn('ct.contact_id', ids)
    .orderBy('t.name')
    .select('ct.contact_id', 't.name')
  const states: { contact_id: string; channel: string; state: ConsentAction }[] = await client
    .from('consent_states')
    .whereIn('contact_id', ids)
    .where('purpose', 'marketing')
    .select('contact_id', 'channel', 'state')

  return rows.map((row) => ({
    id: String(row.id),
    name: [row.first_name, row.last_name].filter(Boolean).join(' ') || null,
    phone: shownPhone(row.phone as string | null),
    email: row.email as string | null,
    tags: tags.filter((tag) => tag.contact_id === row.id).map((tag) => tag.name),
    consents: Object.fromEntries(
      states.filter((state) => state.contact_id === row.id).map(({ channel, state }) => [channel, state])
    ),
    source: String(row.source),
    createdAt: Number(row.created_at),
  }))
}
