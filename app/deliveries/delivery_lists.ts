import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Row } from '#app/database'
import { Delivery } from './delivery.ts'
import type { DeliveryState } from './delivery.ts'
import { flushRefusals } from './refusals.ts'

/** For the command line, which sees the whole installation. */
export async function latestDeliveries({
  owner,
  states,
  limit,
}: {
  owner?: string
  states?: string[]
  limit: number
}): Promise<Delivery[]> {
  const query = Delivery.query().orderBy('id', 'desc').limit(limit)
  if (owner) query.where((either) => either.where('connection_id', owner).orWhere('endpoint_id', owner))
  if (states?.length) query.whereIn('state', states)
  return query
}

export async function refusalsByEndpoint(owner?: string) {
  await flushRefusals()
  const query = db
    .from('endpoint_refusals as r')
    .join('endpoints as e', 'e.id', 'r.endpoint_id')
    .where('r.hour', '>=', clock.now() - DAY)
    .groupBy('r.endpoint_id', 'e.connector', 'r.reason')
    .select('r.endpoint_id', 'e.connector', 'r.reason')
    .sum('r.count as count')
    .max('r.last_at as last_at')
  if (owner) query.where((either) => either.where('e.connection_id', owner).orWhere('e.id', owner))
  const rows: Row[] = await query
  return rows.map((row) => ({
    endpointId: String(row.endpoint_id),
    connector: String(row.connector),
    reason: String(row.reason),
    count: Number(row.count),
    lastAt: Number(row.last_at),
  }))
}

export interface DeliveryPage {
  deliveries: Delivery[]
  /** Where the next older page begins; null at the end. */
  older: string | null
}

const PAGE = 25
/** Every id of a delivery sorts before it. */
const PAST_ALL = 'dlw'

/** One connection's deliveries, newest first, with those that it shared with others. */
export async function deliveriesOf(
  connectionId: string,
  { before, states }: { before?: string; states?: DeliveryState[] }
): Promise<DeliveryPage> {
  const parts: { delivery_id: string }[] = await db
    .from('delivery_parts')
    .where('connection_id', connectionId)
    .where('delivery_id', '<', before ?? PAST_ALL)
    .orderBy('delivery_id', 'desc')
    .limit(PAGE + 1)
    .select('delivery_id')
  const query = Delivery.query()
    .where('id', '<', before ?? PAST_ALL)
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
  // Most connections share nothing, and "or" would keep the index from being read in order.
  if (parts.length === 0) query.where('connection_id', connectionId)
  else
    query.where((either) =>
      either.where('connection_id', connectionId).orWhereIn(
        'id',
        parts.map((part) => part.delivery_id)
      )
    )
  if (states?.length) query.whereIn('state', states)
  const found = await query
  const deliveries = found.slice(0, PAGE)
  return { deliveries, older: found.length > PAGE ? deliveries[PAGE - 1].id : null }
}

/** The same over several connections. Each list is read in the order of its index, which one query over all could not be. */
export async function deliveriesOfAll(
  connectionIds: string[],
  wanted: { before?: string; states?: DeliveryState[] }
): Promise<DeliveryPage> {
  const pages = await Promise.all(connectionIds.map((id) => deliveriesOf(id, wanted)))
  const found = new Map(pages.flatMap((page) => page.deliveries.map((delivery) => [delivery.id, delivery] as const)))
  const sorted = [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
  const deliveries = sorted.slice(0, PAGE)
  const more = sorted.length > PAGE || pages.some(({ older }) => older !== null)
  return { deliveries, older: more ? deliveries[PAGE - 1].id : null }
}

/** A delivery that this workspace may see: its own, or one it has a part in. */
export async function deliveryFor(
  workspaceId: string,
  id: string
): Promise<{ delivery: Delivery; shared: boolean } | null> {
  const delivery = await Delivery.find(id)
  if (!delivery) return null
  if (delivery.workspaceId === workspaceId) return { delivery, shared: false }
  const part = await db.from('delivery_parts').where({ delivery_id: id, workspace_id: workspaceId }).first()
  return part ? { delivery, shared: true } : null
}

/** The connection by which this workspace has a part in a delivery that others share. */
export async function partIn(workspaceId: string, deliveryId: string): Promise<string | null> {
  const part: Row | null = await db
    .from('delivery_parts')
    .where({ delivery_id: deliveryId, workspace_id: workspaceId })
    .orderBy('id')
    .select('connection_id')
    .first()
  return part ? String(part.connection_id) : null
}
