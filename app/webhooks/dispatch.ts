import { HOUR } from '#app/clock'
import type { ClaimedRow } from '#app/work/claim'

/**
 * `pending`: due or waiting for its next try. `sent`: the receiver answered 2xx. `failed`: all tries are used up.
 * `dropped`: the subscription ended, or the person was erased. `gave_up`: our own processes crashed over it.
 */
export const DISPATCH_STATES = ['pending', 'sent', 'failed', 'dropped', 'gave_up'] as const
export type DispatchState = (typeof DISPATCH_STATES)[number]

export const TABLE = 'webhook_dispatches'

/** What waits for a person is looked at again now and then, so that nothing is forgotten when two changes cross. */
export const HELD_FOR = HOUR

/** One event on its way to one subscription, as the sender sees it. */
export interface DispatchRow extends ClaimedRow {
  workspace_id: string
  subscription_id: string
  event_id: string
  contact_id: string | null
  type: string
  body: string
  tries: number
}

/** What becomes of that which waits when a subscription stops. Nobody has given up on a disabled one: it may be sent again. */
export const LEFT = {
  ended: { state: 'dropped', code: 'subscription_ended' },
  disabled: { state: 'failed', code: 'receiver_failing' },
} as const satisfies Record<string, { state: DispatchState; code: string }>
