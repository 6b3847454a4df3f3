import { SECOND } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import type { ParsedItem } from '#sdk/webhooks'
import type { ResolvedItem } from './items.ts'

/** All calls for one delivery together, well within the lease of whoever works on it. */
const TIMEOUT = 40 * SECOND

/** Whether this connector's webhooks carry ids only, so that it must be asked for the rest. */
export async function asksForMore(connectorId: string): Promise<boolean> {
  if (!connectors.get(connectorId)) return false
  const { webhooks } = await connectors.implementation(connectorId)
  return webhooks?.complete !== undefined
}

/** Items with all that the vendor had to be asked for, and what kept it from answering for others. */
export interface Completed {
  items: ResolvedItem[]
  failures: unknown[]
}

/** Asks once per connection. Never in a transaction: this calls vendors. */
export async function completed(items: ResolvedItem[]): Promise<Completed> {
  const byConnection = Map.groupBy(items, ({ connectionId }) => connectionId)
  const answers = await Promise.allSettled([...byConnection.values()].map(completedForOne))
  return {
    items: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
    failures: answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : [])),
  }
}

async function completedForOne(items: ResolvedItem[]): Promise<ResolvedItem[]> {
  const [{ workspaceId, connectionId, connector, deliveryId, receivedAt, connectedAt }] = items
  const connection = await Connection.find(connectionId)
  const complete = (await connectors.implementation(connector)).webhooks?.complete
  if (!connection || !complete) return items
  const context = await contextFor(connection, { signal: AbortSignal.timeout(TIMEOUT) })
  const whole = await complete(context, items.map(asTold))
  const belongsTo = { workspaceId, connectionId, connector, deliveryId, receivedAt, connectedAt }
  return whole.map((item) => ({ ...item, account: item.account ?? connection.account, ...belongsTo }))
}

/** As the connector's own parser made it: what else the core knows of it is the core's. */
function asTold({ account, type, key, subject, occurredAt, payload, revision, person }: ResolvedItem): ParsedItem {
  return {
    account,
    type,
    key,
    subject,
    occurredAt,
    payload,
    ...(revision === undefined ? {} : { revision }),
    ...(person === undefined ? {} : { person }),
  }
}
