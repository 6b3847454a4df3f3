import { readFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import { readBodies } from '#app/deliveries/delivery_body'

/** All that the database keeps, as text: every row of every table, bodies of deliveries unpacked. For finding what must not be there. */
export async function keptText(): Promise<string> {
  const tables = await db.connection().getAllTables()
  const rows = await Promise.all(tables.map(async (table) => JSON.stringify(await db.from(table))))
  const bodies: Row[] = await db.from('delivery_bodies').select('id')
  const kept = await readBodies(bodies.map(({ id }) => String(id)))
  return [...rows, ...[...kept.values()].map(({ rawBody }) => rawBody.toString('utf8'))].join('\n')
}

/** The bytes of the file itself, with what waits beside it to be written into it. Other databases have no file here. */
export async function databaseFile(): Promise<string> {
  if (db.connection().dialect.name === 'mysql') return ''
  const [{ file }] = (await db.rawQuery('pragma database_list')) as { file: string }[]
  const parts = await Promise.all([readFile(file, 'latin1'), readFile(`${file}-wal`, 'latin1').catch(() => '')])
  return parts.join('\n')
}
