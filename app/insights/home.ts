import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { connectors } from '#app/connectors/registry'
import { clock, DAY } from '#app/clock'
import type { Row } from '#app/database'
import { creditedRevenue } from '#app/conversions/figures'
import { daysBefore, periodOf } from './periods.ts'
import type { PeriodName, Span } from './periods.ts'
import type { Params } from '#app/http/json'

const BARS = 14
const LOOKED_AT = 7 * DAY

/** Revenue that messages brought, in the workspace's own currency, beside the period before. */
export async function revenueFigures(workspace: Workspace, name: PeriodName) {
  const { span, before } = periodOf(name, clock.now(), workspace.timezone)
  const [now, then] = [await creditedRevenue(workspace.id, span), await creditedRevenue(workspace.id, before)]
  const own = (list: typeof now) => list.find(({ currency }) => currency === workspace.currency)
  const earlier = own(then)?.amount ?? 0
  return {
    amount: own(now)?.amount ?? 0,
    currency: workspace.currency,
    orders: now.reduce((sum, { conversions }) => sum + conversions, 0),
    others: now.filter(({ currency }) => currency !== workspace.currency),
    trend: earlier > 0 ? ((own(now)?.amount ?? 0) - earlier) / earlier : null,
    model: workspace.setting('attribution_model'),
  }
}

/** One bar for each of the last fourteen days. */
export async function revenueBars(workspace: Workspace): Promise<{ day: number; amount: number }[]> {
  const days = daysBefore(clock.now(), workspace.timezone, BARS)
  const cases = days
    .slice(1)
    .map((start, index) => `when occurred_at < ${start} then ${index}`)
    .join(' ')
  const rows: Row[] = await db
    .from('conversions')
    .where({ workspace_id: workspace.id, kind: 'purchase', currency: workspace.currency })
    .whereNotNull('message_id')
    .where('occurred_at', '>=', days[0])
    .select(db.raw(`case ${cases} else ${BARS - 1} end as day`))
    .select(db.raw('sum(amount - refunded) as amount'))
    .groupBy('day')
  const amounts = new Map(rows.map((row) => [Number(row.day), Number(row.amount)]))
  // Told by its noon, which is the same date wherever the page is read.
  return days.map((start, index) => ({ day: start + DAY / 2, amount: amounts.get(index) ?? 0 }))
}

export async function messageFigures(workspaceId: string, span: Span) {
  const rows: Row[] = await db
    .from('messages')
    .where({ workspace_id: workspaceId, direction: 'out' })
    .whereBetween('created_at', [span.since, span.until])
    .select('state')
    .count('* as count')
    .groupBy('state')
  const of = (...states: string[]) =>
    rows.filter((row) => states.includes(String(row.state))).reduce((sum, row) => sum + Number(row.count), 0)
  return {
    sent: of('sent', 'delivered', 'read'),
    delivered: of('delivered', 'read'),
    read: of('read'),
    refused: of('refused', 'expired'),
    failed: of('failed'),
    unknown: of('unknown'),
  }
}

/** One thing to look at: what, how often, and where it is mended. */
export interface Trouble {
  kind: 'connection' | 'message' | 'run' | 'report'
  id: string
  name: string | null
  code: string | null
  params: Params
  count: number
  href: string
}

