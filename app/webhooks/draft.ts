import { conditionProblem } from '#app/pipelines/condition_check'
import type { Condition } from '#app/pipelines/conditions'
import { addressProblem } from './address_check.ts'
import { EVERYTHING, isChoice } from './event_choice.ts'

/** What a person or a tool asks for. */
export interface Wanted {
  url: string
  events: string[]
  filter?: unknown
}

export interface Draft {
  url: string
  events: string[]
  filter: Condition | null
}

export type Checked = { ok: true; draft: Draft } | { ok: false; field: 'url' | 'events' | 'filter'; reason: string }

/** What holds for every subscription, however it is made: a public address, events that exist, a filter that can be judged. */
export async function checkDraft({ url, events, filter }: Wanted): Promise<Checked> {
  if (!events.every(isChoice)) return { ok: false, field: 'events', reason: 'event_unknown' }
  const condition = readWritten(filter)
  if (condition !== null && conditionProblem(condition) !== null)
    return { ok: false, field: 'filter', reason: 'condition_invalid' }
  const problem = await addressProblem(url)
  if (problem) return { ok: false, field: 'url', reason: problem }
  // Everything includes whatever else was chosen.
  const chosen = events.includes(EVERYTHING) ? [EVERYTHING] : events
  return { ok: true, draft: { url: new URL(url).href, events: chosen, filter: condition as Condition | null } }
}

/** A condition as it came: a value, its JSON, or nothing. What is no JSON stays a text, which no check lets pass. */
function readWritten(filter: unknown): unknown {
  if (filter === undefined || filter === null || filter === '') return null
  if (typeof filter !== 'string') return filter
  try {
    return JSON.parse(filter)
  } catch {
    return filter
  }
}
