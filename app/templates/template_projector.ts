import { clock } from '#app/clock'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Projector } from '#app/events/registry'
import type { TemplateStatusPayload } from '#sdk/index'
import { normalLanguage } from './variants.ts'

/** Keeps approvals in step with what the provider says of its templates. */
export const templateUpdates: Projector = {
  name: 'template_updates',
  types: ['template.updated'],
  async project(trx, events) {
    for (const event of events) if (event.connectionId) await keep(trx, event, event.connectionId)
  },
}

async function keep(trx: Trx, event: StoredEvent, connectionId: string): Promise<void> {
  const payload = event.payload as TemplateStatusPayload
  const approval = await approvalOf(trx, connectionId, payload)
  if (!approval) return

  const change: Row = {
    updated_at: clock.now(),
    provider_template_id: approval.provider_template_id ?? payload.providerTemplateId,
  }
  if (payload.category) change.category = payload.category.toLowerCase()
  if (payload.quality) change.quality = payload.quality.toLowerCase()
  // Webhooks have no order: what happened before the state we know of does not undo it.
  if (payload.status && event.occurredAt >= Number(approval.status_since)) {
    Object.assign(change, {
      status: payload.status,
      reason: payload.reason?.slice(0, 120) ?? null,
      detail: payload.detail ?? null,
      status_since: event.occurredAt,
    })
  }
  await trx.from('template_approvals').where('id', String(approval.id)).update(change)
}

/** By the provider's id; a template that was never answered to is known by name and language. */
async function approvalOf(trx: Trx, connectionId: string, payload: TemplateStatusPayload): Promise<Row | null> {
  const byId = await trx
    .from('template_approvals')
    .where({ connection_id: connectionId, provider_template_id: payload.providerTemplateId })
    .first()
  if (byId || !payload.name || !payload.language) return byId ?? null
  const named: Row[] = await trx
    .from('template_approvals')
    .where({ connection_id: connectionId, provider_name: payload.name })
  return named.find((row) => normalLanguage(String(row.language)) === normalLanguage(payload.language ?? '')) ?? null
}
