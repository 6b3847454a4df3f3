import { asInstant, asObjects, asText } from '#sdk/index'
import type { Context, Json, ParsedItem } from '#sdk/index'
import { PayPalClient } from './client.ts'
import { happeningOf, told } from './tellings.ts'

const PATH = '/v1/notifications/webhooks-events'
const FIRST_LOOK_BACK = 24 * 60 * 60_000
/** The list is read again from a little before, for events that were written late. Known items are known by key. */
const OVERLAP = 2 * 60_000
const MOST_PAGES = 20

/** The events since the cursor, epoch milliseconds, as their webhooks would have told them. PayPal keeps thirty days. */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const now = context.machineNow()
  const since = cursor === null ? now - FIRST_LOOK_BACK : Number(cursor)
  const events = await listed(new PayPalClient(context), since - OVERLAP)
  const items = events.toReversed().flatMap((event) => {
    const result = told(happeningOf(event, context.settings))
    return result.kind === 'items' ? result.items : []
  })
  const latest = Math.max(since, ...events.map((event) => asInstant(event.create_time) ?? 0))
  return { items, cursor: String(latest) }
}

async function listed(client: PayPalClient, since: number): Promise<Json[]> {
  const found: Json[] = []
  let path: string | null =
    `${PATH}?${new URLSearchParams({ page_size: '100', start_time: new Date(since).toISOString() })}`
  for (let page = 0; path !== null && page < MOST_PAGES; page++) {
    const answer: Json = await client.rest('GET', path)
    found.push(...asObjects(answer.events))
    path = nextOf(answer)
  }
  return found
}

/** The next page by its path: the host is ours to choose. */
function nextOf(answer: Json): string | null {
  const href = asText(asObjects(answer.links).find(({ rel }) => rel === 'next')?.href)
  if (href === null || !URL.canParse(href)) return null
  const { pathname, search } = new URL(href)
  return pathname === PATH ? `${pathname}${search}` : null
}
