import { readFileSync } from 'node:fs'
import { hmac } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { DEFAULT_PHONE_FIELD } from './schemas.ts'
import { SCOPES } from './sign_in.ts'
import { SIGNATURE } from './webhook.ts'

const ORG = '00D5g000004ABCDEA4'
const US = '0055g00000WXYZAAA4'
const CONTACT = '0035g00000PQRSTAA4'
const DEAL = '0065g00000KLMNOAA5'
const STAMP = '2026-11-20T10:00:00.000+0000'

// What each delivery says; those with a word of their own are passed over.
const FIXTURES: Record<string, string[] | string> = {
  'lead-created': ['lead.created'],
  'lead-converted': ['lead.qualified'],
  'lead-touched': 'nothing_wanted',
  'opportunity-updated': ['deal.updated'],
  'opportunity-won': ['deal.updated', 'deal.won'],
  'opportunity-lost': ['deal.updated', 'deal.lost'],
  'case-unwanted': 'topic_not_wanted',
}

const fixtures = Object.entries(FIXTURES).map(([title, expects]): KitFixture => {
  const file = new URL(`./fixtures/${title}.json`, import.meta.url)
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: object }
  return { title, ...recorded, ...(typeof expects === 'string' ? { expects: [], ignored: expects } : { expects }) }
})

const refusal = (status: number, errorCode: string, fields: string[] = []) =>
  Response.json([{ message: 'Salesforce says no', errorCode, fields }], { status })

const field = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  type,
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  externalId: false,
  picklistValues: [],
  ...more,
})

const records: Record<string, object[]> = {
  Organization: [{ Id: ORG, Name: 'Bottega Lucente', IsSandbox: false }],
  OpportunityStage: [
    { ApiName: 'Negotiation', MasterLabel: 'Negotiation', IsClosed: false, IsWon: false },
    { ApiName: 'Closed Won', MasterLabel: 'Closed Won', IsClosed: true, IsWon: true },
  ],
  Contact: [
    {
      Id: CONTACT,
      LastName: 'Ferraro',
      MobilePhone: '+39 333 000 0101',
      LeadSource: 'Web',
      Email: 'giulia.ferraro@example.com',
      SystemModstamp: STAMP,
      LastModifiedById: US,
    },
  ],
}

/** Salesforce in good health, as far as the contract asks. */
function healthy(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname.endsWith('/query')) {
    const object = /FROM (\w+)/.exec(searchParams.get('q') ?? '')?.[1] ?? ''
    const found = records[object] ?? []
    return Response.json({ totalSize: found.length, done: true, records: found })
  }
  if (pathname.endsWith('/describe'))
    return Response.json({
      name: 'Contact',
      fields: [
        field(DEFAULT_PHONE_FIELD, 'string', { externalId: true }),
        field('LastName', 'string', { nillable: false }),
        field('LeadSource', 'picklist', { picklistValues: [{ value: 'Web', label: 'Web', active: true }] }),
      ],
    })
  if (request.method === 'PATCH' && !pathname.includes(DEFAULT_PHONE_FIELD)) return new Response(null, { status: 204 })
  const id = pathname.endsWith('/Opportunity') ? DEAL : CONTACT
  return Response.json({ id, success: true, created: true, errors: [] }, { status: 201 })
}

