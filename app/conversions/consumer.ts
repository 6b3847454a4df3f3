import { asCount } from '#app/work/claim'
import { insertNew, readJson } from '#app/database'
import type { Trx } from '#app/database'
import { DEFAULT_SETTINGS } from '#app/accounts/settings'
import type { Settings } from '#app/accounts/settings'
import type { Workspace } from '#app/accounts/workspace'
import { allows, consentsOf } from '#app/contacts/consent_states'
import { latestReferral } from '#app/contacts/referrals'
import type { StoredReferral } from '#app/contacts/referrals'
import { note } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { bell } from '#app/work/bell'
import { creditFor } from './attribution.ts'
import { conversionRow, reportRow } from './conversion_rows.ts'
import type { ReportDecision } from './conversion_rows.ts'
import { datasetFor, reportsSomewhere } from './datasets.ts'
import { isBrowsing, SOURCE_TYPES } from './kinds.ts'
import type { Mapping } from './kinds.ts'
import { mappingsOf } from './mappings.ts'
import { outcomeOf } from './outcomes.ts'
import type { Outcome } from './outcomes.ts'
import { choosePath } from './path.ts'

const SOURCES = new Set(SOURCE_TYPES)
/** Alone these are not worth a look where nobody is told of them. */
const BROWSING_TYPES = new Set(['cart.updated', 'payment.requested'])

export const conversionsConsumer: Consumer = {
  name: 'conversions',
  listens: (trx, event) => {
    if (!SOURCES.has(event.type) || event.historic) return false
    return BROWSING_TYPES.has(event.type) ? reportsSomewhere(trx, event.workspaceId) : true
  },
  async consume(trx, event) {
    for (const mapping of await mappingsOf(trx, event.workspaceId)) {
      if (mapping.eventType !== event.type || !mapping.enabled) continue
      const outcome = outcomeOf(event, mapping.kind)
      if (outcome) await convert(trx, event, mapping, outcome)
    }
  },
}

async function convert(trx: Trx, event: StoredEvent, mapping: Mapping, outcome: Outcome): Promise<void> {
  const { workspaceId, contactId } = event
  const workspace = await workspaceOf(trx, workspaceId)
  const { settings } = workspace
  const credit = await creditFor(trx, contactId, outcome.basisAt, settings)
  const since = outcome.basisAt - settings.attribution_click_window
  const referral = contactId ? await latestReferral(trx, contactId, since, outcome.basisAt) : null
  const consents = contactId ? await consentsToAds(trx, contactId) : false
  const decision = await decided(trx, workspace, choosePath({ settings, mapping, outcome, referral, consents }))
  if (isBrowsing(mapping.kind) && !decision.report && !credit) return

  const row = conversionRow({ event, mapping, outcome, credit, model: settings.attribution_model, decision })
  const [fresh] = await insertNew(trx, 'conversions', [row])
  if (!fresh) return countDuplicate(trx, 'conversions', { workspace_id: workspaceId, natural_key: row.natural_key })
  if (decision.report) await queueReport(trx, event, { conversionId: row.id, outcome, referral, decision })
  else if (kindMatters(mapping)) note(event, decision.code, { kind: mapping.kind })
}

/** A purchase that is not told to Meta says so on its event; for small steps that would be noise. */
const kindMatters = ({ kind }: Mapping): boolean => !isBrowsing(kind)

async function decided(
  trx: Trx,
  workspace: Pick<Workspace, 'id' | 'kind'>,
  choice: ReturnType<typeof choosePath>
): Promise<ReportDecision> {
  if (!choice.report) return choice
  const dataset = await datasetFor(trx, workspace, choice.path)
  return dataset ? { ...choice, ...dataset } : { report: false, state: 'withheld', code: 'no_dataset' }
}

interface Queueing {
  conversionId: string
  outcome: Outcome
  referral: StoredReferral | null
  decision: ReportDecision & { report: true }
}

async function queueReport(trx: Trx, event: StoredEvent, queueing: Queueing): Promise<void> {
  const row = reportRow(event, queueing)
  const [fresh] = await insertNew(trx, 'reports', [row])
  // Another conversion was told under the same id: the shop's pattern names one order for both.
  if (!fresh) return countDuplicate(trx, 'reports', { dataset: row.dataset, natural_key: row.natural_key })
  trx.after('commit', () => bell.ring('default', 'reports'))
}

async function countDuplicate(trx: Trx, table: string, where: Record<string, string>): Promise<void> {
  asCount(await trx.from(table).where(where).increment('duplicates', 1))
}

async function workspaceOf(trx: Trx, id: string): Promise<{ id: string; kind: Workspace['kind']; settings: Settings }> {
  const row = await trx.from('workspaces').where('id', id).first()
  return {
    id,
    kind: row.kind,
    settings: { ...DEFAULT_SETTINGS, ...readJson<Partial<Settings>>(row.settings) },
  }
}

/** A yes to marketing on any channel, and on none of them a no that came later. */
async function consentsToAds(trx: Trx, contactId: string): Promise<boolean> {
  const marketing = (await consentsOf(trx, contactId)).filter(({ purpose }) => purpose === 'marketing')
  const latest = marketing.filter(({ state }) => state !== 'asked').sort((a, b) => b.since - a.since)[0]
  return allows(latest ?? null)
}
