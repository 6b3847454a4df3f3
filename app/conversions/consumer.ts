import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { note } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { creditFor } from './attribution.ts'
import { conversionRow } from './conversion_rows.ts'
import { reportsSomewhere } from './datasets.ts'
import { decide, workspaceOf } from './decisions.ts'
import { isBrowsing, SOURCE_TYPES } from './kinds.ts'
import type { Mapping } from './kinds.ts'
import { mappingsOf } from './mappings.ts'
import { outcomeOf } from './outcomes.ts'
import type { Outcome } from './outcomes.ts'
import { countDuplicate, queueReport } from './queueing.ts'

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
  const credit = await creditFor(trx, contactId, outcome.basisAt, workspace.settings)
  const { decision, referral } = await decide(trx, { workspace, contactId, mapping, outcome })
  if (isBrowsing(mapping.kind) && !decision.report && !credit) return

  const row = conversionRow({ event, mapping, outcome, credit, model: workspace.settings.attribution_model, decision })
  const [fresh] = await insertNew(trx, 'conversions', [row])
  if (!fresh) return countDuplicate(trx, 'conversions', { workspace_id: workspaceId, natural_key: row.natural_key })
  if (decision.report) await queueReport(trx, event, { conversionId: row.id, outcome, referral, decision })
  else if (kindMatters(mapping)) note(event, decision.code, { kind: mapping.kind })
}

/** A purchase that is not told to Meta says so on its event; for small steps that would be noise. */
const kindMatters = ({ kind }: Mapping): boolean => !isBrowsing(kind)
