import { clock, DAY, machineNow } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { bell } from '#app/work/bell'
import { HELD_FOR, LEFT, TABLE } from './dispatch.ts'
import { forgetListeners } from './listening.ts'
import { newSecret } from './signing.ts'
import type { Subscription, SubscriptionState } from './subscription.ts'

const LANES = ['conversational', 'transactional', 'default'] as const

/** Events go on being stored for it, and wait. */
export const pause = (subscription: Subscription): Promise<void> =>
  changed(async (trx) => {
    await turn(trx, subscription, { state: 'paused', code: null })
    await waiting(trx, subscription).update({ due_at: clock.now() + HELD_FOR })
  })

/** From now on, and with what has waited. Whatever stood against the receiver is forgotten. */
export async function resume(subscription: Subscription): Promise<void> {
  await changed(async (trx) => {
    await turn(trx, subscription, { state: 'active', code: null })
    await trx
      .from('webhook_subscriptions')
      .where('id', subscription.id)
      .update({ failures: 0, open_until: null, failing_since: null })
    await waiting(trx, subscription).update({ due_at: clock.now() })
  })
  for (const lane of LANES) bell.ring(lane, TABLE)
}

/** For good: what waits for it is dropped. */
export const end = (subscription: Subscription, code: string): Promise<void> =>
  changed((trx) => closeIn(trx, subscription, { state: 'ended', code }))

/** Nothing more is sent. Rows in another worker's hands are dropped when they come to their turn. */
export async function closeIn(
  trx: Trx,
  subscription: Subscription,
  { state, code }: { state: 'ended' | 'disabled'; code: string }
): Promise<void> {
  await turn(trx, subscription, { state, code })
  await waiting(trx, subscription)
    .where('lease_until', '<=', machineNow())
    .update({ ...LEFT[state], due_at: null, settled_at: clock.now() })
}

export const OVERLAP = DAY

/** A new secret; both sign for a day. Answers it, for the only time it is shown. */
export async function rotateSecret(trx: Trx, subscription: Subscription): Promise<string> {
  const secret = newSecret()
  await subscription
    .exchangeSecret(secret, machineNow() + OVERLAP)
    .useTransaction(trx)
    .touch()
    .save()
  return secret
}

async function changed(change: (trx: Trx) => Promise<unknown>): Promise<void> {
  await transaction(change)
  forgetListeners()
}

async function turn(trx: Trx, subscription: Subscription, to: { state: SubscriptionState; code: string | null }) {
  const now = clock.now()
  subscription.merge({ ...to, stateSince: now })
  await trx
    .from('webhook_subscriptions')
    .where('id', subscription.id)
    .update({ ...to, state_since: now, updated_at: now })
}

const waiting = (trx: Trx, { id }: Subscription) => trx.from(TABLE).where({ subscription_id: id, state: 'pending' })
