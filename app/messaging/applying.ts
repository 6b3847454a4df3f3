import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import type { MessageRow, MessageState } from './message.ts'
import { RANK } from './message.ts'
import { settle } from './observers.ts'
import { settledFrom } from './settled.ts'
import { statusKey } from './status.ts'
import type { Status } from './status.ts'

/** A message as far as a status needs it. */
export type StatusTarget = MessageRow & {
  provider_id: string | null
  code: string | null
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
  step_run_id: string | null
  event_id: string | null
  leg: number
  price_millionths: number | null
}

interface Pair {
  target: StatusTarget
  status: Status
}

/** Keeps every status and moves each message on by what was new; a status that comes late or twice changes nothing. */
export async function apply(trx: Trx, pairs: Pair[]): Promise<void> {
  const rows = pairs.map(({ target, status }) => ({ row: statusRow(target, status), target, status }))
  const inserted = new Set(
    (
      await insertNew(
        trx,
        'message_statuses',
        rows.map(({ row }) => row)
      )
    ).map(({ id }) => id)
  )
  const fresh = rows.filter(({ row }) => inserted.has(row.id))

  for (const [, news] of Map.groupBy(fresh, ({ target }) => target.id))
    await advance(
      trx,
      news[0].target,
      news.map(({ status }) => status)
    )
  for (const { row, target, status } of rows) if (!inserted.has(row.id)) await notePrice(trx, target, status)
}

/** Some providers know what a message cost only after they told that it arrived. */
async function notePrice(trx: Trx, target: StatusTarget, { price }: Status): Promise<void> {
  if (!price || target.price_millionths !== null) return
  await trx
    .from('messages')
    .where('id', target.id)
    .update({ ...priceOf(price), updated_at: clock.now() })
}

const priceOf = ({ millionths, currency }: NonNullable<Status['price']>): Row => ({
  price_millionths: millionths,
  price_currency: currency,
})

const statusRow = (target: StatusTarget, status: Status): Row & { id: string } => ({
  id: newId('message_status'),
  workspace_id: target.workspace_id,
  message_id: target.id,
  natural_key: statusKey(status),
  status: status.word,
  n: status.n,
  provider_id: status.providerId,
  code: status.error?.reason ?? null,
  vendor_code: status.error?.code ?? null,
  detail: status.error?.title ?? null,
  delivery_id: status.deliveryId,
  occurred_at: status.occurredAt,
  received_at: status.receivedAt,
})

async function advance(trx: Trx, target: StatusTarget, statuses: Status[]): Promise<void> {
  const change: Row = { updated_at: clock.now(), provider_id: target.provider_id ?? statuses[0].providerId }
  let state = target.state
  for (const status of statuses) {
    state = after(state, target, status, change)
    if (status.price) Object.assign(change, priceOf(status.price))
    if (status.category) change.price_category = status.category.slice(0, 40)
  }
  if (state !== target.state) Object.assign(change, moved(state, statuses))
  await trx.from('messages').where('id', target.id).update(change)
  await closeAttempt(trx, target, statuses)
  if (isNews(target.state, state))
    await settle(trx, [settledFrom(target, state, (change.code as string | null) ?? null)])
}

/** Sent, delivered, read: never back. Failed only as long as it has not been delivered. */
function after(state: MessageState, target: StatusTarget, { word, occurredAt, n }: Status, change: Row): MessageState {
  const stamp = `${word}_at` as 'sent_at' | 'delivered_at' | 'read_at'
  if (word !== 'failed' && !target[stamp]) change[stamp] = occurredAt
  const from = rankOf(state, target.code)
  if (from === null) return state
  if (word === 'failed') return from >= 2 || isPast(target, n) ? state : 'failed'
  return (RANK[word] ?? 0) > from ? word : state
}

/** A later try is under way or has arrived: the failure of an earlier one says nothing about it. */
const isPast = ({ tries }: StatusTarget, n: number | null): boolean => n !== null && n < Number(tries)

/** Given up as unknown, or failed by a try of which we never heard, and then proved wrong by the provider. */
function rankOf(state: MessageState, code: string | null): number | null {
  if (state === 'refused') return code === 'outcome_unknown' ? 0 : null
  return state === 'cancelled' || state === 'expired' ? 0 : (RANK[state] ?? null)
}

function moved(state: MessageState, statuses: Status[]): Row {
  if (state !== 'failed') return { state, code: null, params: null, due_at: null }
  const failure = statuses.find((status) => status.word === 'failed')
  return {
    state,
    code: failure?.error?.reason ?? 'delivery_failed',
    params: JSON.stringify(failure?.error ? { vendorCode: failure.error.code, detail: failure.error.title } : {}),
    failed_at: failure?.occurredAt ?? clock.now(),
    due_at: null,
    // What did not arrive does not count against the contact's cap.
    counted_at: null,
  }
}

/** A status that carries our key proves that this very try arrived, whatever its answer was or will be. */
async function closeAttempt(trx: Trx, target: StatusTarget, statuses: Status[]): Promise<void> {
  const keyed = statuses.find((status) => status.n !== null && status.word !== 'failed')
  if (!keyed || !['sending', 'unknown', 'refused'].includes(target.state)) return
  await trx
    .from('attempts')
    .where({ message_id: target.id, n: keyed.n })
    .whereIn('state', ['open', 'unknown'])
    .update({ state: 'sent', provider_id: keyed.providerId, ended_at: clock.now() })
}

/** Delivered and read interest whoever waits for a first answer only if there had been none. */
function isNews(before: MessageState, now: MessageState): boolean {
  if (now === before) return false
  return now === 'failed' || (RANK[before] ?? 0) === 0
}
