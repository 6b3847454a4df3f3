import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { holdersById } from '#app/connectors/accounts'
import type { Connection } from '#app/connectors/connection'
import { connectionState } from '#app/connectors/connection_state'
import { contextFor } from '#app/connectors/context'
import { failureFrom } from '#app/connectors/failures'
import { markHealth } from '#app/connectors/health'
import { handOver } from './items.ts'
import type { ResolvedItem } from './items.ts'
import { connectors } from '#app/connectors/registry'

const CURSOR = 'core.reconcile_cursor'
/** A shop that was away for long is caught up over several turns. */
const PAGES = 20

/**
 * Asks the provider what changed, because webhooks get lost. Items go the way of those in deliveries, so what came by
 * both is one event; the cursor moves in the same transaction as what it stands for.
 */
export async function reconcile(connection: Connection): Promise<number> {
  const { webhooks } = await connectors.implementation(connection.connector)
  if (!webhooks?.reconcile) return 0
  const state = connectionState(connection)
  const own = (await holdersById([connection.id])).get(connection.id)?.accounts ?? new Set<string>()
  let recorded = 0
  let cursor = await state.get<string>(CURSOR)
  for (let page = 0; page < PAGES; page++) {
    const answer = await webhooks
      .reconcile(await contextFor(connection), cursor)
      .catch((error: unknown) => noteFailure(connection, error))
    if (!answer) return recorded
    const items = answer.items
      .filter(({ account }) => account === null || own.has(account))
      .map((item) => resolved(connection, item))
    await transaction(async (trx) => {
      recorded += (await handOver(trx, items)).recorded
      await connectionState(connection, trx).set(CURSOR, answer.cursor)
    })
    if (answer.items.length === 0 || answer.cursor === null || answer.cursor === cursor) return recorded
    cursor = answer.cursor
  }
  return recorded
}

async function noteFailure(connection: Connection, error: unknown): Promise<null> {
  const { state, reason } = failureFrom(error)
  await markHealth(connection, state, reason)
  return null
}

/** What was found by asking, as an item of the connection that was asked. */
export function resolved(
  connection: Connection,
  item: Omit<ResolvedItem, 'workspaceId' | 'connectionId' | 'connector' | 'deliveryId' | 'receivedAt' | 'connectedAt'>
): ResolvedItem {
  const { id, workspaceId, connector, connectedAt } = connection
  const account = item.account ?? connection.account
  return {
    ...item,
    account,
    workspaceId,
    connectionId: id,
    connector,
    deliveryId: null,
    receivedAt: clock.now(),
    connectedAt,
  }
}
