import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import { Subscription } from './subscription.ts'

interface Counts {
  tried: number
  failed: number
  waiting: number
}

export const NOTHING: Counts = { tried: 0, failed: 0, waiting: 0 }

/** All of a workspace's subscriptions with how they have done in the last 24 hours, the latest first. */
export async function listSubscriptions(workspaceId: string) {
  const subscriptions = await Subscription.in(workspaceId).orderBy('id', 'desc').limit(200)
  const counts = await countsOf(subscriptions.map(({ id }) => id))
  return subscriptions.map((subscription) => ({
    ...subscriptionLine(subscription),
    ...(counts.get(subscription.id) ?? NOTHING),
  }))
}

export const subscriptionLine = (subscription: Subscription) => ({
  id: subscription.id,
  name: subscription.name,
  host: new URL(subscription.url).host,
  events: subscription.events,
  state: shownState(subscription),
  code: subscription.code,
  recent: subscription.recent,
  openUntil: subscription.openUntil,
  lastSuccessAt: subscription.lastSuccessAt,
  byToken: subscription.tokenId !== null,
  createdAt: subscription.createdAt,
})

/** An active one whose breaker is open is not doing its work, and says so. */
export const shownState = ({ state, openUntil }: Subscription): string =>
  state === 'active' && openUntil !== null ? 'failing' : state

/** Attempts of the last day, and what waits. */
export async function countsOf(ids: string[]): Promise<Map<string, Counts>> {
  if (ids.length === 0) return new Map()
  const attempts = await db
    .from('webhook_attempts')
    .whereIn('subscription_id', ids)
    .where('at', '>=', clock.now() - DAY)
    .groupBy('subscription_id', 'ok')
    .select('subscription_id', 'ok')
    .count('* as total')
  const waiting = await db
    .from('webhook_dispatches')
    .whereIn('subscription_id', ids)
    .where('state', 'pending')
    .groupBy('subscription_id')
    .select('subscription_id')
    .count('* as total')

  const counts = new Map<string, Counts>(ids.map((id) => [id, { ...NOTHING }]))
  for (const { subscription_id: id, ok, total } of attempts) {
    const own = counts.get(id) ?? { ...NOTHING }
    own.tried += Number(total)
    if (!ok) own.failed += Number(total)
  }
  for (const { subscription_id: id, total } of waiting) counts.get(id)!.waiting = Number(total)
  return counts
}
