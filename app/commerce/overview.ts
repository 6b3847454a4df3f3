import { clock, DAY } from '#app/clock'
import type { Client, Row } from '#app/database'
import { cartLine } from './cart_list.ts'
import { contactIn, withContact } from './listing.ts'
import { orderLine } from './order_list.ts'
import { shipmentLine } from './shipment_list.ts'

export const OVERVIEW_DAYS = 30
const LINES = 5
const TROUBLE = ['delayed', 'failed']

interface Sum {
  count: number
  /** Minor units, by currency, largest first. */
  sums: { amount: number; currency: string }[]
}

/** What went on in every shop lately, and what waits. Test orders do not count. */
export async function commerceOverview(client: Client, workspaceId: string) {
  const since = clock.now() - OVERVIEW_DAYS * DAY
  const orders = client
    .from('orders')
    .where({ workspace_id: workspaceId, live: true })
    .where('placed_at', '>=', since)
    .sum('total as total')
    .sum('refunded as refunded')
  const paid = orders.clone().whereIn('payment', ['paid', 'partially_refunded', 'refunded'])
  return {
    days: OVERVIEW_DAYS,
    orders: { ...(await summed(paid)), count: (await summed(orders)).count },
    abandoned: await cartsSince(client, workspaceId, { column: 'abandoned_at', since }),
    recovered: await cartsSince(client, workspaceId, { column: 'recovered_at', since }),
    parcels: await parcelsSince(client, workspaceId, since),
    latest: (await newest(client, workspaceId, 'orders').orderBy('x.placed_at', 'desc')).map(orderLine),
    waiting: (
      await newest(client, workspaceId, 'carts')
        .whereIn('x.state', ['open', 'abandoned'])
        .orderBy('x.changed_at', 'desc')
    ).map(cartLine),
    trouble: (
      await newest(client, workspaceId, 'shipments').whereIn('x.state', TROUBLE).orderBy('x.version', 'desc')
    ).map((row: Row) => ({ ...shipmentLine(row), contact: contactIn(row) })),
  }
}

const newest = (client: Client, workspaceId: string, table: string) =>
  withContact(client, table).where('x.workspace_id', workspaceId).limit(LINES)

type Query = ReturnType<Client['from']>

async function summed(query: Query): Promise<Sum> {
  const rows: Row[] = await query.clone().select('currency').count('* as count').groupBy('currency')
  return {
    count: rows.reduce((sum, row) => sum + Number(row.count), 0),
    sums: rows
      .map((row) => ({ amount: Number(row.total) - Number(row.refunded ?? 0), currency: String(row.currency) }))
      .sort((a, b) => b.amount - a.amount),
  }
}

const cartsSince = (
  client: Client,
  workspaceId: string,
  { column, since }: { column: 'abandoned_at' | 'recovered_at'; since: number }
): Promise<Sum> =>
  summed(client.from('carts').where('workspace_id', workspaceId).where(column, '>=', since).sum('total as total'))

async function parcelsSince(client: Client, workspaceId: string, since: number) {
  const rows: Row[] = await client
    .from('shipments')
    .where('workspace_id', workspaceId)
    .where('version', '>=', since)
    .whereNot('state', 'delivered')
    .select('state')
    .count('* as count')
    .groupBy('state')
  const sum = (wanted: (state: string) => boolean) =>
    rows.reduce((total, row) => total + (wanted(String(row.state)) ? Number(row.count) : 0), 0)
  return { underway: sum((state) => state !== 'failed'), trouble: sum((state) => TROUBLE.includes(state)) }
}
