import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { asCount } from '#app/work/claim'
import { PROBING_FOR } from './breaker.ts'
import { HELD_FOR, LEFT } from './dispatch.ts'
import type { DispatchRow } from './dispatch.ts'
import { forgetListeners } from './listening.ts'
import { keep, putOff, settle } from './outcomes.ts'
import { post } from './posting.ts'
import type { Posted } from './posting.ts'
import type { Subscription } from './subscription.ts'

export interface Told {
  row: DispatchRow
  posted: Posted
}

/** Tells one receiver what is due for it, or puts it off while the receiver is to be left alone. */
export async function tell(subscription: Subscription | null, rows: DispatchRow[]): Promise<void> {
  if (!subscription || subscription.state === 'ended') return settle(rows, LEFT.ended)
  if (subscription.state === 'disabled') return settle(rows, LEFT.disabled)
  if (subscription.state === 'paused') return putOff(rows, clock.now() + HELD_FOR)

  const { openUntil } = subscription
  if (openUntil === null) return void (await tellAll(subscription, rows))
  if (openUntil > clock.now()) return putOff(rows, openUntil)
  return probe(subscription, rows, openUntil)
}

async function tellAll(
  subscription: Subscription,
  rows: DispatchRow[],
  probing: number | null = null
): Promise<boolean> {
  const told = await Promise.all(rows.map(async (row) => ({ row, posted: await post(subscription, idAndBody(row)) })))
  return keep(subscription, told, probing)
}

const idAndBody = (row: DispatchRow) => ({ id: row.event_id, body: row.body })

/** Half open: one try finds out, whoever makes it; the rest waits for what it says. */
async function probe(subscription: Subscription, rows: DispatchRow[], openUntil: number): Promise<void> {
  const until = clock.after(PROBING_FOR)
  if (!(await isFirst(subscription, openUntil, until))) return putOff(rows, until)

  const [first, ...rest] = rows
  if (await tellAll(subscription, [first], until)) {
    await releaseHeld(subscription, until)
    if (rest.length > 0) await tellAll(subscription, rest)
  } else if (rest.length > 0) await putOff(rest, subscription.openUntil ?? until)
}

/** Several processes may look at once; the column decides. */
async function isFirst(subscription: Subscription, before: number, until: number): Promise<boolean> {
  const [changed] = asCount(
    await transaction((trx) =>
      trx.from('webhook_subscriptions').where({ id: subscription.id, open_until: before }).update({ open_until: until })
    )
  )
  forgetListeners()
  return changed === 1
}

/** What came in while the probe was under way need not wait for its end. */
const releaseHeld = (subscription: Subscription, until: number): Promise<void> =>
  transaction(async (trx) => {
    await trx
      .from('webhook_dispatches')
      .where({ subscription_id: subscription.id, state: 'pending', due_at: until })
      .update({ due_at: clock.now() })
  })
