import { isConnectorError } from '#sdk/index'
import type { Context, ParsedItem } from '#sdk/index'
import type Stripe from 'stripe'
import { plain, StripeClient } from './client.ts'
import { happeningOf } from './happenings.ts'
import { told, TELLINGS } from './tellings.ts'

const FIRST_LOOK_BACK = 24 * 60 * 60
const PAGE = 100
const MOST_PAGES = 20

/**
 * The events since the one that was read last, as their webhooks would have told them. Stripe lists the newest first and
 * keeps them for thirty days; asked for those before a known one (its word for newer), it gives the next in order, so that
 * none is passed over however many there are.
 */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string | null }> {
  const client = new StripeClient(context)
  const events = (cursor === null ? null : await since(client, cursor)) ?? (await recent(client))
  const items = events.flatMap((event) => {
    const happening = happeningOf(plain(event))
    const result = happening ? told(happening) : null
    return result?.kind === 'items' ? result.items : []
  })
  return { items, cursor: events.at(-1)?.id ?? cursor }
}

/** Oldest first. Null where Stripe no longer knows the cursor. */
async function since(client: StripeClient, cursor: string): Promise<Stripe.Event[] | null> {
  const found: Stripe.Event[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const after = found.at(-1)?.id ?? cursor
    const next = await pageOf(client, { ending_before: after }, { known: page > 0 })
    if (next === null) return null
    found.push(...next.data.toReversed())
    if (!next.has_more) break
  }
  return found
}

/** The first time: a day, oldest first. */
async function recent(client: StripeClient): Promise<Stripe.Event[]> {
  const created = { gte: Math.floor(client.context.machineNow() / 1000) - FIRST_LOOK_BACK }
  const found: Stripe.Event[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const oldest = found.at(-1)?.id
    const next = await pageOf(client, { created, ...(oldest ? { starting_after: oldest } : {}) }, { known: true })
    found.push(...(next?.data ?? []))
    if (!next?.has_more) break
  }
  return found.toReversed()
}

async function pageOf(client: StripeClient, where: Stripe.EventListParams, { known }: { known: boolean }) {
  try {
    return await client.read((stripe) => stripe.events.list({ ...where, types: Object.keys(TELLINGS), limit: PAGE }))
  } catch (error) {
    if (!known && isConnectorError(error) && error.code === 'E_NOT_FOUND') return null
    throw error
  }
}
