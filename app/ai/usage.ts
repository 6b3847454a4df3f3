import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { readJson, transaction } from '#app/database'
import type { Row } from '#app/database'
import type { Workspace } from '#app/accounts/workspace'
import type { Params } from '#app/http/json'
import { settleLost } from './settling.ts'
import { dayOf, lastDays, monthOf, spanOf } from './months.ts'
import { aiSettings, amountOrNull, textOrNull } from './settings.ts'

interface Sum {
  calls: number
  tokens: number
  /** Millionths; calls without a known price count nothing. */
  micros: number
}

export interface Usage {
  month: string
  currency: string
  since: number
  until: number
  spentMicros: number
  reservedMicros: number
  spentTokens: number
  reservedTokens: number
  budgetMicros: number | null
  budgetTokens: number | null
  /** Calls whose price nobody knows: the sum of money leaves them out. */
  unpriced: { calls: number; models: string[] }
  /** The last seven days as far as they are of this month, oldest first. */
  days: ({ day: string } & Sum)[]
  purposes: ({ purpose: string } & Sum)[]
  models: ({ model: string } & Sum)[]
}

export interface CallLine {
  id: string
  at: number
  purpose: string
  model: string | null
  connection: string | null
  state: string
  code: string | null
  params: Params
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  costMicros: number | null
  currency: string
  tookMs: number | null
  runId: string | null
}

/** What models took this month, in the workspace's own days. */
export async function usageOf(workspace: Workspace): Promise<Usage> {
  await transaction((trx) => settleLost(trx, workspace.id))
  const { timezone: zone } = workspace
  const month = monthOf(clock.now(), zone)
  const { since, until } = spanOf(month, zone)
  const settings = await aiSettings(db.connection(), workspace.id)
  const totals: Row | null = await db.from('ai_months').where({ workspace_id: workspace.id, month }).first()
  const calls = await callsOf(workspace.id, month)
  const unpriced = calls.filter((call) => call.cost_micros === null)
  return {
    month,
    since,
    until,
    currency: settings.currency,
    spentMicros: Number(totals?.spent_micros ?? 0),
    reservedMicros: Number(totals?.reserved_micros ?? 0),
    spentTokens: Number(totals?.spent_tokens ?? 0),
    reservedTokens: Number(totals?.reserved_tokens ?? 0),
    budgetMicros: settings.budgetMicros,
    budgetTokens: settings.budgetTokens,
    unpriced: { calls: unpriced.length, models: [...new Set(unpriced.map(({ model }) => String(model)))] },
    days: daysOf(calls, zone),
    purposes: sumsBy(calls, ({ purpose }) => String(purpose)).map(([purpose, sum]) => ({ purpose, ...sum })),
    models: sumsBy(calls, ({ model }) => String(model)).map(([model, sum]) => ({ model, ...sum })),
  }
}

const DAYS_SHOWN = 7

/** The last days of this month, those without a call as well. */
function daysOf(calls: Row[], zone: string): Usage['days'] {
  const sums = new Map(sumsBy(calls, (call) => dayOf(Number(call.created_at), zone)))
  return lastDays(clock.now(), zone, DAYS_SHOWN).map((day) => ({ day, ...(sums.get(day) ?? NO_CALLS) }))
}

const NO_CALLS: Sum = { calls: 0, tokens: 0, micros: 0 }

/** Made ones only; few columns, since a busy month has many. */
const callsOf = (workspaceId: string, month: string): Promise<Row[]> =>
  db
    .from('ai_calls')
    .where({ workspace_id: workspaceId, month })
    .whereIn('state', ['done', 'unknown'])
    .orderBy('id')
    .select('created_at', 'purpose', 'model', 'input_tokens', 'output_tokens', 'cost_micros')

function sumsBy(calls: Row[], by: (call: Row) => string): [string, Sum][] {
  const sums = new Map<string, Sum>()
  for (const call of calls) {
    const sum = sums.get(by(call)) ?? { calls: 0, tokens: 0, micros: 0 }
    sum.calls += 1
    sum.tokens += Number(call.input_tokens) + Number(call.output_tokens)
    sum.micros += Number(call.cost_micros ?? 0)
    sums.set(by(call), sum)
  }
  return [...sums]
}

const AT_ONCE = 30

export async function listCalls(
  workspaceId: string,
  before: string | null
): Promise<{ calls: CallLine[]; older: string | null }> {
  const query = db
    .from('ai_calls as a')
    .leftJoin('connections as c', 'c.id', 'a.connection_id')
    .where('a.workspace_id', workspaceId)
    .orderBy('a.id', 'desc')
    .limit(AT_ONCE + 1)
    .select('a.*', 'c.name as connection')
  if (before) query.where('a.id', '<', before)
  const rows: Row[] = await query
  const calls = rows.slice(0, AT_ONCE).map(lineOf)
  return { calls, older: rows.length > AT_ONCE ? (calls.at(-1)?.id ?? null) : null }
}

const lineOf = (row: Row): CallLine => ({
  id: String(row.id),
  at: Number(row.created_at),
  purpose: String(row.purpose),
  model: textOrNull(row.model),
  connection: textOrNull(row.connection),
  state: String(row.state),
  code: textOrNull(row.code),
  params: row.params === null ? {} : readJson<Params>(row.params),
  inputTokens: Number(row.input_tokens),
  cachedTokens: Number(row.cached_tokens),
  outputTokens: Number(row.output_tokens),
  costMicros: amountOrNull(row.cost_micros),
  currency: String(row.currency),
  tookMs: amountOrNull(row.took_ms),
  runId: textOrNull(row.run_id),
})
