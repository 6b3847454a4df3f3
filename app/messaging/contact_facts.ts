import type { Client, Row } from '#app/database'
import type { ContactFacts } from './guard/case.ts'

/** A contact as stored: whom a message is for, once merges are followed. */
export interface StoredContact {
  id: string
  row: Row
  details: Detail[]
}

/** One identity, consent or suppression. */
interface Detail {
  contact_id: string
  what: 'identity' | 'consent' | 'suppression'
  kind: string
  value: string
  state: string
  at: number
}

/** By the id asked for; a merged contact answers with the one it became. */
export async function contactsById(client: Client, ids: string[]): Promise<Map<string, StoredContact>> {
  const rows = await byId(client, ids)
  const heirs = [...rows.values()].flatMap((row) => (row.merged_into ? [String(row.merged_into)] : []))
  for (const [id, row] of await byId(client, heirs)) rows.set(id, row)

  const inForce = new Map<string, Row>()
  for (const id of ids) {
    const row = rows.get(id)
    const heir = row?.merged_into ? rows.get(String(row.merged_into)) : undefined
    if (row) inForce.set(id, heir ?? row)
  }
  const details = await detailsOf(client, [...new Set([...inForce.values()].map((row) => String(row.id)))])
  return new Map(
    [...inForce].map(([id, row]) => [id, { id: String(row.id), row, details: details.get(String(row.id)) ?? [] }])
  )
}

async function byId(client: Client, ids: string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map()
  const rows: Row[] = await client.from('contacts').whereIn('id', ids)
  return new Map(rows.map((row) => [String(row.id), row]))
}

/** Three tables in one statement: this is read for every message that is composed. */
async function detailsOf(client: Client, contactIds: string[]): Promise<Map<string, Detail[]>> {
  const groups = new Map<string, Detail[]>()
  if (contactIds.length === 0) return groups

  const among = contactIds.map(() => '?').join(',')
  const columns = (what: string, kind: string, value: string, state: string, at: string, table: string) =>
    `select contact_id, '${what}' as what, ${kind} as kind, ${value} as value, ${state} as state, ${at} as at from ${table} where contact_id in (${among})`
  const sql = [
    columns('identity', 'kind', 'value', "''", 'created_at', 'contact_identities'),
    columns('consent', 'channel', 'purpose', 'state', 'changed_at', 'consent_states'),
    columns('suppression', 'channel', 'purpose', 'reason', 'created_at', 'suppressions'),
  ].join(' union all ')
  const answer: unknown = await client.rawQuery(sql, [...contactIds, ...contactIds, ...contactIds])
  for (const detail of rowsOf(answer)) groups.set(detail.contact_id, [...(groups.get(detail.contact_id) ?? []), detail])
  return groups
}

// mysql2 answers [rows, columns], better-sqlite3 the rows.
function rowsOf(answer: unknown): Detail[] {
  const list = answer as Detail[] | [Detail[], unknown]
  return (Array.isArray(list[0]) ? list[0] : list) as Detail[]
}

export function contactFacts({ row, details }: StoredContact, medium: string | null): ContactFacts {
  const of = (what: Detail['what']) => details.filter((detail) => detail.what === what)
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))
  return {
    language: text(row.language),
    timezone: text(row.timezone),
    erased: row.erased_at !== null,
    basisAt: row.basis_at === null ? null : Number(row.basis_at),
    addresses: of('identity')
      .sort((a, b) => Number(b.at) - Number(a.at))
      .map(({ kind, value }) => ({ kind, value })),
    consents: Object.fromEntries(
      of('consent')
        .filter(({ kind }) => kind === medium)
        .map(({ value, state, at }) => [value, { state, at: Number(at) }])
    ),
    suppressions: of('suppression')
      .filter(({ kind }) => kind === medium || kind === 'any')
      .map(({ value, state, at }) => ({ purpose: value, reason: state, at: Number(at) })),
  }
}
