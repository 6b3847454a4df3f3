import { readFileSync } from 'node:fs'
import { asText, hmac } from '#sdk/index'
import { defineKit, type KitFixture } from '#sdk/testing/index'
import connector from './connector.ts'
import { SCOPES } from './sign_in.ts'
import { signedBytes, STALE_AFTER } from './webhook.ts'

const PORTAL = '48112233'
const CONTACT = {
  id: '70112233445',
  properties: {
    email: 'giulia.ferraro@example.com',
    phone: '+39 333 000 0101',
    staffetta_phone: '+393330000101',
    lifecyclestage: 'lead',
    lastmodifieddate: '2026-11-20T10:00:00.000Z',
  },
}
const PROPERTIES = {
  results: [
    { name: 'firstname', label: 'First name', type: 'string', fieldType: 'text' },
    { name: 'createdate', label: 'Create date', type: 'datetime', modificationMetadata: { readOnlyValue: true } },
    {
      name: 'lifecyclestage',
      label: 'Lifecycle stage',
      type: 'enumeration',
      fieldType: 'radio',
      options: [
        { label: 'Lead', value: 'lead', hidden: false },
        { label: 'Customer', value: 'customer', hidden: false },
      ],
    },
  ],
}
const DEAL = { id: '90011223344', properties: { dealname: 'Lamps', dealstage: 'closedwon', amount: '4200' } }

// What each delivery says; those with a word of their own are passed over.
const FIXTURES: Record<string, string[] | string> = {
  'contact-creation': ['lead.created'],
  'contact-property-change-batch': ['customer.updated', 'lead.qualified', 'customer.updated'],
  'contact-privacy-deletion': ['customer.erasure_requested'],
  'contact-merge': ['hubspot.contact_merged', 'hubspot.contact_deleted'],
  'contact-unwanted': 'nothing_wanted',
  'deal-property-change': ['deal.updated', 'deal.won'],
  'deal-association-change': ['deal.updated'],
  'object-creation-new-platform': 'own_change',
  'two-portals-new-platform': ['deal.lost', 'customer.updated'],
}

const fixtures = Object.entries(FIXTURES).map(([title, expects]): KitFixture => {
  const file = new URL(`./fixtures/${title}.json`, import.meta.url)
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as { headers: Record<string, string>; body: object }
  return { title, ...recorded, ...(typeof expects === 'string' ? { expects: [], ignored: expects } : { expects }) }
})

const refusal = (status: number, category: string, more: object = {}) =>
  Response.json(
    {
      status: 'error',
      message: 'HubSpot says no',
      correlationId: '0f7b3a52-0000-4000-8000-1d9c65a1b2c3',
      category,
      ...more,
    },
    { status }
  )

/** HubSpot in good health, as far as the contract asks. */
function healthy(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/account-info/')) {
    return Response.json({
      portalId: Number(PORTAL),
      accountType: 'STANDARD',
      timeZone: 'Europe/Rome',
      companyCurrency: 'EUR',
      uiDomain: 'app-eu1.hubspot.com',
    })
  }
  if (pathname.startsWith('/oauth/v2/private-apps/'))
    return Response.json({ userId: 1, hubId: Number(PORTAL), appId: 9911223, scopes: SCOPES })
  if (pathname.endsWith('/contacts') && pathname.startsWith('/crm/properties/')) return Response.json(PROPERTIES)
  if (pathname.startsWith('/crm/properties/'))
    return Response.json({ name: pathname.split('/').at(-1), hasUniqueValue: true })
  if (pathname.startsWith('/crm/pipelines/')) {
    const stages = [
      { id: 'appointmentscheduled', label: 'Offer', metadata: { isClosed: 'false', probability: '0.2' } },
      { id: 'closedwon', label: 'Won', metadata: { isClosed: 'true', probability: '1.0' } },
    ]
    return Response.json({ results: [{ id: 'default', label: 'Sales', stages }] })
  }
  if (pathname.startsWith('/crm/lists/')) return Response.json({ recordsIdsAdded: [CONTACT.id], recordIdsMissing: [] })
  if (pathname.endsWith('/search')) return Response.json({ total: 1, results: [CONTACT] })
  if (pathname.endsWith('/batch/upsert'))
    return Response.json({ status: 'COMPLETE', results: [{ ...DEAL, new: true }] })
  if (pathname.endsWith('/batch/read')) return Response.json({ status: 'COMPLETE', results: [CONTACT] })
  if (pathname.includes('/associations/')) return Response.json({ status: 'COMPLETE', results: [] })
  if (request.method === 'GET' && pathname.endsWith('/contacts')) return Response.json({ results: [CONTACT] })
  return Response.json({ id: pathname.includes('/contacts') ? CONTACT.id : DEAL.id, properties: {} })
}

