import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import { connectors } from '#app/connectors/registry'
import { eventFromRow } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import type { ConsentPayload } from '#sdk/index'
import type { ReportDecision } from './conversion_rows.ts'
import { reportsSomewhere } from './datasets.ts'
import { consentsToAds, decide, workspaceOf } from './decisions.ts'
import { mappingsOf } from './mappings.ts'
import { outcomeOf } from './outcomes.ts'
import { queueReport } from './queueing.ts'

const MOST = 100
const HELD = 'no_consent_for_ads'

/**
 * What was held back for want of a consent is decided on anew when the person gives one: told if the vendor still takes
 * it, and else settled for good.
 */
export const releasingConsumer: Consumer = {
  name: 'conversion_releases',
  listens: (trx, { type, payload, workspaceId }) =>
    (type === 'consent.granted' || type === 'consent.confirmed') &&
    (payload as ConsentPayload).purpose === 'marketing' &&
    reportsSomewhere(trx, workspaceId),
  async consume(trx, event) {
    if (!event.contactId || !(await consentsToAds(trx, event.contactId))) return
    for (const conversion of await heldBack(trx, event.workspaceId, event.contactId)) await release(trx, conversion)
  },
}

const heldBack = (trx: Trx, workspaceId: string, contactId: string): Promise<Row[]> =>
  trx
    .from('conversions')
    .where({ workspace_id: workspaceId, contact_id: contactId, report_state: 'withheld', report_code: HELD })
    .orderBy('occurred_at', 'desc')
    .limit(MOST)

async function release(trx: Trx, conversion: Row): Promise<void> {
  const source: Row | null = await trx.from('events').where('id', String(conversion.event_id)).first()
  // The event has been cleared away: it is older than any vendor takes.
  if (!source) return settle(trx, conversion, { state: 'withheld', code: 'consent_too_late' })

  const event: StoredEvent = { ...eventFromRow(source), contactId: String(conversion.contact_id) }
  const mapping = (await mappingsOf(trx, event.workspaceId)).find(
    ({ eventType, kind }) => eventType === event.type && kind === conversion.kind
  )
  const outcome = mapping && outcomeOf(event, mapping.kind)
  if (!outcome || !mapping.enabled) return
  const workspace = await workspaceOf(trx, event.workspaceId)
  const { decision, referral } = await decide(trx, { workspace, contactId: event.contactId, mapping, outcome })
  if (!decision.report) return settle(trx, conversion, decision)
  if (outcome.occurredAt < clock.now() - (await maxAgeOf(decision)))
    return settle(trx, conversion, { state: 'withheld', code: 'consent_too_late' })

  const now = clock.now()
  await trx
    .from('conversions')
    .where('id', String(conversion.id))
    .update({ report_state: 'reported', report_code: null, released_at: now, updated_at: now })
  await queueReport(trx, event, { conversionId: String(conversion.id), outcome, referral, decision })
}

async function settle(trx: Trx, { id }: Row, { state, code }: { state: string; code: string }): Promise<void> {
  await trx
    .from('conversions')
    .where('id', String(id))
    .update({ report_state: state, report_code: code, updated_at: clock.now() })
}

async function maxAgeOf({ connector }: ReportDecision & { report: true }): Promise<number> {
  const { conversions } = await connectors.implementation(connector)
  return conversions?.maxAge ?? 0
}
