import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { Contact } from './contact.ts'
import { ContactField } from './contact_field.ts'
import { consentsOf } from './consent_states.ts'
import type { ConsentAction } from './consent_states.ts'
import { fieldsOf } from './fields.ts'
import { shownPhone } from './phone.ts'
import { profileFactsOf } from './profile_facts.ts'
import { referralsOf } from './referrals.ts'
import { sourceName } from './sources.ts'
import { tagsOf } from './tags.ts'

/** Marketing on these is shown whether it was asked for or not. */
const OFFERED = ['whatsapp', 'sms', 'email'] as const

/** Everything the profile page shows beside the timeline. */
export async function profileData(client: Client, contact: Contact) {
  const values = new Map((await fieldsOf(client, contact.id)).map((field) => [field.name, field.value]))
  const fields = await ContactField.in(contact.workspaceId, client)
    .whereNull('archived_at')
    .orderBy('position')
    .orderBy('name')
  return {
    contact: {
      id: contact.id,
      name: contact.name,
      phone: contact.phone,
      email: contact.email,
      source: contact.source,
      erasedAt: contact.erasedAt,
      createdAt: contact.createdAt,
      standard: {
        first_name: contact.firstName,
        last_name: contact.lastName,
        company: contact.company,
        language: contact.language,
        country: contact.country,
        timezone: contact.timezone,
        city: contact.city,
        postal_code: contact.postalCode,
      },
    },
    tags: await tagsOf(client, contact.id),
    identities: await identitiesOf(client, contact.id),
    fields: fields.map(({ name, title, type, options, currency }) => ({
      name,
      title,
      type,
      options,
      currency,
      value: values.get(name) ?? null,
    })),
    facts: await profileFactsOf(client, contact.id),
    consents: await consentRows(client, contact.id),
    ledger: await countOf(client, 'consents', contact.id),
    referrals: await referralsOf(client, contact.id),
    suggestions: await suggestionsOf(client, contact.id),
  }
}

async function identitiesOf(client: Client, contactId: string) {
  const rows: Row[] = await client.from('contact_identities').where('contact_id', contactId).orderBy('id')
  return rows.map((row) => ({
    id: String(row.id),
    kind: String(row.kind),
    value: (row.kind === 'phone' && shownPhone(String(row.value))) || String(row.value),
    issuer: String(row.issuer),
    source: String(row.source),
    sourceName: sourceName(row.source),
    at: Number(row.created_at),
  }))
}

/** One line per channel and purpose, with the proof of what made it so. */
async function consentRows(client: Client, contactId: string) {
  const states = await consentsOf(client, contactId)
  const ledger: Row[] = await client.from('consents').whereIn(
    'id',
    states.flatMap((state) => state.consentId ?? [])
  )
  const proofs = new Map(ledger.map((row) => [String(row.id), ledgerEntry(row)]))
  const known = states.map(({ channel, purpose, state, since, consentId }) => ({
    channel,
    purpose,
    state: state as ConsentAction | 'not_asked',
    since: since as number | null,
    entry: proofs.get(String(consentId)) ?? null,
  }))
  const missing = OFFERED.filter(
    (channel) => !known.some((row) => row.channel === channel && row.purpose === 'marketing')
  )
  const place = (row: { channel: string }) =>
    (OFFERED as readonly string[]).indexOf(row.channel) + 1 || OFFERED.length + 1
  return [
    ...known,
    ...missing.map((channel) => ({
      channel,
      purpose: 'marketing' as const,
      state: 'not_asked' as const,
      since: null,
      entry: null,
    })),
  ].sort((a, b) => place(a) - place(b))
}

/** One entry of the ledger with its whole proof. */
export const ledgerEntry = (row: Row) => ({
  id: String(row.id),
  channel: String(row.channel),
  purpose: String(row.purpose),
  action: String(row.action),
  method: String(row.method),
  wording: row.wording as string | null,
  wordingVersion: row.wording_version as string | null,
  wayOut: row.way_out as string | null,
  source: String(row.source),
  sourceName: sourceName(row.source),
  proof: readJson<Record<string, string>>(row.proof),
  at: Number(row.occurred_at),
  recordedAt: Number(row.recorded_at),
})

async function suggestionsOf(client: Client, contactId: string) {
  const rows: Row[] = await client
    .from('merge_suggestions')
    .where('state', 'open')
    .where((query) => query.where('contact_id', contactId).orWhere('other_id', contactId))
    .limit(5)
  const others: Row[] = await client.from('contacts').whereIn(
    'id',
    rows.map((row) => otherOf(row, contactId))
  )
  return rows.map((row) => {
    const other = others.find(({ id }) => id === otherOf(row, contactId))
    const name = [other?.first_name, other?.last_name].filter(Boolean).join(' ') || null
    return {
      id: String(row.id),
      reason: String(row.reason),
      other: {
        id: otherOf(row, contactId),
        name,
        phone: shownPhone((other?.phone as string | null) ?? null),
        email: (other?.email as string | null) ?? null,
      },
    }
  })
}

const otherOf = (row: Row, contactId: string): string =>
  String(row.contact_id === contactId ? row.other_id : row.contact_id)

async function countOf(client: Client, table: string, contactId: string): Promise<number> {
  const [{ total }] = await client.from(table).where('contact_id', contactId).count('* as total')
  return Number(total)
}
