import { clock, machineNow } from '#app/clock'
import { isMysql, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { asCount } from '#app/work/claim'
import type { ModelUsage } from '#sdk/index'
import { costOf } from './prices.ts'
import type { Price } from './prices.ts'

/** How a call ended. `usage` null: nobody knows, so what was reserved counts as spent. */
export interface Settlement {
  state: 'done' | 'failed' | 'unknown'
  usage: ModelUsage | null
  code?: string | null
  params?: Record<string, unknown> | null
  /** Null: nobody was there to measure it. */
  tookMs: number | null
  requestId?: string | null
}

/** What it really cost, in place of what was set aside. One that was already given up as lost is put right. */
export async function settle(reservation: { id: string; price: Price | null }, settlement: Settlement): Promise<void> {
  await transaction(async (trx) => {
    const query = trx.from('ai_calls').where('id', reservation.id)
    const row: Row | null = await (isMysql(trx) ? query.forUpdate() : query).first()
    if (row) await writeOff(trx, row, { ...settlement, price: reservation.price })
  })
}

interface Amount {
  micros: number
  tokens: number
}

const NONE: Amount = { micros: 0, tokens: 0 }

/** Writes a call's end and moves its amounts; nothing happens where somebody else was first. */
async function writeOff(trx: Trx, row: Row, end: Settlement & { price: Price | null }): Promise<void> {
  const open = row.state === 'reserved'
  const reserved: Amount = { micros: Number(row.reserved_micros), tokens: Number(row.reserved_tokens) }
  const spent = spentBy(end, reserved)
  const [count] = asCount(
    await trx
      .from('ai_calls')
      .where({ id: row.id, state: row.state })
      .update({ ...endColumns(end), input_tokens: end.usage?.input ?? spent.tokens, cost_micros: spent.micros })
  )
  if (count === 0) return
  // One given up as lost was written off at what had been set aside.
  await moveAmounts(trx, row, { held: open ? reserved : NONE, before: open ? NONE : reserved, spent })
}

/** `micros` null: the price is not known. */
function spentBy({ usage, price }: Pick<Settlement, 'usage'> & { price: Price | null }, reserved: Amount) {
  if (!usage) return { micros: price ? reserved.micros : null, tokens: reserved.tokens }
  return { micros: costOf(price, usage), tokens: usage.input + usage.output }
}

const endColumns = ({ state, code, params, usage, tookMs, requestId }: Settlement): Row => ({
  state,
  code: code ?? null,
  params: params ? JSON.stringify(params) : null,
  cached_tokens: usage?.cached ?? 0,
  output_tokens: usage?.output ?? 0,
  took_ms: tookMs,
  request_id: requestId?.slice(0, 190) ?? null,
  settled_at: clock.now(),
  updated_at: clock.now(),
})

async function moveAmounts(
  trx: Trx,
  row: Row,
  { held, before, spent }: { held: Amount; before: Amount; spent: { micros: number | null; tokens: number } }
): Promise<void> {
  await trx
    .from('ai_months')
    .where({ workspace_id: row.workspace_id, month: row.month })
    .update({
      reserved_micros: trx.knexRawQuery('reserved_micros - ?', [held.micros]),
      reserved_tokens: trx.knexRawQuery('reserved_tokens - ?', [held.tokens]),
      spent_micros: trx.knexRawQuery('spent_micros + ?', [(spent.micros ?? 0) - before.micros]),
      spent_tokens: trx.knexRawQuery('spent_tokens + ?', [spent.tokens - before.tokens]),
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
    const end = { state: 'unknown' as const, usage: null, code: 'outcome_unknown', tookMs: null }
    await writeOff(trx, row, { ...end, price: priced ? ANY_PRICE : null })
  }
}

/** Says only that there was a price: what was set aside is what is written off. */
const ANY_PRICE: Price = { model: '', input: 0, cached: null, output: 0, from: 'list', source: null, asOf: null }
