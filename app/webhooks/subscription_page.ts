import db from '@adonisjs/lucid/services/db'
import { machineNow } from '#app/clock'
import type { Row } from '#app/database'
import type { Subscription } from './subscription.ts'
import { countsOf, NOTHING, subscriptionLine } from './subscription_list.ts'
import { typesOf } from './trial.ts'

const PAGE = 30
const TRIALS = 5

interface DispatchFilter {
  state?: string
  before?: string
}

/** All that the page of one subscription shows. */
export async function subscriptionPage(subscription: Subscription, filter: DispatchFilter) {
  const counts = await countsOf([subscription.id])
  return {
    subscription: {
      ...subscriptionLine(subscription),
      ...(counts.get(subscription.id) ?? NOTHING),
      url: subscription.url,
      filter: subscription.filter === null ? null : JSON.stringify(subscription.filter, null, 2),
      contactDetail: subscription.contactDetail,
      failingSince: subscription.failingSince,
      bothUntil: Number(subscription.previousUntil) > machineNow() ? subscription.previousUntil : null,
    },
    types: typesOf(subscription),
    trials: await attemptsWhere({ subscription_id: subscription.id, dispatch_id: null }, TRIALS),
    ...(await dispatchPage(subscription.id, filter)),
    filter,
  }
}

async function dispatchPage(subscriptionId: string, { state, before }: DispatchFilter) {
  const query = db.from('webhook_dispatches').where('subscription_id', subscriptionId)
  if (state) query.whereIn('state', state === 'failed' ? ['failed', 'gave_up', 'dropped'] : [state])
  if (before) query.where('id', '<', before)
  const rows: Row[] = await query
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .select('id', 'event_id', 'type', 'state', 'code', 'status', 'tries', 'due_at', 'created_at')
  const shown = rows.slice(0, PAGE)
  const attempts = Map.groupBy(await attemptsOf(shown.map(({ id }) => String(id))), ({ dispatchId }) => dispatchId)
  return {
    dispatches: shown.map((row) => ({
      id: String(row.id),
      eventId: String(row.event_id),
      type: String(row.type),
      state: row.state === 'pending' && Number(row.tries) > 0 ? 'retrying' : String(row.state),
      code: row.code as string | null,
      status: row.status as number | null,
      tries: Number(row.tries),
      dueAt: row.due_at === null ? null : Number(row.due_at),
      createdAt: Number(row.created_at),
      attempts: attempts.get(String(row.id)) ?? [],
    })),
    older: rows.length > PAGE ? String(shown[PAGE - 1].id) : null,
  }
}

async function attemptsOf(dispatchIds: string[]) {
  if (dispatchIds.length === 0) return []
  const rows: Row[] = await db.from('webhook_attempts').whereIn('dispatch_id', dispatchIds).orderBy('id', 'desc')
  return rows.map(attemptLine)
}

async function attemptsWhere(where: Record<string, string | null>, limit: number) {
  const rows: Row[] = await db.from('webhook_attempts').where(where).orderBy('id', 'desc').limit(limit)
  return rows.map(attemptLine)
}

const attemptLine = (row: Row) => ({
  id: String(row.id),
  dispatchId: row.dispatch_id as string | null,
  type: String(row.type),
  n: Number(row.n),
  ok: Boolean(row.ok),
  status: row.status as number | null,
  code: row.code as string | null,
  tookMs: Number(row.took_ms),
  answer: row.answer as string | null,
  at: Number(row.at),
})
