import { clock, machineNow, MINUTE } from '#app/clock'
import { insert, insertNew, isMysql, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import type { ModelUsage } from '#sdk/index'
import { costOf } from './prices.ts'
import type { Price } from './prices.ts'
import type { AiSettings } from './settings.ts'

/** Longer than any call may take: who has not settled by then has crashed. */
const LEASE = 5 * MINUTE

/** What a call is for and by whom it is made. */
export interface CallFacts {
  workspaceId: string
  month: string
  connectionId: string | null
  connector: string | null
  model: string | null
  purpose: string
  runId: string | null
  node: string | null
  contactId: string | null
}

export interface Reservation {
  id: string
  price: Price | null
}

export type Reserved = { ok: true; reservation: Reservation } | { ok: false; limit: 'money' | 'tokens' }

/** How a call ended. `usage` null: nobody knows, so what was reserved counts as spent. */
export interface Settlement {
  state: 'done' | 'failed' | 'unknown'
  usage: ModelUsage | null
  code?: string | null
  params?: Record<string, unknown> | null
  tookMs: number
  requestId?: string | null
}

/**
 * Sets aside the most a call can cost, in one conditional update: calls made at the same time cannot together go over the
 * budget. What is refused is written down, too.
 */
export async function reserve(
  facts: CallFacts,
  { most, price, settings }: { most: ModelUsage; price: Price | null; settings: AiSettings }
): Promise<Reserved> {
  const micros = costOf(price, most) ?? 0
  const tokens = most.input + most.output
  return transaction(async (trx) => {
    await settleLost(trx, facts.workspaceId)
    await openMonth(trx, facts)
    const limit = await set(trx, facts, { micros, tokens, settings })
    const refused = {
      state: 'refused',
      code: 'ai_budget_spent',
      params: JSON.stringify({ limit }),
      settled_at: clock.now(),
    }
    const row = callRow(
      facts,
      settings.currency,
      limit ? refused : { reserved_micros: micros, reserved_tokens: tokens }
    )
    await insert(trx, 'ai_calls', row)
    return limit ? { ok: false, limit } : { ok: true, reservation: { id: row.id, price } }
  })
}

async function openMonth(trx: Trx, { workspaceId, month }: CallFacts): Promise<void> {
  const now = clock.now()
  await insertNew(trx, 'ai_months', [
    { id: newId('row'), workspace_id: workspaceId, month, created_at: now, updated_at: now },
  ])
}

/** Answers which limit was in the way. */
async function set(
  trx: Trx,
  { workspaceId, month }: CallFacts,
  { micros, tokens, settings }: { micros: number; tokens: number; settings: AiSettings }
): Promise<'money' | 'tokens' | null> {
  const { budgetMicros, budgetTokens } = settings
  const fits = trx.from('ai_months').where({ workspace_id: workspaceId, month })
  // A free call costs no money, so an empty purse does not stop it.
  if (budgetMicros !== null && micros > 0)
    fits.whereRaw('spent_micros + reserved_micros + ? <= ?', [micros, budgetMicros])
  if (budgetTokens !== null) fits.whereRaw('spent_tokens + reserved_tokens + ? <= ?', [tokens, budgetTokens])
  const [count] = asCount(
    await fits.update({
      reserved_micros: trx.knexRawQuery('reserved_micros + ?', [micros]),
      reserved_tokens: trx.knexRawQuery('reserved_tokens + ?', [tokens]),
      updated_at: clock.now(),
    })
  )
  if (count === 1) return null
  const row: Row | null = await trx.from('ai_months').where({ workspace_id: workspaceId, month }).first()
  const overMoney =
    budgetMicros !== null &&
    micros > 0 &&
    Number(row?.spent_micros) + Number(row?.reserved_micros) + micros > budgetMicros
  return overMoney ? 'money' : 'tokens'
}

function callRow(facts: CallFacts, currency: string, more: Row): Row & { id: string } {
  const now = clock.now()
  return {
    id: newId('ai_call'),
    workspace_id: facts.workspaceId,
    month: facts.month,
    connection_id: facts.connectionId,
    connector: facts.connector,
    model: facts.model,
    purpose: facts.purpose,
    run_id: facts.runId,
    node: facts.node,
    contact_id: facts.contactId,
    state: 'reserved',
    currency,
    lease_until: machineNow() + LEASE,
    created_at: now,
    updated_at: now,
    ...more,
  }
}

/** What it really cost, in place of what was set aside. One that was already given up as lost is put right. */
export async function settle(reservation: Reservation, settlement: Settlement): Promise<void> {
  await transaction(async (trx) => {
    const query = trx.from('ai_calls').where('id', reservation.id)
    const row: Row | null = await (isMysql(trx) ? query.forUpdate() : query).first()
    if (row) await writeOff(trx, row, { ...settlement, price: reservation.price })
  })
}

async function writeOff(trx: Trx, row: Row, end: Settlement & { price: Price | null }): Promise<void> {
  const reserved = { micros: Number(row.reserved_micros), tokens: Number(row.reserved_tokens) }
  const cost = end.usage ? costOf(end.price, end.usage) : end.price ? reserved.micros : null
  const tokens = end.usage ? end.usage.input + end.usage.output : reserved.tokens
  const before = row.state === 'reserved' ? { micros: 0, tokens: 0 } : reserved
  const held = row.state === 'reserved' ? reserved : { micros: 0, tokens: 0 }
  await trx
    .from('ai_months')
    .where({ workspace_id: row.workspace_id, month: row.month })
    .update({
      reserved_micros: trx.knexRawQuery('reserved_micros - ?', [held.micros]),
      reserved_tokens: trx.knexRawQuery('reserved_tokens - ?', [held.tokens]),
      spent_micros: trx.knexRawQuery('spent_micros + ?', [(cost ?? 0) - before.micros]),
      spent_tokens: trx.knexRawQuery('spent_tokens + ?', [tokens - before.tokens]),
      updated_at: clock.now(),
    })
  await trx
    .from('ai_calls')
    .where('id', String(row.id))
    .update({
      state: end.state,
      code: end.code ?? null,
      params: end.params ? JSON.stringify(end.params) : null,
      input_tokens: end.usage?.input ?? tokens,
      cached_tokens: end.usage?.cached ?? 0,
      output_tokens: end.usage?.output ?? 0,
      cost_micros: cost,
      took_ms: end.tookMs,
      request_id: end.requestId?.slice(0, 190) ?? null,
      settled_at: clock.now(),
      updated_at: clock.now(),
    })
}

/** Calls of a process that died: they may have been made and paid for, so what was set aside counts as spent. */
export async function settleLost(trx: Trx, workspaceId: string): Promise<void> {
  const rows: Row[] = await trx
    .from('ai_calls')
    .where({ workspace_id: workspaceId, state: 'reserved' })
    .where('lease_until', '<', machineNow())
    .limit(50)
  for (const row of rows) {
    const priced = Number(row.reserved_micros) > 0
    const end = { state: 'unknown' as const, usage: null, code: 'outcome_unknown', tookMs: LEASE }
    await writeOff(trx, row, { ...end, price: priced ? ANY_PRICE : null })
  }
}

/** Says only that there was a price: what was set aside is what is written off. */
const ANY_PRICE: Price = { model: '', input: 0, cached: null, output: 0, from: 'list', source: null, asOf: null }
