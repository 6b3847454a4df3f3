import { readJson } from '#app/database'
import type { Trx } from '#app/database'
import { DEFAULT_SETTINGS } from '#app/accounts/settings'
import type { Settings } from '#app/accounts/settings'
import type { Workspace } from '#app/accounts/workspace'
import { allows, consentsOf } from '#app/contacts/consent_states'
import { latestReferral } from '#app/contacts/referrals'
import type { StoredReferral } from '#app/contacts/referrals'
import type { ReportDecision } from './conversion_rows.ts'
import { datasetFor } from './datasets.ts'
import type { Mapping } from './kinds.ts'
import type { Outcome } from './outcomes.ts'
import { choosePath } from './path.ts'
import type { PathChoice } from './path.ts'

interface Deciding {
  workspace: Pick<Workspace, 'id' | 'kind'> & { settings: Settings }
  contactId: string | null
  mapping: Mapping
  outcome: Outcome
}

/** Whether, how and to whom an outcome is told, by what is known now. */
export async function decide(
  trx: Trx,
  { workspace, contactId, mapping, outcome }: Deciding
): Promise<{ decision: ReportDecision; referral: StoredReferral | null }> {
  const { settings } = workspace
  const since = outcome.basisAt - settings.attribution_click_window
  const referral = contactId ? await latestReferral(trx, contactId, since, outcome.basisAt) : null
  const consents = contactId ? await consentsToAds(trx, contactId) : false
  const choice = choosePath({ settings, mapping, outcome, referral, consents })
  return { decision: await withDataset(trx, workspace, choice), referral }
}

async function withDataset(
  trx: Trx,
  workspace: Pick<Workspace, 'id' | 'kind'>,
  choice: PathChoice
): Promise<ReportDecision> {
  if (!choice.report) return choice
  const dataset = await datasetFor(trx, workspace, choice.path)
  return dataset ? { ...choice, ...dataset } : { report: false, state: 'withheld', code: 'no_dataset' }
}

export async function workspaceOf(trx: Trx, id: string): Promise<Deciding['workspace']> {
  const row = await trx.from('workspaces').where('id', id).first()
  return {
    id,
    kind: row.kind,
    settings: { ...DEFAULT_SETTINGS, ...readJson<Partial<Settings>>(row.settings) },
  }
}

/** A yes to marketing on any channel, and on none of them a no that came later. */
export async function consentsToAds(trx: Trx, contactId: string): Promise<boolean> {
  const marketing = (await consentsOf(trx, contactId)).filter(({ purpose }) => purpose === 'marketing')
  const latest = marketing.filter(({ state }) => state !== 'asked').sort((a, b) => b.since - a.since)[0]
  return allows(latest ?? null)
}
