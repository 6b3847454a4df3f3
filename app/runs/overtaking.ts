import type { Row, Trx } from '#app/database'
import { eventFromRow } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { holds } from '#app/pipelines/conditions'
import type { ExitRule, Goal, Graph } from '#app/pipelines/graph'
import { concerns, subjectsOf } from './subjects.ts'
import { eventValues } from '#app/pipelines/values'

const LOOKED_AT = 50

/** Whether this event ends a run that is about these subjects. */
export const ruleApplies = (rule: ExitRule | Goal, event: StoredEvent, subjects: string[]): boolean =>
  rule.events.includes(event.type) &&
  concerns(rule.scope, subjects, event) &&
  (!rule.where || holds(rule.where, eventValues(event)))

/**
 * What ends a run may be routed before what starts it: an order's lane is quicker than a cart's, and providers do not
 * keep to the order of things. Answers the event that would have ended the run had it begun in time.
 */
export async function overtaking(trx: Trx, event: StoredEvent, graph: Graph): Promise<StoredEvent | null> {
  const rules = [...graph.exits, ...(graph.goal ? [graph.goal] : [])]
  if (rules.length === 0) return null

  const rows: Row[] = await trx
    .from('events')
    .where('contact_id', String(event.contactId))
    .whereIn('type', [...new Set(rules.flatMap((rule) => rule.events))])
    .where((query) => query.where('id', '>', event.id).orWhere('occurred_at', '>', event.occurredAt))
    .where('state', 'routed')
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
  const subjects = subjectsOf(event)
  return rows.map(eventFromRow).find((other) => rules.some((rule) => ruleApplies(rule, other, subjects))) ?? null
}
