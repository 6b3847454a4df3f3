import { clock, DAY, MINUTE, SECOND } from '#app/clock'
import { readJson, transaction } from '#app/database'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { markHealth } from '#app/connectors/health'
import { connectors } from '#app/connectors/registry'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import type { ConversionReport, ConversionResult, ConversionsRole } from '#sdk/index'
import type { ReportDetails } from './conversion_rows.ts'
import { failedWith } from './report_failures.ts'
import type { ReportFailure } from './report_failures.ts'
import { reportedPeople } from './reported_people.ts'
import type { ReportPath } from './kinds.ts'

/** A report as the sender sees it. */
export interface ReportRow extends ClaimedRow {
  connection_id: string
  contact_id: string | null
  path: ReportPath
  event_name: string
  event_id: string
  occurred_at: number
  details: string
}

const BATCH = 100
const LOOK_AGAIN_AFTER = 15 * MINUTE
/** Where no connector says how old is too old. */
const MAX_AGE = 7 * DAY

export function registerReportSender(): void {
  registerWork<ReportRow>({
    name: 'reports',
    table: 'reports',
    states: ['pending'],
    lanes: ['default'],
    batch: BATCH,
    // A refused batch is halved until the bad one is found, which takes a call for each half.
    leaseFor: 5 * MINUTE,
    perOwner: { column: 'connection_id', limit: BATCH },
    handle: sendReports,
    giveUp: (row) => transaction((trx) => finish(trx, 'reports', row, settled(row, 'gave_up', { code: 'crashed' }))),
  })
}

/** Datasets do not wait for one another, nor fall ill together. */
export async function sendReports(rows: ReportRow[]): Promise<void> {
  const connections = await Connection.query().whereIn('id', [...new Set(rows.map((row) => row.connection_id))])
  for (const [id, own] of Map.groupBy(rows, (row) => row.connection_id)) {
    await sendOwn(own, connections.find((connection) => connection.id === id) ?? null)
  }
}

async function sendOwn(rows: ReportRow[], connection: Connection | null): Promise<void> {
  const role = connection && (await connectors.implementation(connection.connector)).conversions
  const fresh = await dropOld(rows, role?.maxAge ?? MAX_AGE)
  if (!connection?.working || !role) return postpone(fresh, { code: 'connection_not_working', wait: LOOK_AGAIN_AFTER })

  for (let at = 0; at < fresh.length; at += role.batchSize)
    await sendBatch(fresh.slice(at, at + role.batchSize), connection, role)
}

/** One event too old would refuse the whole call; and a week later nobody learns from it. */
async function dropOld(rows: ReportRow[], maxAge: number): Promise<ReportRow[]> {
  const old = rows.filter((row) => Number(row.occurred_at) < clock.now() - maxAge)
  await inOne(old, (row) => settled(row, 'dropped', { code: 'too_old' }))
  return rows.filter((row) => !old.includes(row))
}

async function sendBatch(rows: ReportRow[], connection: Connection, role: ConversionsRole): Promise<void> {
  if (rows.length === 0) return
  const batch = await reportsFrom(rows)
  try {
    await keep(rows, await role.report(await contextFor(connection), batch))
  } catch (error) {
    const failure = failedWith(error, Math.max(...rows.map((row) => row.attempts)))
    if (!failure) throw error
    await postpone(rows, failure)
    // Only this dataset stops; its reports wait until somebody has connected it again.
    if (failure.breaks) await markHealth(connection, 'broken', { code: failure.code })
  }
}

async function reportsFrom(rows: ReportRow[]): Promise<ConversionReport[]> {
  const people = await reportedPeople([...new Set(rows.flatMap((row) => row.contact_id ?? []))])
  return rows.map((row) => {
    const who = row.contact_id ? people.get(row.contact_id) : undefined
    return {
      ...readJson<ReportDetails>(row.details),
      eventId: row.event_id,
      eventName: row.event_name,
      occurredAt: Number(row.occurred_at),
      path: row.path,
      person: who?.person ?? null,
      externalId: who?.externalId ?? null,
    }
  })
}

async function keep(rows: ReportRow[], results: ConversionResult[]): Promise<void> {
  const byId = new Map(results.map((result) => [result.eventId, result]))
  await inOne(rows, (row) => changeFor(row, byId.get(row.event_id)))
}

function changeFor(row: ReportRow, result: ConversionResult | undefined): Record<string, unknown> {
  if (!result) return later({ code: 'no_answer', wait: MINUTE })
  if (result.outcome === 'deferred')
    return later({ code: 'provider_unavailable', wait: result.retryAfter ?? 30 * SECOND })
  if (result.outcome === 'refused')
    return settled(row, 'refused', { code: result.code, detail: result.message, trace_id: result.traceId })
  const { warnings, matchKeys, traceId } = result
  return settled(row, 'accepted', {
    code: null,
    trace_id: traceId,
    warnings: JSON.stringify(warnings),
    match_keys: JSON.stringify(matchKeys),
  })
}

/** Browser facts are kept only until they have been told. */
function settled(row: ReportRow, state: string, change: Record<string, unknown>): Record<string, unknown> {
  const { client: _, ...details } = readJson<ReportDetails>(row.details)
  const now = clock.now()
  return {
    ...change,
    state,
    due_at: null,
    settled_at: now,
    updated_at: now,
    details: JSON.stringify({ ...details, client: null }),
  }
}

/** Waits are machine time, and `due_at` is business time. */
const later = ({ code, wait }: ReportFailure): Record<string, unknown> => ({
  code,
  due_at: clock.now() + wait * clock.factor,
  updated_at: clock.now(),
})

const postpone = (rows: ReportRow[], failure: ReportFailure): Promise<void> => inOne(rows, () => later(failure))

async function inOne(rows: ReportRow[], change: (row: ReportRow) => Record<string, unknown>): Promise<void> {
  if (rows.length === 0) return
  await transaction(async (trx) => {
    for (const row of rows) await finish(trx, 'reports', row, change(row))
  })
}
