import type { Client } from '#app/database'
import type { Params } from '#app/events/event'

/** One thing in a contact's life. `kind` picks the icon, `of` the filter that shows it. */
export interface TimelineEntry {
  id: string
  at: number
  of: 'messages' | 'orders' | 'consents' | 'events'
  kind: string
  /** Key of its words in the language files, and what stands in them. */
  code: string
  params?: Params
  /** The person's or the shop's own words, below. */
  detail?: string | null
  tone?: 'bad'
  /** Where more is to be seen, without the workspace's prefix. */
  href?: string | null
  money?: { amount: number; currency: string } | null
}

export interface TimelinePage {
  before: number
  limit: number
}

export interface TimelineSource {
  name: TimelineEntry['of']
  entries(client: Client, contactId: string, page: TimelinePage): Promise<TimelineEntry[]>
}

const sources: TimelineSource[] = []

/** Each room shows its own part of the story. */
export const registerTimelineSource = (source: TimelineSource): void => void sources.push(source)

/** Latest first; `only` keeps to one kind. */
export async function timelineOf(
  client: Client,
  contactId: string,
  page: TimelinePage,
  only?: string
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = []
  for (const source of sources)
    if (!only || source.name === only) entries.push(...(await source.entries(client, contactId, page)))
  return entries.sort((a, b) => b.at - a.at).slice(0, page.limit)
}
