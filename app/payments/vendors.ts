import { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { Client } from '#app/database'
import type { Connector } from '#sdk/connector'
import type { PaymentsRole } from '#sdk/index'

export const takesPayments = (connector: string): boolean =>
  Boolean(connectors.get(connector)?.roles.includes('payments'))

/** Whether no money moves by it, as in the sandbox. */
export const isPretended = (connector: string): boolean => connectors.get(connector)?.payments?.pretended ?? false

/** The connections by which this workspace is paid, the oldest first. */
export async function paymentConnections(client: Client, workspaceId: string): Promise<Connection[]> {
  const all = await Connection.in(workspaceId, client).orderBy('id')
  return all.filter(({ connector, state }) => takesPayments(connector) && state !== 'not_connected')
}

export type Chosen =
  | { ok: true; connection: Connection; manifest: Connector }
  | { ok: false; code: string; params?: Record<string, string> }

/** The one that was named, else the only one there is; one that only pretends is none beside a real one. */
export async function chosenVendor(client: Client, workspaceId: string, id: string | null): Promise<Chosen> {
  const able = await paymentConnections(client, workspaceId)
  const real = able.filter(({ connector }) => !isPretended(connector))
  const choice = real.length > 0 ? real : able
  const found = id === null ? choice[0] : able.find((connection) => connection.id === id)
  if (able.length === 0) return { ok: false, code: 'no_payments_connection' }
  if (!found) return { ok: false, code: 'connection_takes_no_payments' }
  if (id === null && choice.length > 1) return { ok: false, code: 'several_payments_connections' }
  return { ok: true, connection: found, manifest: connectors.getOrFail(found.connector) }
}

/** How this connection's vendor is asked; throws when the connector says it takes payments and brings no such role. */
export async function roleOf(connection: Connection): Promise<PaymentsRole> {
  const { payments } = await connectors.implementation(connection.connector)
  if (!payments) throw new Error(`The connector ${connection.connector} has no role payments`)
  return payments
}
