import { asInstant, failedWith, readPages, type Context, type Json, type ParsedItem } from '#sdk/index'
import { ShopifyClient } from './client.ts'
import { shopDomain } from './shop.ts'
import { itemsOf } from './webhook.ts'

/** Where each list was left: the latest `updated_at` seen, epoch milliseconds. */
interface Cursor {
  orders: number
  checkouts: number
}

const FIRST_LOOK_BACK = 24 * 60 * 60_000
/** Lists are read again from a little before, for changes that were written late. Known items are known by key. */
const OVERLAP = 2 * 60_000
const PAGE = 100

/** Orders and abandoned checkouts changed since the cursor, as their webhooks would have told them. */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const client = new ShopifyClient(context)
  const start = context.machineNow() - FIRST_LOOK_BACK
  const since: Cursor = cursor === null ? { orders: start, checkouts: start } : (JSON.parse(cursor) as Cursor)

  const orders = await changed(client, 'order', since.orders, { status: 'any' })
  const checkouts = await openCheckouts(context, client, since.checkouts)
  const read = (topic: string, bodies: Json[]) => bodies.flatMap((body) => itemsOf(polled(context, topic, body)))
  return {
    items: [...read('orders/updated', orders), ...read('checkouts/update', checkouts)],
    cursor: JSON.stringify({
      orders: latest(orders, since.orders),
      checkouts: latest(checkouts, since.checkouts),
    }),
  }
}

// Abandoned checkouts need a permission of their own that no scope grants. Orders are worth having without them.
async function openCheckouts(context: Context, client: ShopifyClient, since: number): Promise<Json[]> {
  try {
    return await changed(client, 'checkout', since, { status: 'open' })
  } catch (error) {
    if (!failedWith(error, 'E_PERMISSION_MISSING', 'E_NOT_FOUND')) throw error
    context.logger.warn({ code: 'abandoned_checkouts_refused' }, 'carts are known from webhooks only')
    return []
  }
}

async function changed(
  client: ShopifyClient,
  resource: 'order' | 'checkout',
  since: number,
  filter: Json
): Promise<Json[]> {
  const from = new Date(since - OVERLAP).toISOString()
  const first = { ...filter, updated_at_min: from, order: 'updated_at asc', limit: PAGE }
  return (await readPages<Json, Json>((params) => client.list(resource, params ?? first))).items
}

function polled(context: Context, topic: string, body: Json) {
  const account = shopDomain(context.settings)
  return { topic, body, account, settings: context.settings, eventId: null, firedAt: context.machineNow() }
}

function latest(bodies: Json[], since: number) {
  return Math.max(since, ...bodies.map((body) => asInstant(body.updated_at) ?? 0))
}
