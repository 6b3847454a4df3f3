import { clock } from '#app/clock'
import { naturalKey, newId } from '#app/ids'
import type { StoredReferral } from '#app/contacts/referrals'
import type { StoredEvent } from '#app/events/event'
import type { ConversionReport } from '#sdk/index'
import type { Credit } from './attribution.ts'
import type { Dataset } from './datasets.ts'
import type { Mapping } from './kinds.ts'
import type { Outcome } from './outcomes.ts'
import type { PathChoice } from './path.ts'

/** What was decided about telling Meta. */
export type ReportDecision = (Extract<PathChoice, { report: true }> & Dataset) | Extract<PathChoice, { report: false }>

/** Whatever a report needs beside the person, who is read when it leaves. */
export type ReportDetails = Pick<ConversionReport, 'value' | 'orderId' | 'items' | 'client' | 'referral'>

interface Converted {
  event: StoredEvent
  mapping: Mapping
  outcome: Outcome
  credit: Credit | null
  model: string
  decision: ReportDecision
}

export function conversionRow({ event, mapping, outcome, credit, model, decision }: Converted) {
  const now = clock.now()
  return {
    id: newId('conversion'),
    workspace_id: event.workspaceId,
    natural_key: naturalKey(mapping.kind, outcome.id),
    kind: mapping.kind,
    outcome_id: naturalKey(outcome.id),
    event_id: event.id,
    event_type: event.type,
    contact_id: event.contactId,
    amount: outcome.value?.amount ?? null,
    currency: outcome.value?.currency ?? null,
    refunded: outcome.refunded,
    occurred_at: outcome.occurredAt,
    basis_at: outcome.basisAt,
    model,
    ...creditColumns(credit),
    report_state: decision.report ? 'reported' : decision.state,
    report_code: decision.report ? null : decision.code,
    lane: 'default',
    state: 'settled',
    due_at: null,
    created_at: now,
    updated_at: now,
  }
}

export const creditColumns = (credit: Credit | null) => ({
  credited_by: credit?.by ?? null,
  message_id: credit?.messageId ?? null,
  touched_at: credit?.touchedAt ?? null,
})

export function reportRow(
  event: StoredEvent,
  {
    conversionId,
    outcome,
    referral,
    decision,
  }: {
    conversionId: string
    outcome: Outcome
    referral: StoredReferral | null
    decision: ReportDecision & { report: true }
  }
) {
  const now = clock.now()
  const viaAd = decision.path === 'business_messaging'
  const details: ReportDetails = {
    value: outcome.value,
    orderId: outcome.orderId,
    items: outcome.items,
    client: viaAd ? null : outcome.client,
    referral:
      viaAd && referral?.clickId && referral.account
        ? { clickId: referral.clickId, channelAccount: referral.account }
        : null,
  }
  const eventId = naturalKey(decision.eventId)
  return {
    id: newId('report'),
    workspace_id: event.workspaceId,
    conversion_id: conversionId,
    connection_id: decision.connectionId,
    contact_id: event.contactId,
    dataset: decision.dataset,
    natural_key: naturalKey(decision.eventName, eventId),
    path: decision.path,
    event_name: decision.eventName,
    event_id: eventId,
    occurred_at: outcome.occurredAt,
    details: JSON.stringify(details),
    lane: 'default',
    state: 'pending',
    due_at: now,
    created_at: now,
    updated_at: now,
  }
}
