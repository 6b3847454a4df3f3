import db from '@adonisjs/lucid/services/db'
import { transaction } from '#app/database'
import { catalogue } from '#app/events/catalogue'
import type { NewEvent, StoredEvent } from '#app/events/event'
import { record } from '#app/events/record'
import type { Person } from '#sdk/index'

export const SHOP = 'bottega.myshopify.com'

/** Records facts as if the shop had told them, each with its type's sample unless the test says otherwise. */
export async function givenEvents(
  workspace: { id: string },
  ...facts: (Partial<NewEvent> & { type: string })[]
): Promise<StoredEvent[]> {
  return transaction((trx) =>
    record(
      trx,
      facts.map((fact) => ({
        workspaceId: workspace.id,
        connector: 'shopify',
        account: SHOP,
        key: '1',
        payload: catalogue.get(fact.type)?.sample ?? {},
        ...fact,
      }))
    )
  )
}

/** Giulia as a shop knows her. */
export const giulia = (change: Partial<Person> = {}): Person => ({
  identities: [
    { kind: 'shop_customer', value: '6671203948', issuer: SHOP },
    { kind: 'phone', value: '+39 347 555 0142' },
    { kind: 'email', value: 'Giulia.Ferrero@mail.example' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferrero',
  language: 'it',
  country: 'IT',
  ...change,
})

/** Giulia writes on WhatsApp. */
export const inbound = (text: string, change: Partial<NewEvent> & { channel?: string } = {}) => {
  const { channel = 'whatsapp', ...rest } = change
  const key = rest.key ?? `wamid.${Math.random()}`
  return {
    connector: channel,
    account: '1055',
    type: 'message.received',
    key,
    subject: { kind: 'message', id: key },
    payload: { providerId: key, channel, kind: 'text', text },
    person: { identities: [{ kind: 'phone' as const, value: '+393475550142' }] },
    ...rest,
  }
}

export const rowsOf = (table: string, workspace: { id: string }) =>
  db.from(table).where('workspace_id', workspace.id).orderBy('id')
