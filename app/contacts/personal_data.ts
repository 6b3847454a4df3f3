import type { Client, Row, Trx } from '#app/database'

/**
 * How a table that holds personal data takes part in export, erasure and merge. A test walks the schema and fails for
 * a table with a `contact_id` that is not registered.
 */
export interface PersonalTable {
  table: string
  /** Where its rows hang on another table's: `{ through: 'messages', column: 'message_id' }`. Default: `contact_id`. */
  through?: { through: string; column: string }
  /** `delete` the rows, `blank` some columns of theirs, or a way of its own. */
  erase: 'delete' | { blank: Row } | ((trx: Trx, contactIds: string[]) => Promise<void>)
  /**
   * What a merge does: `move` the rows to the contact that stays (default), move those it does not have yet by these
   * columns and drop the others, or a way of its own.
   */
  merge?: 'move' | { unique: string[] } | ((trx: Trx, loserId: string, winnerId: string) => Promise<void>)
  /** Columns that are no business of the person's, such as keys and leases. */
  except?: string[]
}

const tables = new Map<string, PersonalTable>()

export const registerPersonalTable = (...entries: PersonalTable[]): void =>
  entries.forEach((entry) => tables.set(entry.table, entry))

export const personalTables = (): PersonalTable[] => [...tables.values()]

const INTERNAL = new Set([
  'workspace_id',
  'natural_key',
  'lane',
  'due_at',
  'lease_until',
  'lease_token',
  'attempts',
  'crashes',
])

/** Everything kept about these contacts, table by table. */
export async function personalRows(client: Client, contactIds: string[]): Promise<Record<string, Row[]>> {
  const found: Record<string, Row[]> = {}
  for (const entry of tables.values()) {
    const rows: Row[] = await rowsOf(client, entry, contactIds)
    if (rows.length > 0) found[entry.table] = rows.map((row) => shown(row, entry.except ?? []))
  }
  return found
}

/** What hangs on others goes first, while the others still say whose it is. */
export async function erasePersonalRows(trx: Trx, contactIds: string[]): Promise<void> {
  const entries = [...tables.values()].sort((a, b) => Number(Boolean(b.through)) - Number(Boolean(a.through)))
  for (const entry of entries) {
    if (typeof entry.erase === 'function') await entry.erase(trx, contactIds)
    else if (entry.erase === 'delete') await rowsOf(trx, entry, contactIds).delete()
    else await rowsOf(trx, entry, contactIds).update(entry.erase.blank)
  }
}

export async function movePersonalRows(trx: Trx, loserId: string, winnerId: string): Promise<void> {
  for (const { table, through, merge = 'move' } of tables.values()) {
    if (through) continue
    if (typeof merge === 'function') await merge(trx, loserId, winnerId)
    else await move(trx, table, { loserId, winnerId, unique: merge === 'move' ? [] : merge.unique })
  }
}

async function move(
  trx: Trx,
  table: string,
  { loserId, winnerId, unique }: { loserId: string; winnerId: string; unique: string[] }
): Promise<void> {
  if (unique.length > 0) {
    const keyOf = (row: Row) => JSON.stringify(unique.map((column) => row[column]))
    const held = new Set((await trx.from(table).where('contact_id', winnerId)).map(keyOf))
    const doubled: Row[] = (await trx.from(table).where('contact_id', loserId)).filter((row: Row) =>
      held.has(keyOf(row))
    )
    if (doubled.length > 0)
      await trx
        .from(table)
        .whereIn(
          'id',
          doubled.map((row) => String(row.id))
        )
        .delete()
  }
  await trx.from(table).where('contact_id', loserId).update({ contact_id: winnerId })
}

function rowsOf(client: Client, { table, through }: PersonalTable, contactIds: string[]) {
  const query = client.from(table)
  if (!through) return query.whereIn('contact_id', contactIds)
  return query.whereIn(through.column, (ids) =>
    ids.from(through.through).select('id').whereIn('contact_id', contactIds)
  )
}

const shown = (row: Row, except: string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !INTERNAL.has(name) && !except.includes(name)))
