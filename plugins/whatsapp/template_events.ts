import type { ParsedItem, TemplateStatus, TemplateStatusPayload } from '#sdk/index'
import { digest, instant, itemKey } from './keys.ts'
import type { WireChange, WireEntry, WireTemplateChange, WireValue } from './wire.ts'

const FIELDS = new Set([
  'message_template_status_update',
  'template_category_update',
  'message_template_quality_update',
])

/** Only approved templates can be sent; all that takes a template away without saying why is `disabled`. */
const STATUSES: Record<string, TemplateStatus> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  UNARCHIVED: 'approved',
  PENDING: 'in_review',
  IN_APPEAL: 'in_review',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
  PENDING_DELETION: 'disabled',
  DELETED: 'disabled',
  ARCHIVED: 'disabled',
  LOCKED: 'disabled',
  LIMIT_EXCEEDED: 'disabled',
}

export const templateStatus = (word: string | undefined): TemplateStatus | null => STATUSES[word ?? ''] ?? null

/** Webhooks write `en-US`, the API `en_US`; ours is BCP 47. */
export const languageTag = (language: string): string => language.replace('_', '-')

/** Only these fields carry template ids; an unknown future field with one must stay foreign. */
export const isTemplateField = ({ field, value }: WireChange): boolean =>
  FIELDS.has(field) && 'message_template_id' in value

export function templateItem(entry: WireEntry, value: WireValue): ParsedItem {
  const change = value as unknown as WireTemplateChange
  const id = String(change.message_template_id)
  return {
    account: entry.id,
    type: 'template.updated',
    key: itemKey(id, String(entry.time ?? ''), digest(JSON.stringify(value)).slice(0, 16)),
    subject: { kind: 'template', id },
    occurredAt: instant(entry.time),
    payload: payloadOf(id, change),
  }
}

function payloadOf(id: string, change: WireTemplateChange): TemplateStatusPayload {
  const language = change.message_template_language
  return {
    providerTemplateId: id,
    name: change.message_template_name ?? null,
    language: language ? languageTag(language) : null,
    status: templateStatus(change.event),
    ...reasonFor(change),
    // While a change of category is only announced, `new_category` is still the one in force.
    category: (change.new_category ?? change.message_template_category)?.toLowerCase() ?? null,
    quality: change.new_quality_score?.toLowerCase() ?? null,
  }
}

function reasonFor(change: WireTemplateChange): Pick<TemplateStatusPayload, 'reason' | 'detail'> {
  const { rejection_info: rejection, other_info: other, reason, event } = change
  if (change.correct_category)
    return { reason: 'category_change_announced', detail: change.correct_category.toLowerCase() }
  const told = reason && reason !== 'NONE' ? reason : other?.title
  const code = told ?? (['approved', 'in_review'].includes(templateStatus(event) ?? '') ? null : event)
  const detail = [rejection?.reason, rejection?.recommendation].filter(Boolean).join(' ') || other?.description
  return { reason: code?.toLowerCase() ?? null, detail: detail ?? null }
}
