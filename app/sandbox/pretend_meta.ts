import db from '@adonisjs/lucid/services/db'
import type { Connection } from '#app/connectors/connection'
import { clock, DAY } from '#app/clock'
import { insertNew } from '#app/database'
import { newId } from '#app/ids'
import type { ConversionReport, ConversionResult } from '#sdk/index'

/** Takes and refuses reports as Meta would, always for the same reasons, and keeps what it took. */
export async function judged(connection: Connection, reports: ConversionReport[]): Promise<ConversionResult[]> {
  const results = reports.map((report) => judge(report))
  const taken = reports.filter((_, index) => results[index].outcome === 'accepted')
  await insertNew(
    db.connection(),
    'sandbox_reports',
    taken.map((report) => ({
      id: newId('sandbox'),
      workspace_id: connection.workspaceId,
      connection_id: connection.id,
      event_id: report.eventId,
      report: JSON.stringify({
        eventName: report.eventName,
        value: report.value,
        path: report.path,
        occurredAt: report.occurredAt,
      }),
      created_at: clock.now(),
    }))
  )
  return results
}

/** As Meta calls them. */
const KEYS: Record<string, string> = { phone: 'ph', email: 'em' }

function judge(report: ConversionReport): ConversionResult {
  const { eventId } = report
  const refused = (code: string, message: string): ConversionResult => ({
    eventId,
    outcome: 'refused',
    code,
    message,
    traceId: null,
  })
  if (report.occurredAt < clock.now() - 7 * DAY) return refused('too_old', 'The event is older than seven days')
  if (report.eventName === 'Purchase' && !report.value)
    return refused('missing_value', 'A purchase needs a value and a currency')
  if (report.path === 'business_messaging' && !report.referral)
    return refused('missing_click_id', 'Business messaging events need a click id')
  const matchKeys = [
    ...new Set((report.person?.identities ?? []).map(({ kind }) => KEYS[kind] ?? kind)),
    ...(report.externalId ? ['external_id'] : []),
  ]
  if (matchKeys.length === 0) return refused('no_match_keys', 'Nothing in the event says who it is about')
  return { eventId, outcome: 'accepted', traceId: `sandbox-${eventId}`.slice(0, 60), warnings: [], matchKeys }
}
