import { asText, required } from '#sdk/index'
import type { Json, ParsedItem } from '#sdk/index'
import { base, contactIdentity, dealPayload } from './changes.ts'
import type { About, Beside } from './changes.ts'

/** A contact that is new is a lead; a deal that is new has changed for the first time. */
export function createdItem(about: About, beside: Beside & { source?: string | null } = {}): ParsedItem {
  const { account, object, objectId, at } = about
  if (object === 'contact') {
    const person = beside.person ?? { identities: [contactIdentity(account, objectId)] }
    return {
      ...base(about),
      type: 'lead.created',
      key: objectId,
      payload: { leadId: objectId, source: beside.source ?? null, stage: null },
      person,
    }
  }
  return {
    ...base(about),
    type: 'deal.updated',
    key: `${objectId}:${at}:created`,
    revision: String(at),
    payload: dealPayload({ dealId: objectId, at }, beside),
    ...(beside.person ? { person: beside.person } : {}),
  }
}

/** Somebody was deleted in HubSpot for good, as the law of privacy asks. */
export function erasureItem(about: About): ParsedItem {
  const { account, objectId, at } = about
  const person = { identities: [contactIdentity(account, objectId)] }
  return {
    ...base(about),
    type: 'customer.erasure_requested',
    key: `${objectId}:${at}`,
    payload: { customerId: objectId },
    person,
  }
}

/** A contact was put on a deal: the one webhook that says whose a deal is. */
export function associationItem(event: Json, { account, at }: { account: string; at: number }): ParsedItem[] {
  const type = asText(event.associationType)
  if (event.associationRemoved === true || (type !== 'CONTACT_TO_DEAL' && type !== 'DEAL_TO_CONTACT')) return []
  const from = required(asText(event.fromObjectId), 'fromObjectId')
  const to = required(asText(event.toObjectId), 'toObjectId')
  const [contactId, objectId] = type === 'CONTACT_TO_DEAL' ? [from, to] : [to, from]
  const person = { identities: [contactIdentity(account, contactId)] }
  return [
    {
      ...base({ account, object: 'deal', objectId, at }),
      type: 'deal.updated',
      key: `${objectId}:${at}:contact:${contactId}`,
      revision: String(at),
      payload: dealPayload({ dealId: objectId, at }, {}),
      person,
    },
  ]
}

/** No canonical event means this; it is kept and shown. */
export function foreignItem(event: Json, what: 'deleted' | 'restored' | 'merged', about: About): ParsedItem {
  const { object, objectId, at } = about
  const merged = Array.isArray(event.mergedObjectIds) ? event.mergedObjectIds.flatMap((id) => asText(id) ?? []) : []
  const type = `hubspot.${object}_${what}`
  return {
    ...base(about),
    type,
    key: `${objectId}:${at}`,
    payload: { objectId, ...(merged.length > 0 ? { mergedObjectIds: merged } : {}) },
  }
}
