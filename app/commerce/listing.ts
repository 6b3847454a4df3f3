import type { Client, Row } from '#app/database'

const PAGE = 50

export const withContact = (client: Client, table: string) =>
  client
    .from(`${table} as x`)
    .leftJoin('contacts as c', 'c.id', 'x.contact_id')
    .leftJoin('connections as s', 's.id', 'x.connection_id')
    .select('x.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email', 's.name as shop_name')

type Query = ReturnType<typeof withContact>

/** Rows with the words in one of these columns, or whose buyer's name has them. */
export function search(query: Query, words: string | undefined, columns: string[] = []): void {
  const plain = (words ?? '').trim().replace(/[%_\\]/g, '')
  if (plain === '') return
  query.where((found) => {
    for (const column of [...columns, 'c.first_name', 'c.last_name']) found.orWhere(column, 'like', `%${plain}%`)
    const [first, ...last] = plain.split(/\s+/)
    if (last.length > 0)
      found.orWhere((both) =>
        both.where('c.first_name', 'like', `%${first}%`).where('c.last_name', 'like', `%${last.join(' ')}%`)
      )
  })
}

/** Keyset pages on a time and the id: `before` is `time.id` of the last row. */
export async function page(
  query: Query,
  column: string,
  before: string | undefined
): Promise<{ rows: Row[]; older: string | null }> {
  const [at, id] = (before ?? '').split('.')
  if (at && id)
    query.where((earlier) =>
      earlier
        .where(`x.${column}`, '<', Number(at))
        .orWhere((same) => same.where(`x.${column}`, Number(at)).where('x.id', '<', id))
    )
  const rows: Row[] = await query
    .orderBy(`x.${column}`, 'desc')
    .orderBy('x.id', 'desc')
    .limit(PAGE + 1)
  const last = rows[PAGE - 1]
  return { rows: rows.slice(0, PAGE), older: rows.length > PAGE ? `${last[column]}.${last.id}` : null }
}

/** The events a shop told of one thing, latest first. */
export async function tellingsOf(client: Client, workspaceId: string, subject: { kind: string; id: string }) {
  const rows: Row[] = await client
    .from('events')
    .where({ workspace_id: workspaceId, subject_kind: subject.kind, subject_id: subject.id })
    .orderBy('id', 'desc')
    .limit(50)
  return rows.map(({ id, type, occurred_at }) => ({ id: String(id), type: String(type), at: Number(occurred_at) }))
}

export const contactIn = (row: Row) =>
  row.contact_id
    ? {
        id: String(row.contact_id),
        name:
          [row.first_name, row.last_name].filter(Boolean).join(' ') || String(row.phone ?? row.email ?? row.contact_id),
      }
    : null

export const moneyIn = (row: Row, column: string) => ({ amount: Number(row[column]), currency: String(row.currency) })

export const time = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
