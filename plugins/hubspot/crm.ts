import type { Context, CrmRole, Identity, Person } from '#sdk/index'
import { logActivity } from './activities.ts'
import { HubSpotClient } from './client.ts'
import { findContact, propertiesOf, upsertContact } from './contacts.ts'
import { createDeal, updateDeal } from './deals.ts'
import { changedContacts } from './polling.ts'

const KINDS: Record<string, 'whatsapp' | 'sms'> = { message: 'whatsapp', whatsapp: 'whatsapp', sms: 'sms' }

/** What the core may ask of any CRM. */
export const crm: CrmRole = {
  upsertContact(context: Context, person: Person, fields: Record<string, unknown>) {
    const handles = { phone: handleOf(person, 'phone'), email: handleOf(person, 'email') }
    return upsertContact(new HubSpotClient(context), handles, { ...propertiesOf(person), ...fields })
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

  changesSince: changedContacts,
}

const handleOf = ({ identities }: Person, kind: Identity['kind']) =>
  identities.find((each) => each.kind === kind)?.value ?? null
