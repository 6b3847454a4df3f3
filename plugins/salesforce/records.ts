import { asInstant, asText, moneyFromDecimal } from '#sdk/index'
import type { Json, Money, ParsedItem, Person } from '#sdk/index'
import { longId, personIn, recordIdentity } from './people.ts'
import { DEFAULT_PHONE_FIELD } from './schemas.ts'

/** A lead or an opportunity at one moment, as a poll reads it and as a flow sends it: under the same field names. */
export interface RecordNow {
  organizationId: string
  id: string
  /** `SystemModstamp`, epoch milliseconds. */
  at: number
  fields: Json
  /** It has just been made, by somebody else. */
  isNew: boolean
  /** Whose the opportunity is, where known. */
  person?: Person
}

export interface RecordSettings {
  phoneField: string
  qualifiedStatus: string | null
  currency: string | null
}

export const recordSettings = (settings: Record<string, unknown>): RecordSettings => ({
  phoneField: asText(settings.phoneField) ?? DEFAULT_PHONE_FIELD,
  qualifiedStatus: asText(settings.qualifiedStatus),
  currency: asText(settings.currency),
})

export const LEAD_FIELDS = ['Status', 'IsConverted', 'LeadSource']
export const OPPORTUNITY_FIELDS = ['Name', 'StageName', 'Amount', 'IsClosed', 'IsWon', 'ContactId']

export function leadItems(record: RecordNow, settings: RecordSettings): ParsedItem[] {
  const { organizationId, fields, at } = record
  const leadId = longId(record.id)
  const stage = asText(fields.Status)
  const payload = { leadId, source: asText(fields.LeadSource), stage }
  const person = personIn(fields, recordIdentity(organizationId, leadId), settings.phoneField)
  const common = { account: organizationId, subject: { kind: 'lead', id: leadId }, person, key: leadId }
  const isQualified = isTrue(fields.IsConverted) || (stage !== null && stage === settings.qualifiedStatus)
  return [
    ...(record.isNew ? [{ ...common, type: 'lead.created', occurredAt: createdAt(fields) ?? at, payload }] : []),
    ...(isQualified ? [{ ...common, type: 'lead.qualified', occurredAt: at, payload }] : []),
  ]
}

export function opportunityItems(record: RecordNow, settings: RecordSettings): ParsedItem[] {
  const { organizationId, fields, at, person } = record
  const dealId = longId(record.id)
  const payload = {
    dealId,
    title: asText(fields.Name),
    stage: asText(fields.StageName),
    value: valueOf(fields, settings.currency),
    version: at,
  }
  const common = {
    account: organizationId,
    subject: { kind: 'deal', id: dealId },
    occurredAt: at,
    payload,
    ...(person && { person }),
  }
  const closed = isTrue(fields.IsWon) ? 'deal.won' : isTrue(fields.IsClosed) ? 'deal.lost' : null
  return [
    { ...common, type: 'deal.updated', key: dealId, revision: String(at) },
    ...(closed ? [{ ...common, type: closed, key: dealId }] : []),
  ]
}

// Flows write what a formula says, which may be a text.
const isTrue = (value: unknown) => value === true || value === 'true'

export const createdAt = (fields: Json): number | null => asInstant(fields.CreatedDate)

/** Only orgs with several currencies say which one it is. */
function valueOf(fields: Json, fallback: string | null): Money | null {
  const amount = asText(fields.Amount)
  const currency = asText(fields.CurrencyIsoCode) ?? fallback
  if (amount === null || currency === null || !/^-?\d+(\.\d+)?$/.test(amount)) return null
  return moneyFromDecimal(amount, currency)
}
