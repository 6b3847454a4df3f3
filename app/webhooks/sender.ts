import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { SECOND } from '#app/clock'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import { LeaseLost } from '#app/work/claim'
import type { Work } from '#app/work/worker'
import { Busy } from './busy.ts'
import { TABLE } from './dispatch.ts'
import type { DispatchRow } from './dispatch.ts'
import { giveUp } from './outcomes.ts'
import { Subscription } from './subscription.ts'
import { tell } from './telling.ts'

/** At one receiver at a time: enough for a quick one, and little for a weak one. */
const AT_ONE_RECEIVER = 10
/** How long a round waits for its receivers before it takes the next ones. */
const PATIENCE = 200
/** Beyond so many receivers in hand the rounds wait after all, so that memory and sockets stay bounded. */
const MOST_RECEIVERS = 64

const busy = new Busy()

/**
 * Sends what is due. Whoever is slow keeps its own events waiting and nobody else's: a round goes on without it, and its
 * further rows are left alone until it has answered.
 */
export const dispatching: Work<DispatchRow> = {
  name: 'webhooks',
  table: TABLE,
  states: ['pending'],
  lanes: ['conversational', 'transactional', 'default'],
  batch: 50,
  // Two tries in a row, at most, of twelve seconds each: the probe, and what follows it.
  leaseFor: 60 * SECOND,
  perOwner: { column: 'subscription_id', limit: AT_ONE_RECEIVER, except: () => busy.all },
  handle: dispatch,
  giveUp,
}

async function dispatch(rows: DispatchRow[]): Promise<void> {
  const subscriptions = await subscriptionsOf(rows)
  for (const [id, own] of Map.groupBy(rows, (row) => row.subscription_id))
    busy.take(id, tellSafely(subscriptions.get(id) ?? null, own))
  if (busy.size > MOST_RECEIVERS) await busy.any()
  await busy.allWithin(PATIENCE)
}

/** Waits for the receivers still in hand; for an orderly end, and for tests. */
export const stillDispatching = (): Promise<void> => busy.settled()

async function subscriptionsOf(rows: DispatchRow[]): Promise<Map<string, Subscription>> {
  const ids = [...new Set(rows.map((row) => row.subscription_id))]
  const found = await Subscription.query({ client: db.connection() }).whereIn('id', ids)
  return new Map(found.map((subscription) => [subscription.id, subscription]))
}

/** The round may be gone when this ends, so nobody is left to throw to: the rows come back when their lease ends. */
async function tellSafely(subscription: Subscription | null, rows: DispatchRow[]): Promise<void> {
  try {
    await tell(subscription, rows)
  } catch (error) {
    if (!(error instanceof LeaseLost)) logger.error({ err: error, subscription: subscription?.id }, 'a webhook failed')
  } finally {
    // What had to wait for this receiver may go now.
    for (const lane of new Set(rows.map((row) => row.lane as Lane))) bell.ring(lane, TABLE)
  }
}