/** The deal of `deal-property-change` as a poll finds it: a search for what changed, then the record with its history. */
function listing(request: Request): Response {
  const { pathname } = new URL(request.url)
  const timestamp = new Date(1_795_168_790_050).toISOString()
  const dealstage = [{ value: 'closedwon', timestamp, sourceType: 'CRM_UI', sourceId: 'userId:61122334' }]
  const deal = { ...DEAL, properties: { ...DEAL.properties, hs_lastmodifieddate: timestamp } }
  if (pathname.endsWith('/deals/search')) return Response.json({ total: 1, results: [deal] })
  if (pathname.endsWith('/deals/batch/read'))
    return Response.json({ results: [{ ...deal, propertiesWithHistory: { dealstage } }] })
  return pathname.endsWith('/search') ? Response.json({ total: 0, results: [] }) : healthy(request)
}

export default defineKit({
  connector,
  credentials: { accessToken: 'pat-eu1-canary-of-the-access-token', clientSecret: 'canary-of-the-client-secret' },
  app: { clientSecret: 'canary-of-the-client-secret' },
  settings: {},
  account: PORTAL,
  webhooks: {
    secret: null,
    fixtures,
    staleAfter: STALE_AFTER,
    sign(request, { credentials, at }) {
      const signature = hmac(
        'sha256',
        asText(credentials.clientSecret) ?? '',
        signedBytes(request, String(at)),
        'base64'
      )
      const headers = { 'x-hubspot-request-timestamp': String(at), 'x-hubspot-signature-v3': signature }
      return { ...request, headers: { ...request.headers, ...headers } }
    },
  },
  vendor: {
    healthy,
    expiredToken: () => refusal(401, 'INVALID_AUTHENTICATION'),
    rateLimited: () => refusal(429, 'RATE_LIMITS', { policyName: 'TEN_SECONDLY_ROLLING' }),
    others: [
      {
        title: 'the day’s allowance used up',
        answer: () => refusal(429, 'RATE_LIMITS', { policyName: 'DAILY' }),
        code: 'E_RATE_LIMITED',
      },
      {
        title: 'a move between data centres',
        answer: () => new Response('{}', { status: 477, headers: { 'retry-after': '60' } }),
        code: 'E_RATE_LIMITED',
      },
      { title: 'a missing scope', answer: () => refusal(403, 'MISSING_SCOPES'), code: 'E_PERMISSION_MISSING' },
      { title: 'a record that is gone', answer: () => refusal(404, 'OBJECT_NOT_FOUND'), code: 'E_NOT_FOUND' },
      { title: 'a record that is there already', answer: () => refusal(409, 'CONFLICT'), code: 'E_PERMANENT' },
      {
        title: 'a rule of the portal’s admin',
        answer: () => refusal(400, 'VALIDATION_ERROR'),
        code: 'E_INVALID_INPUT',
      },
    ],
  },
  reconcile: { vendor: listing, finds: ['deal-property-change'] },
  crm: {
    person: {
      identities: [
        { kind: 'phone', value: '+393330000101' },
        { kind: 'email', value: 'giulia.ferraro@example.com' },
      ],
      firstName: 'Giulia',
      lastName: 'Ferraro',
    },
    fields: { lifecyclestage: 'lead' },
    deal: { title: 'Lamps for Hotel Ninfea', stage: 'Offer', value: { amount: 420_000, currency: 'EUR' } },
  },
  actions: {
    upsertContact: {
      inputs: [
        { phone: '+393330000101', firstName: 'Giulia' },
        { email: 'ana@example.org', properties: { lifecyclestage: 'lead' } },
      ],
      refused: [{}, { phone: '0333 0101' }, { email: 'not an address' }],
    },
    createDeal: {
      inputs: [
        { contactId: CONTACT.id, title: 'Lamps', stage: 'Offer', amount: '4200.00', currency: 'EUR' },
        { contactId: CONTACT.id, title: 'Lamps', stage: 'closedwon' },
      ],
      refused: [
        { title: 'Lamps', stage: 'Offer' },
        { contactId: CONTACT.id, title: 'Lamps', stage: 'Offer', amount: '12' },
        { contactId: CONTACT.id, title: 'Lamps', stage: 'Offer', amount: 'much', currency: 'EUR' },
      ],
    },
    updateDeal: {
      inputs: [{ dealId: DEAL.id, stage: 'Won' }],
      refused: [{ dealId: DEAL.id }, { dealId: '../1', stage: 'Won' }],
    },
    logActivity: {
      inputs: [
        { contactId: CONTACT.id, kind: 'whatsapp', text: 'Ciao <Giulia>' },
        { contactId: CONTACT.id, kind: 'note', text: 'Called back' },
      ],
      refused: [
        { contactId: CONTACT.id, kind: 'fax', text: 'Ciao' },
        { contactId: CONTACT.id, kind: 'note', text: '' },
      ],
    },
    addToList: {
      inputs: [{ contactId: CONTACT.id, listId: '42' }],
      refused: [{ contactId: CONTACT.id }, { contactId: CONTACT.id, listId: 'all' }],
    },
  },
})
