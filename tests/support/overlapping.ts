import { setTimeout as pause } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { isMysql, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'

export type Work = (trx: Trx) => Promise<unknown>

const UNTIL_THE_OTHER_WAITS = 200

/** An embedded installation has one writer at a time: there is nothing to overlap. */
export const embedded = (): boolean => !isMysql(db.connection())

/** Two processes at once: the second begins when the first has written and not yet committed. */
export async function overlapping(first: Work, second: Work): Promise<void> {
  const held = await db.transaction()
  await first(held)
  const later = transaction(second)
  await pause(UNTIL_THE_OTHER_WAITS)
  await held.commit()
  await later
}

/** What begins its own transactions: all have begun and stand before one row when it is let go. */
export async function before<T>({ table, id }: { table: string; id: string }, ...all: (() => Promise<T>)[]) {
  const held = await db.transaction()
  await lockedIn(held, table, id)
  const results = Promise.all(all.map((work) => work()))
  await pause(UNTIL_THE_OTHER_WAITS)
  await held.commit()
  return results
}

const lockedIn = (trx: Trx, table: string, id: string): Promise<Row> =>
  trx.from(table).where('id', id).forUpdate().firstOrFail()
