import type { ParsedItem } from '#sdk/webhooks'
import { holdersById, holdersOf } from '#app/connectors/accounts'
import type { AccountHolder } from '#app/connectors/accounts'
import type { Reason } from '#app/connectors/connection'
import type { ResolvedItem } from './items.ts'
import type { OpenEndpoint } from './open_endpoints.ts'

/** A delivery whose body was read. */
export interface ReadDelivery {
  id: string
  endpoint: OpenEndpoint
  receivedAt: number
  items: ParsedItem[]
}

export interface Resolution {
  items: ResolvedItem[]
  /** How many of the delivery's items belong to nobody here, and why the last of them does. */
  homeless: number
  reason: Reason | null
}

/** Finds the connections of all items of many deliveries with one look per connector. */
export async function resolve(deliveries: ReadDelivery[]): Promise<Map<string, Resolution>> {
  const owners = await holdersById([
    ...new Set(deliveries.map(({ endpoint }) => endpoint.connectionId).filter((id) => id !== null)),
  ])
  const shared = await accountHolders(deliveries.filter(({ endpoint }) => endpoint.connectionId === null))

  return new Map(
    deliveries.map((delivery) => {
      const { connectionId, connectorId } = delivery.endpoint
      const find = (item: ParsedItem) =>
        connectionId
          ? ownHolder(owners.get(connectionId), item)
          : appHolders(shared.get(connectorId), delivery.endpoint, item)
      return [delivery.id, resolveItems(delivery, find)]
    })
  )
}

type Found = { holders: AccountHolder[] } | { missing: Reason }

/**
 * What an endpoint of one connection brings was signed with that connection's secret and proves nothing about any
 * other's account.
 */
function ownHolder(owner: (AccountHolder & { accounts: Set<string> }) | undefined, { account }: ParsedItem): Found {
  if (!owner) return { missing: { code: 'connection_missing' } }
  if (!owner.listening) return { missing: { code: 'connection_paused' } }
  if (account !== null && owner.accounts.size > 0 && !owner.accounts.has(account))
    return { missing: { code: 'foreign_account', params: { account } } }
  return { holders: [owner] }
}

/** The same holds for an app: only connections made with it may be meant. */
function appHolders(
  holders: Map<string, AccountHolder[]> | undefined,
  endpoint: OpenEndpoint,
  { account }: ParsedItem
): Found {
  if (account === null) return { missing: { code: 'account_missing' } }
  const ours = (holders?.get(account) ?? []).filter((holder) => holder.appId === endpoint.appId)
  if (ours.length === 0) return { missing: { code: 'account_not_connected', params: { account } } }
  const listening = ours.filter((holder) => holder.listening)
  return listening.length > 0 ? { holders: listening } : { missing: { code: 'connection_paused' } }
}

function resolveItems(
  { id, endpoint, receivedAt, items }: ReadDelivery,
  find: (item: ParsedItem) => Found
): Resolution {
  const resolution: Resolution = { items: [], homeless: 0, reason: null }
  for (const item of items) {
    const found = find(item)
    if ('missing' in found) {
      resolution.homeless += 1
      resolution.reason = found.missing
      continue
    }
    for (const { id: connectionId, workspaceId, connectedAt, account } of found.holders) {
      resolution.items.push({
        ...item,
        // Two shops of one workspace may both have an order 1042.
        account: item.account ?? account,
        workspaceId,
        connectionId,
        connector: endpoint.connectorId,
        deliveryId: id,
        receivedAt,
        connectedAt,
      })
    }
  }
  return resolution
}

async function accountHolders(deliveries: ReadDelivery[]) {
  const accounts = new Map<string, Set<string>>()
  for (const { endpoint, items } of deliveries) {
    const known = accounts.get(endpoint.connectorId) ?? new Set<string>()
    for (const { account } of items) if (account !== null) known.add(account)
    accounts.set(endpoint.connectorId, known)
  }
  const found = new Map<string, Map<string, AccountHolder[]>>()
  for (const [connector, set] of accounts) if (set.size > 0) found.set(connector, await holdersOf(connector, [...set]))
  return found
}
