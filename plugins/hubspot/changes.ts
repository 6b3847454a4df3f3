import type { Identity, Money, ParsedItem, Person } from '#sdk/index'
import { CONTACT_KEY } from './paths.ts'

export type ObjectKind = 'contact' | 'deal'

/** One object of one portal at one moment, epoch milliseconds. */
export interface About {
  account: string
  object: ObjectKind
  objectId: string
  at: number
}

/** One property that took a new value: all that a webhook tells, and one entry of a property's history. */
export interface PropertyChange extends About {
  property: string
  value: string
}

/** What is known beside the change, where the record was read: a change is the same one however much is told with it. */
export interface Beside {
  person?: Person
  title?: string | null
  value?: Money | null
  stage?: string | null
}

/** Lifecycle stages that make a lead a qualified one. */
const QUALIFIED = ['salesqualifiedlead', 'opportunity']
/** Ids of HubSpot's own pipeline; those that people make have numbers, and close by `hs_is_closed_won` or `_lost` alone. */
const WON = 'closedwon'
const LOST = 'closedlost'

/** Contact properties that say something of the person. */
const PERSONAL: Record<string, (value: string) => Partial<Person>> = {
  [CONTACT_KEY]: phone,
  phone,
  mobilephone: phone,
  hs_whatsapp_phone_number: phone,
  email: (value) => ({ identities: [{ kind: 'email', value }] }),
  firstname: (firstName) => ({ firstName }),
  lastname: (lastName) => ({ lastName }),
  company: (company) => ({ company }),
  city: (city) => ({ city }),
  zip: (postalCode) => ({ postalCode }),
}

function phone(value: string): Partial<Person> {
  return { identities: [{ kind: 'phone', value }] }
}

export const CONTACT_PROPERTIES = [...Object.keys(PERSONAL), 'lifecyclestage']
/** HubSpot works these out of the stage, so they change together with it. */
const CALCULATED = ['hs_is_closed_won', 'hs_is_closed_lost']
export const DEAL_PROPERTIES = ['dealname', 'amount', 'dealstage', ...CALCULATED]

/** HubSpot's own id of the person, which joins all that is told of them. */
export const contactIdentity = (account: string, contactId: string): Identity => ({
  kind: 'crm_contact',
  value: contactId,
  issuer: account,
})

export function contactItems(change: PropertyChange, beside: Beside = {}): ParsedItem[] {
  const { account, objectId, property, value } = change
  const own = contactIdentity(account, objectId)
  if (property === 'lifecyclestage') {
    if (!QUALIFIED.includes(value)) return []
    const person = beside.person ?? { identities: [own] }
    return [
      {
        ...base(change),
        type: 'lead.qualified',
        key: objectId,
        payload: { leadId: objectId, source: null, stage: value },
        person,
      },
    ]
  }
  const says = Object.hasOwn(PERSONAL, property) ? PERSONAL[property] : undefined
  if (!says) return []
  const part = value === '' ? {} : says(value)
  const person = beside.person ?? { ...part, identities: [own, ...(part.identities ?? [])] }
  return [
    {
      ...base(change),
      type: 'customer.updated',
      key: keyOf(change),
      revision: String(change.at),
      payload: { customerId: objectId, version: change.at },
      person,
    },
  ]
}

/** Every wanted change is a `deal.updated`; one that closes the deal is its milestone, too. */
export function dealItems(change: PropertyChange, beside: Beside = {}): ParsedItem[] {
  const { objectId, property, at } = change
  if (!DEAL_PROPERTIES.includes(property)) return []
  const said = (name: string) => (property === name && change.value !== '' ? change.value : null)
  const common = { ...base(change), ...(beside.person ? { person: beside.person } : {}) }
  const payload = dealPayload({ dealId: objectId, title: said('dealname'), stage: said('dealstage'), at }, beside)

  const closed = closedBy(change)
  return [
    ...(CALCULATED.includes(property)
      ? []
      : [{ ...common, type: 'deal.updated', key: keyOf(change), revision: String(at), payload }]),
    ...(closed ? [{ ...common, type: closed, key: objectId, payload }] : []),
  ]
}

/** What the change itself says comes before what the record said later. */
export const dealPayload = (
  told: { dealId: string; title?: string | null; stage?: string | null; at: number | null },
  beside: Beside
) => ({
  dealId: told.dealId,
  title: told.title ?? beside.title ?? null,
  stage: told.stage ?? beside.stage ?? null,
  value: beside.value ?? null,
  version: told.at,
})

function closedBy({ property, value }: PropertyChange): 'deal.won' | 'deal.lost' | null {
  const told = `${property}=${value}`
  if (told === `dealstage=${WON}` || told === 'hs_is_closed_won=true') return 'deal.won'
  return told === `dealstage=${LOST}` || told === 'hs_is_closed_lost=true' ? 'deal.lost' : null
}

const NOUN = { contact: 'lead', deal: 'deal' }

export const base = ({ account, object, objectId, at }: About) => ({
  account,
  subject: { kind: NOUN[object], id: objectId },
  occurredAt: at,
})

const keyOf = ({ objectId, at, property }: PropertyChange) => `${objectId}:${at}:${property}`.slice(0, 190)
