import type { EmittedEvent, ParsedItem } from '#sdk/index'

const PORTAL = '48112233'
const CONTACT = '70112233445'
const DEAL = '90011223344'
const AT = 1_795_168_790_010

const person = {
  identities: [
    { kind: 'crm_contact' as const, value: CONTACT, issuer: PORTAL },
    { kind: 'phone' as const, value: '+12025550188' },
    { kind: 'email' as const, value: 'giulia.ferraro@example.com' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferraro',
}
const contact = { account: PORTAL, subject: { kind: 'lead', id: CONTACT }, occurredAt: AT, person }
const deal = { account: PORTAL, subject: { kind: 'deal', id: DEAL }, occurredAt: AT, person }
const lead = { leadId: CONTACT, source: 'ORGANIC_SEARCH', stage: null }
const offer = {
  dealId: DEAL,
  title: 'Lamps for Hotel Ninfea',
  stage: 'closedwon',
  value: { amount: 420_000, currency: 'EUR' },
  version: AT,
}

const items: ParsedItem[] = [
  { ...contact, type: 'lead.created', key: CONTACT, payload: lead },
  { ...contact, type: 'lead.qualified', key: CONTACT, payload: { ...lead, stage: 'opportunity' } },
  {
    ...contact,
    type: 'customer.updated',
    key: `${CONTACT}:${AT}:phone`,
    payload: { customerId: CONTACT, version: AT },
  },
  { ...contact, type: 'customer.erasure_requested', key: `${CONTACT}:${AT}`, payload: { customerId: CONTACT } },
  { ...deal, type: 'deal.updated', key: `${DEAL}:${AT}:dealstage`, payload: { ...offer, title: null, value: null } },
  { ...deal, type: 'deal.won', key: DEAL, payload: offer },
  { ...deal, type: 'deal.lost', key: DEAL, payload: { ...offer, stage: 'closedlost' } },
  ...(['contact_deleted', 'contact_restored', 'deal_deleted', 'deal_restored'] as const).map((what): ParsedItem => {
    const { person: _person, ...about } = what.startsWith('contact') ? contact : deal
    const { id } = about.subject
    return { ...about, type: `hubspot.${what}`, key: `${id}:${AT}`, payload: { objectId: id } }
  }),
  ...(['contact', 'deal'] as const).map((object): ParsedItem => {
    const { person: _person, ...about } = object === 'contact' ? contact : deal
    const { id } = about.subject
    return {
      ...about,
      type: `hubspot.${object}_merged`,
      key: `${id}:${AT}`,
      payload: { objectId: id, mergedObjectIds: ['70112233446'] },
    }
  }),
]

export const events: EmittedEvent[] = items.map((sample) => ({ type: sample.type, sample }))
