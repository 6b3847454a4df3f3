import db from '@adonisjs/lucid/services/db'
import { readJson } from '#app/database'
import type { Money } from '#sdk/index'
import type { ReportState } from './report.ts'

export interface Period {
  /** Business time, epoch milliseconds. */
  since: number
  until: number
}

/** What was given back is not earned. */
const net = () => db.raw('sum(amount - refunded) as amount')

/** Revenue that messages brought, net of refunds, by currency, under the model that was in force when it was credited. */
export interface CreditedRevenue extends Money {
  conversions: number
}

export async function creditedRevenue(workspaceId: string, period: Period): Promise<CreditedRevenue[]> {
  const rows = await purchases(workspaceId, period)
    .whereNotNull('message_id')
    .select('currency')
    .select(net())
    .count('* as conversions')
    .groupBy('currency')
  return rows.map(revenueFrom)
}

/** The same for each message that brought any. */
export async function revenueByMessage(
  workspaceId: string,
  messageIds: string[]
): Promise<Map<string, CreditedRevenue[]>> {
  const rows = await db
    .from('conversions')
    .where({ workspace_id: workspaceId, kind: 'purchase' })
    .whereIn('message_id', messageIds)
    .select('message_id', 'currency')
    .select(net())
    .count('* as conversions')
    .groupBy('message_id', 'currency')
  return grouped(rows, (row) => row.message_id)
}

/** The same for each pipeline whose runs sent them. */
export async function revenueByPipeline(
  workspaceId: string,
  { since, until }: Period
): Promise<Map<string, CreditedRevenue[]>> {
  const rows = await db
    .from('conversions as c')
    .join('messages as m', 'm.id', 'c.message_id')
    .join('runs as r', 'r.id', 'm.run_id')
    .where({ 'c.workspace_id': workspaceId, 'c.kind': 'purchase' })
    .whereBetween('c.occurred_at', [since, until])
    .select('r.pipeline_id', 'c.currency')
    .select(db.raw('sum(c.amount - c.refunded) as amount'))
    .count('* as conversions')
    .groupBy('r.pipeline_id', 'c.currency')
  return grouped(rows, (row) => row.pipeline_id)
}

const purchases = (workspaceId: string, { since, until }: Period) =>
  db
    .from('conversions')
    .where({ workspace_id: workspaceId, kind: 'purchase' })
    .whereBetween('occurred_at', [since, until])

interface Sum {
  currency: string | null
  amount: unknown
  conversions: unknown
}

const revenueFrom = ({ currency, amount, conversions }: Sum): CreditedRevenue => ({
  amount: Number(amount ?? 0),
  currency: currency ?? '',
  conversions: Number(conversions),
})

function grouped<T extends Sum>(rows: T[], key: (row: T) => string): Map<string, CreditedRevenue[]> {
  return new Map([...Map.groupBy(rows, key)].map(([id, own]) => [id, own.map(revenueFrom)]))
}

/** Whether telling Meta works: what the Conversions page shows. */
export interface ReportingHealth {
  conversions: number
  reports: Record<ReportState, number>
  /** Refused, dropped and waiting reports by their reason. */
  reasons: { state: ReportState; code: string; count: number }[]
  /** Conversions nobody was told of, by their reason. */
  notReported: { state: 'organic' | 'withheld'; code: string; count: number }[]
  /** Times the same thing was told to us again, and dropped. */
  duplicates: number
  /** Of the latest accepted reports, the share that carried each kind of data: `{ em: 0.92 }`. */
  matchKeys: Record<string, number>
  oldestUnsent: { reportId: string; occurredAt: number } | null
}

export async function reportingHealth(workspaceId: string, period: Period): Promise<ReportingHealth> {
  const [conversions, reports, duplicates, matchKeys, oldestUnsent] = [
    await conversionCounts(workspaceId, period),
    await reportCounts(workspaceId, period),
    await duplicateCount(workspaceId, period),
    await matchShares(workspaceId, period),
    await oldest(workspaceId),
  ]
  return { ...conversions, ...reports, duplicates, matchKeys, oldestUnsent }
}

const inPeriod = (table: string, workspaceId: string, { since, until }: Period) =>
  db.from(table).where('workspace_id', workspaceId).whereBetween('occurred_at', [since, until])

async function conversionCounts(
  workspaceId: string,
  period: Period
): Promise<Pick<ReportingHealth, 'conversions' | 'notReported'>> {
  const rows = await inPeriod('conversions', workspaceId, period)
    .select('report_state', 'report_code')
    .count('* as count')
    .groupBy('report_state', 'report_code')
  const counted = rows.map((row) => ({
    state: row.report_state,
    code: row.report_code,
    count: Number(row.count),
  }))
  return { conversions: sum(counted), notReported: counted.filter(({ state }) => state !== 'reported') }
}

async function reportCounts(
  workspaceId: string,
  period: Period
): Promise<Pick<ReportingHealth, 'reports' | 'reasons'>> {
  const rows = await inPeriod('reports', workspaceId, period)
    .select('state', 'code')
    .count('* as count')
    .groupBy('state', 'code')
  const counted: { state: ReportState; code: string | null; count: number }[] = rows.map((row) => ({
    ...row,
    count: Number(row.count),
  }))
  const of = (state: ReportState) => sum(counted.filter((row) => row.state === state))
  return {
    reports: {
      pending: of('pending'),
      accepted: of('accepted'),
      refused: of('refused'),
      dropped: of('dropped'),
      gave_up: of('gave_up'),
    },
    reasons: counted.flatMap(({ state, code, count }) => (code ? [{ state, code, count }] : [])),
  }
}

async function duplicateCount(workspaceId: string, period: Period): Promise<number> {
  const [conversions] = await inPeriod('conversions', workspaceId, period).sum('duplicates as count')
  const [reports] = await inPeriod('reports', workspaceId, period).sum('duplicates as count')
  return Number(conversions?.count ?? 0) + Number(reports?.count ?? 0)
}

const SAMPLE = 500

/** From a sample, since JSON is not for counting in the database. */
async function matchShares(workspaceId: string, period: Period): Promise<Record<string, number>> {
  const rows = await inPeriod('reports', workspaceId, period)
    .where('state', 'accepted')
    .select('match_keys')
    .orderBy('occurred_at', 'desc')
    .limit(SAMPLE)
  const counts = new Map<string, number>()
  for (const key of rows.flatMap((row) => readJson<string[]>(row.match_keys)))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  return Object.fromEntries([...counts].map(([key, count]) => [key, count / rows.length]))
}

async function oldest(workspaceId: string): Promise<ReportingHealth['oldestUnsent']> {
  const row = await db
    .from('reports')
    .where({ workspace_id: workspaceId, state: 'pending' })
    .orderBy('occurred_at')
    .first()
  return row ? { reportId: row.id, occurredAt: Number(row.occurred_at) } : null
}

const sum = (rows: { count: number }[]): number => rows.reduce((total, { count }) => total + count, 0)
