import type { EmittedEvent, ParsedItem } from '#sdk/index'

const ORG = '00D5g000004ABCDEA4'
const LEAD = '00Q5g00000F4ABCEA3'
const DEAL = '0065g00000KLMNOAA5'
const AT = Date.UTC(2026, 10, 20, 10)

const person = {
  identities: [
    { kind: 'crm_contact' as const, value: LEAD, issuer: ORG },
    { kind: 'phone' as const, value: '+393330000101' },
    { kind: 'email' as const, value: 'giulia.ferraro@example.com' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferraro',
  company: 'Hotel Ninfea',
}
const lead = { account: ORG, subject: { kind: 'lead', id: LEAD }, occurredAt: AT, key: LEAD, person }
const deal = { account: ORG, subject: { kind: 'deal', id: DEAL }, occurredAt: AT, key: DEAL, person }
const offer = {
  dealId: DEAL,
  title: 'Lamps for Hotel Ninfea',
  stage: 'Negotiation',
  value: { amount: 420_000, currency: 'EUR' },
  version: AT,
}

const items: ParsedItem[] = [
  { ...lead, type: 'lead.created', payload: { leadId: LEAD, source: 'Web', stage: 'Open - Not Contacted' } },
  { ...lead, type: 'lead.qualified', payload: { leadId: LEAD, source: 'Web', stage: 'Closed - Converted' } },
  { ...deal, type: 'deal.updated', revision: String(AT), payload: offer },
  { ...deal, type: 'deal.won', payload: { ...offer, stage: 'Closed Won' } },
  { ...deal, type: 'deal.lost', payload: { ...offer, stage: 'Closed Lost' } },
]

export const events: EmittedEvent[] = items.map((sample) => ({ type: sample.type, sample }))
