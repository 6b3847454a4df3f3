import { itemsIn, orElse, readPages } from '#sdk/index'
import type { Context, ParsedItem } from '#sdk/index'
import type Stripe from 'stripe'
import { plain, StripeClient } from './client.ts'
import { happeningOf } from './happenings.ts'
import { told, TELLINGS } from './tellings.ts'

const FIRST_LOOK_BACK = 24 * 60 * 60
const PAGE = 100

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
  const happenings = events.flatMap((event) => happeningOf(plain(event)) ?? [])
  return { items: happenings.flatMap((happening) => itemsIn(told(happening))), cursor: events.at(-1)?.id ?? cursor }
}

/** Oldest first. Null where Stripe no longer knows the cursor. */
async function since(client: StripeClient, cursor: string): Promise<Stripe.Event[] | null> {
  const read = async (place: string | null) => {
    const { data, has_more } = await pageOf(client, { ending_before: place ?? cursor })
    return { items: data.toReversed(), next: has_more ? (data[0]?.id ?? null) : null }
  }
  return (await orElse(readPages(read), null, 'E_NOT_FOUND'))?.items ?? null
}

/** The first time: a day, oldest first. */
async function recent(client: StripeClient): Promise<Stripe.Event[]> {
  const created = { gte: Math.floor(client.context.machineNow() / 1000) - FIRST_LOOK_BACK }
  const { items } = await readPages<Stripe.Event, string>(async (place) => {
    const { data, has_more } = await pageOf(client, { created, ...(place ? { starting_after: place } : {}) })
    return { items: data, next: has_more ? (data.at(-1)?.id ?? null) : null }
  })
  return items.toReversed()
}

const pageOf = (client: StripeClient, where: Stripe.EventListParams) =>
  client.read((stripe) => stripe.events.list({ ...where, types: Object.keys(TELLINGS), limit: PAGE }))