export default defineKit({
  connector,
  credentials: {
    clientId: '3MVG9canary.of.the.consumer.key',
    clientSecret: 'canary-of-the-consumer-secret',
    accessToken: '00D5g!canary.of.the.access.token',
    refreshToken: '5Aep861.canary-of-the-refresh-token',
    scope: SCOPES.join(' '),
    instanceUrl: 'https://bottega.my.salesforce.com',
    userId: US,
  },
  app: { clientId: '3MVG9canary.of.the.consumer.key', clientSecret: 'canary-of-the-consumer-secret' },
  settings: { domain: 'bottega.my.salesforce.com', currency: 'EUR' },
  account: ORG,
  webhooks: {
    secret: 'canary-of-the-endpoint-secret',
    fixtures,
    sign: (request, { secret }) => ({
      ...request,
      headers: { ...request.headers, [SIGNATURE]: hmac('sha256', secret ?? '', request.rawBody, 'hex') },
    }),
  },
  vendor: {
    healthy,
    expiredToken: () => refusal(401, 'INVALID_SESSION_ID'),
    rateLimited: () => refusal(403, 'REQUEST_LIMIT_EXCEEDED'),
    others: [
      {
        title: 'a row that somebody else holds',
        answer: () => refusal(400, 'UNABLE_TO_LOCK_ROW'),
        code: 'E_TEMPORARY',
      },
      {
        title: 'a rule against duplicates',
        answer: () => refusal(400, 'DUPLICATES_DETECTED'),
        code: 'E_POLICY_REFUSED',
      },
      {
        title: 'a missing field',
        answer: () => refusal(400, 'REQUIRED_FIELD_MISSING', ['LastName']),
        code: 'E_INVALID_INPUT',
      },
      {
        title: 'a rule of the org’s admin',
        answer: () => refusal(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'),
        code: 'E_INVALID_INPUT',
      },
      { title: 'a text too long', answer: () => refusal(400, 'STRING_TOO_LONG', ['Name']), code: 'E_INVALID_INPUT' },
      { title: 'a record that is gone', answer: () => refusal(404, 'ENTITY_IS_DELETED'), code: 'E_NOT_FOUND' },
      { title: 'an object out of reach', answer: () => refusal(400, 'INVALID_TYPE'), code: 'E_PERMISSION_MISSING' },
      {
        title: 'several records of one external ID',
        answer: () => Response.json(['/services/data/v66.0/sobjects/Contact/1'], { status: 300 }),
        code: 'E_PERMANENT',
      },
    ],
  },
  crm: {
    person: {
      identities: [
        { kind: 'phone', value: '+393330000101' },
        { kind: 'email', value: 'giulia.ferraro@example.com' },
      ],
      firstName: 'Giulia',
      lastName: 'Ferraro',
    },
    fields: { LeadSource: 'Web' },
    deal: { title: 'Lamps for Hotel Ninfea', stage: 'Negotiation', value: { amount: 420_000, currency: 'EUR' } },
  },
  actions: {
    upsertContact: {
      inputs: [
        { phone: '+393330000101', firstName: 'Giulia' },
        { email: 'ana@example.org', fields: { Department: 'Sales' } },
      ],
      refused: [{}, { phone: '0333 0101' }, { email: 'not an address' }],
    },
    upsertLead: {
      inputs: [{ phone: '+393330000101', company: 'Hotel Ninfea', source: 'Web' }],
      refused: [{ phone: '+393330000101' }, { company: 'Hotel Ninfea' }],
    },
    createDeal: {
      inputs: [
        { contactId: CONTACT, title: 'Lamps', stage: 'negotiation', amount: '4200.00' },
        { contactId: CONTACT, title: 'Lamps', stage: 'Closed Won', closeInDays: 7 },
      ],
      refused: [
        { title: 'Lamps', stage: 'Negotiation' },
        { contactId: '../1', title: 'Lamps', stage: 'Negotiation' },
        { contactId: CONTACT, title: 'Lamps', stage: 'Negotiation', amount: 'much' },
      ],
    },
    updateDeal: {
      inputs: [{ dealId: DEAL, stage: 'Closed Won', amount: '4100' }],
      refused: [{ dealId: DEAL }, { dealId: "' OR Id != '", stage: 'Closed Won' }],
    },
    logActivity: {
      inputs: [{ contactId: CONTACT, title: 'WhatsApp', text: 'Ciao' }],
      refused: [
        { contactId: CONTACT, title: 'WhatsApp', text: '' },
        { contactId: CONTACT, text: 'Ciao' },
      ],
    },
  },
})
