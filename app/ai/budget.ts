import { clock, machineNow, MINUTE } from '#app/clock'
import { insert, insertNew, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import type { ModelUsage } from '#sdk/index'
import { costOf } from './prices.ts'
import type { Price } from './prices.ts'
import { settleLost } from './settling.ts'
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
