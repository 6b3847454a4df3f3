import { asText } from '#sdk/index'
import type { Context, CrmRole, Identity, Json, Person } from '#sdk/index'
import { logActivity } from './activities.ts'
import { HubSpotClient } from './client.ts'
import { findContact, propertiesOf, upsertContact, writeContact } from './contacts.ts'
import { createDeal, updateDeal } from './deals.ts'
import { fields, stages } from './fields.ts'
import { records } from './records.ts'

const KINDS: Record<string, 'whatsapp' | 'sms'> = { message: 'whatsapp', whatsapp: 'whatsapp', sms: 'sms' }

/** What the core may ask of any CRM. */
export const crm: CrmRole = {
  fields,
  stages,
  ...records,

  async upsertContact(context: Context, person: Person, values: Record<string, unknown>) {
    const client = new HubSpotClient(context)
    const handles = { phone: handleOf(person, 'phone'), email: handleOf(person, 'email') }
    const known = handleOf(person, 'crm_contact')
    const properties = written(values)
    if (known) return { ...(await writeContact(client, known, { handles, properties })), created: false }
    return upsertContact(client, handles, { given: properties, fillOnly: true, whenNew: propertiesOf(person) })
  },

  async findContact(context: Context, query) {
    const found = await findContact(new HubSpotClient(context), query)
    return found ? { id: found.id } : null
  },

  async logActivity(context: Context, contactId, { kind, title, body, at }) {
    const activity = { kind: KINDS[kind] ?? ('note' as const), title, text: body, at }
    return { id: await logActivity(new HubSpotClient(context), contactId, activity) }
  },

  async upsertDeal(context: Context, { id, contactId, title, stage, value }) {
    const client = new HubSpotClient(context)
    const deal = id
      ? await updateDeal(client, id, { stage, title, value })
      : await createDeal(client, { contactId, title, stage, value }, context.idempotencyKey)
    return { id: deal.id }
  },
}

const handleOf = ({ identities }: Person, kind: Identity['kind']) =>
  identities.find((each) => each.kind === kind)?.value ?? null

/** HubSpot takes text alone; lists are joined, and nothing is an empty text. */
const written = (values: Record<string, unknown>): Json =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(';') : typeof value === 'boolean' ? String(value) : (asText(value) ?? ''),
    ])
  )