/** What a person should look at: broken connections, and what failed in the last week, by reason. */
export async function troubles(workspaceId: string): Promise<Trouble[]> {
  const since = clock.now() - LOOKED_AT
  const connections: Row[] = await db
    .from('connections')
    .where('workspace_id', workspaceId)
    .whereIn('state', ['broken', 'needs_attention'])
    .orderBy('id')
  const messages: Row[] = await db
    .from('messages')
    .where({ workspace_id: workspaceId, direction: 'out' })
    .whereIn('state', ['failed', 'unknown'])
    .where('created_at', '>=', since)
    .select('state', 'code')
    .count('* as count')
    .groupBy('state', 'code')
  const runs: Row[] = await db
    .from('runs as r')
    .join('pipelines as p', 'p.id', 'r.pipeline_id')
    .where('r.workspace_id', workspaceId)
    .whereIn('r.state', ['failed', 'gave_up'])
    .where('r.ended_at', '>=', since)
    .select('r.pipeline_id', 'p.name', 'r.code')
    .count('* as count')
    .groupBy('r.pipeline_id', 'p.name', 'r.code')
  const reports: Row[] = await db
    .from('reports')
    .where('workspace_id', workspaceId)
    .whereIn('state', ['refused', 'gave_up'])
    .where('occurred_at', '>=', since)
    .select('state', 'code')
    .count('* as count')
    .groupBy('state', 'code')

  return [
    ...connections.map((row): Trouble => {
      const reason = row.reason ? (JSON.parse(String(row.reason)) as { code: string; params?: Params }) : null
      return {
        kind: 'connection',
        id: String(row.id),
        name: String(row.name),
        code: reason?.code ?? null,
        params: reason?.params ?? {},
        count: 1,
        href: `/connections/${row.id}`,
      }
    }),
    ...messages.map((row): Trouble => ({
      ...counted(row),
      kind: 'message',
      id: `message ${row.state} ${row.code}`,
      name: null,
      href: `/messages?state=${row.state}`,
    })),
    ...runs.map((row): Trouble => ({
      ...counted(row),
      kind: 'run',
      id: `${row.pipeline_id} ${row.code}`,
      name: String(row.name),
      href: `/runs?pipeline=${row.pipeline_id}&state=attention`,
    })),
    ...reports.map((row): Trouble => ({
      ...counted(row),
      kind: 'report',
      id: `report ${row.state} ${row.code}`,
      name: null,
      href: '/conversions',
    })),
  ]
}

const counted = (row: Row) => ({ code: row.code ? String(row.code) : null, params: {}, count: Number(row.count) })

/** How the connections are, for one card. */
export async function connectionFigures(workspaceId: string) {
  const rows: Row[] = await db
    .from('connections')
    .where('workspace_id', workspaceId)
    .whereNot('state', 'not_connected')
    .select('connector', 'state')
    .count('* as count')
    .groupBy('connector', 'state')
  const total = rows.reduce((sum, row) => sum + Number(row.count), 0)
  const healthy = rows.filter((row) => row.state === 'healthy').reduce((sum, row) => sum + Number(row.count), 0)
  const roles = rows.flatMap((row) => {
    const manifest = connectors.get(String(row.connector))
    const isReal = manifest?.id !== 'sandbox'
    return isReal ? (manifest?.roles ?? []) : []
  })
  return { total, healthy, roles: [...new Set(roles)] }
}

/** The first steps of a new workspace, in the order in which they make sense. */
export async function setUpTasks(workspace: Workspace, roles: string[]) {
  const published = await db
    .from('pipelines')
    .where('workspace_id', workspace.id)
    .whereNotNull('version_id')
    .select('id')
    .first()
  const tried = await db.from('runs').where('workspace_id', workspace.id).select('id').first()
  const members: Row[] = await db.from('members').where('workspace_id', workspace.id).count('* as count')
  const owners: Row[] = await db
    .from('organization_members')
    .where('organization_id', workspace.organizationId)
    .count('* as count')
  return [
    { key: 'shop', done: roles.includes('commerce'), href: '/connections' },
    { key: 'number', done: roles.includes('channel'), href: '/connections' },
    { key: 'pipeline', done: Boolean(published), href: '/pipelines/new' },
    { key: 'try', done: Boolean(tried), href: '/developers/sandbox' },
    { key: 'conversions', done: roles.includes('conversions'), href: '/conversions/setup' },
    { key: 'colleague', done: Number(members[0].count) + Number(owners[0].count) > 1, href: '/settings/members' },
  ]
}
