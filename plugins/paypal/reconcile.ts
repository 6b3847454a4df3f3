import { asInstant, asObjects, asText, itemsIn, readPages } from '#sdk/index'
import type { Context, Json, Page, ParsedItem } from '#sdk/index'
import { PayPalClient } from './client.ts'
import { happeningOf, told } from './tellings.ts'

const PATH = '/v1/notifications/webhooks-events'
const FIRST_LOOK_BACK = 24 * 60 * 60_000
/** The list is read again from a little before, for events that were written late. Known items are known by key. */
const OVERLAP = 2 * 60_000

/** What is left to be read, epoch milliseconds. PayPal lists the newest first, so a long list is read backwards from `until`. */
interface Cursor {
  since: number
  /** Where a list too long for one call was left; null: from now. */
  until: number | null
  /** The latest that was seen, where the next list begins. */
  latest: number
}

/** The events since the cursor, as their webhooks would have told them. PayPal keeps thirty days. */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const from = cursorIn(cursor) ?? begunAt(context.machineNow() - FIRST_LOOK_BACK)
  const { items: events, left } = await listed(new PayPalClient(context), from)
  const times = events.map((event) => asInstant(event.create_time) ?? from.since)
  const latest = Math.max(from.latest, ...times)
  const next = left === null ? begunAt(latest) : { since: from.since, until: Math.min(...times), latest }
  const items = events.toReversed().flatMap((event) => itemsIn(told(happeningOf(event, context.settings))))
  return { items, cursor: JSON.stringify(next) }
}

const begunAt = (since: number): Cursor => ({ since, until: null, latest: since })

/** Cursors of before are a plain number. */
function cursorIn(cursor: string | null): Cursor | null {
  const known: unknown = cursor === null ? null : JSON.parse(cursor)
  return typeof known === 'number' ? begunAt(known) : (known as Cursor | null)
}

function listed(client: PayPalClient, { since, until }: Cursor) {
  const first = new URLSearchParams({ page_size: '100', start_time: new Date(since - OVERLAP).toISOString() })
  if (until !== null) first.set('end_time', new Date(until).toISOString())
  return readPages<Json, string>(async (path): Promise<Page<Json, string>> => {
    const answer = await client.rest('GET', path ?? `${PATH}?${first}`)
    return { items: asObjects(answer.events), next: nextOf(answer) }
  })
}

/** The next page by its path: the host is ours to choose. */
function nextOf(answer: Json): string | null {
  const href = asText(asObjects(answer.links).find(({ rel }) => rel === 'next')?.href)
  if (href === null || !URL.canParse(href)) return null
  const { pathname, search } = new URL(href)
  return pathname === PATH ? `${pathname}${search}` : null
}
