import { clock } from '#app/clock'
import { insert, lockRow, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { finish, finishAll } from '#app/work/claim'
import { healthAfter, isHopeless } from './breaker.ts'
import type { Health } from './breaker.ts'
import { TABLE } from './dispatch.ts'
import type { DispatchRow, DispatchState } from './dispatch.ts'
import { forgetListeners } from './listening.ts'
import { noticeDisabled } from './notices.ts'
import { waitAfter } from './retries.ts'
import { closeIn } from './states.ts'
import type { Subscription } from './subscription.ts'
import type { Told } from './telling.ts'

/**
 * Writes down what a receiver answered: attempts, dispatches and its health, in one transaction. Answers whether it is
 * well, so that more may be sent. `probing`: until when the breaker was left open for this very try.
 */
export async function keep(subscription: Subscription, told: Told[], probing: number | null = null): Promise<boolean> {
  const verdicts = told.map(({ posted }) => ({ ok: posted.ok, hold: posted.retryAfter }))
  const gone = told.some(({ posted }) => posted.status === 410)

  const { health, disabled } = await transaction(async (trx) => {
    // Locked before its dispatches, as by whoever pauses it. Others may have told it much while we waited for an answer.
    const now = await current(trx, subscription, probing)
    const health = healthAfter(now.health, verdicts, clock.now())
    const disabled = !gone && now.lives && isHopeless(health, clock.now())
    await insert(
      trx,
      'webhook_attempts',
      told.map((one) => attemptRow(one))
    )
    for (const { row, posted } of told) await finish(trx, TABLE, row, changeOf({ row, posted }))
    await keepHealth(trx, subscription, health)
    if (gone) await closeIn(trx, subscription, { state: 'ended', code: 'receiver_gone' })
    else if (disabled) await closeIn(trx, subscription, { state: 'disabled', code: 'receiver_failing' })
    return { health, disabled }
  })
  subscription.merge({ openUntil: health.openUntil, failingSince: health.failingSince })
  if (gone || disabled || health.openUntil !== null) forgetListeners()
  if (disabled) await noticeDisabled(subscription)
  return !gone && !disabled && health.openUntil === null
}

/** The health as it stands, under its lock, and whether anything is still sent there. */
async function current(
  trx: Trx,
  subscription: Subscription,
  probing: number | null
): Promise<{ health: Health; lives: boolean }> {
  const row = await lockRow(trx, 'webhook_subscriptions', subscription.id)
  if (!row) return { health: subscription, lives: false }
  const instant = (value: unknown) => (value === null ? null : Number(value))
  const openUntil = instant(row.open_until)
  return {
    health: {
      failures: Number(row.failures),
      // What the probe fails with counts as news, not as one more of those that opened the breaker.
      openUntil: openUntil === probing ? null : openUntil,
      failingSince: instant(row.failing_since),
      lastSuccessAt: instant(row.last_success_at),
      recent: String(row.recent),
    },
    lives: row.state === 'active' || row.state === 'paused',
  }
}

function attemptRow({ row, posted }: Told): Row {
  return {
    id: newId('webhook_attempt'),
    workspace_id: row.workspace_id,
    subscription_id: row.subscription_id,
    dispatch_id: row.id,
    contact_id: row.contact_id,
    type: row.type,
    n: Number(row.tries) + 1,
    ok: posted.ok,
    status: posted.status,
    code: posted.code,
    took_ms: posted.tookMs,
    answer: posted.answer,
    at: clock.now(),
  }
}

function changeOf({ row, posted }: Told): Row {
  const now = clock.now()
  const tries = Number(row.tries) + 1
  const change = { tries, status: posted.status, code: posted.code, updated_at: now }
  if (posted.ok) return { ...change, state: 'sent', due_at: null, settled_at: now }
  const wait = waitAfter(tries, posted.retryAfter)
  return wait === null
    ? { ...change, state: 'failed', due_at: null, settled_at: now }
    : { ...change, due_at: clock.after(wait) }
}

/** While the breaker is open nothing is due earlier than its end: no row is claimed only to be put off. */
async function keepHealth(trx: Trx, { id }: Subscription, health: Health): Promise<void> {
  await trx.from('webhook_subscriptions').where('id', id).update({
    failures: health.failures,
    open_until: health.openUntil,
    failing_since: health.failingSince,
    last_success_at: health.lastSuccessAt,
    recent: health.recent,
    updated_at: clock.now(),
  })
  if (health.openUntil === null) return
  await trx
    .from(TABLE)
    .where({ subscription_id: id, state: 'pending' })
    .where('due_at', '<', health.openUntil)
    .update({ due_at: health.openUntil })
}

/** Not tried at all: the row is due again at `until`. */
export const putOff = (rows: DispatchRow[], until: number): Promise<void> =>
  transaction((trx) => finishAll(trx, TABLE, rows, { due_at: until }))

/** Not to be tried any more. */
export const settle = (rows: DispatchRow[], end: { state: DispatchState; code: string }): Promise<void> =>
  transaction((trx) => finishAll(trx, TABLE, rows, { ...end, due_at: null, settled_at: clock.now() }))

export const giveUp = (row: DispatchRow): Promise<void> =>
  transaction((trx) =>
    finish(trx, TABLE, row, { state: 'gave_up', code: 'crashed', due_at: null, settled_at: clock.now() })
  )
