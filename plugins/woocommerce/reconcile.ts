import { asObjects, orElse, type Context, type Json, type ParsedItem } from '#sdk/index'
import { WooClient } from './client.ts'
import { gmt, type Delivered } from './delivered.ts'
import { withRefunds } from './refunds.ts'
import { DRAFT, statusOf } from './statuses.ts'
import { itemsOf } from './webhook.ts'

/** Where a list was left: what changed after this moment, and how many pages of that were read already. */
interface Place {
  after: number
  page: number
}

type List = 'orders' | 'drafts' | 'products'
type Cursor = Record<List, Place>

const FIRST_LOOK_BACK = 24 * 60 * 60_000
/** Lists are read again from a little before, for changes that were written late. Known items are known by key. */
const OVERLAP = 2 * 60_000
const SECOND = 1000
const PAGE = 100

/** The newer REST API leaves drafts out unless they are asked for by name. */
const LISTS: Record<List, { path: string; topic: string; filter: Record<string, string> }> = {
  orders: { path: 'orders', topic: 'order.updated', filter: { status: 'any' } },
  drafts: { path: 'orders', topic: 'order.updated', filter: { status: DRAFT } },
  products: { path: 'products', topic: 'product.updated', filter: { status: 'any' } },
}

/**
 * Orders, drafts and products changed since the cursor, as their webhooks would have told them. WooCommerce sends
 * each webhook once and never again, so this is the only way to hear of what was missed. One page of each list per call.
 */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const client = new WooClient(context)
  const start = { after: context.machineNow() - FIRST_LOOK_BACK, page: 1 }
  const since = cursor === null ? { orders: start, drafts: start, products: start } : (JSON.parse(cursor) as Cursor)
  const orders = await changed(client, 'orders', since.orders)
  const drafts = await draftsOf(client, since.drafts)
  const products = await changed(client, 'products', since.products)
  const placed = orders.found.filter((order) => statusOf(order) !== DRAFT)
  const items = [
    ...read(context, 'orders', placed),
    ...read(context, 'drafts', drafts.found),
    ...read(context, 'products', products.found),
  ]
  return {
    items: await withRefunds(context, items),
    cursor: JSON.stringify({ orders: orders.next, drafts: drafts.next, products: products.next } satisfies Cursor),
  }
}

interface Page {
  found: Json[]
  next: Place
}

async function changed(client: WooClient, list: List, place: Place): Promise<Page> {
  const { path, filter } = LISTS[list]
  const { body } = await client.read(path, {
    ...filter,
    modified_after: new Date(place.after).toISOString().slice(0, 19),
    dates_are_gmt: true,
    orderby: 'modified',
    order: 'asc',
    per_page: PAGE,
    page: place.page,
  })
  const found = asObjects(body)
  return { found, next: nextPlace(place, found) }
}

/** Shops without the block checkout know no such status, and say that the filter is wrong. */
const draftsOf = (client: WooClient, place: Place): Promise<Page> =>
  orElse(changed(client, 'drafts', place), { found: [], next: place }, 'E_INVALID_INPUT')

/**
 * Pages slide when something on them changes meanwhile, so after a full page the list is asked for anew from its last
 * time on; counting pages is left to the case that everything on one happened within a second.
 */
function nextPlace(place: Place, found: Json[]): Place {
  const times = found.map(({ date_modified_gmt: at }) => gmt(at) ?? 0)
  const latest = Math.max(place.after, ...times)
  if (found.length < PAGE) return { after: Math.max(place.after, latest - OVERLAP), page: 1 }
  return latest - SECOND > place.after ? { after: latest - SECOND, page: 1 } : { ...place, page: place.page + 1 }
}

function read(context: Context, list: List, bodies: Json[]): ParsedItem[] {
  const about: Omit<Delivered, 'body'> = {
    topic: LISTS[list].topic,
    settings: context.settings,
    receivedAt: context.now(),
  }
  return bodies.flatMap((body) => itemsOf({ ...about, body }))
}
