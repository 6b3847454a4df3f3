import { asInstant, asText, Permanent } from '#sdk/index'
import type { Context, Json, ParsedItem, Person } from '#sdk/index'
import { SalesforceClient } from './client.ts'
import { longId, PERSON_FIELDS, personIn, recordIdentity } from './people.ts'
import { createdAt, LEAD_FIELDS, leadItems, OPPORTUNITY_FIELDS, opportunityItems, recordSettings } from './records.ts'
import type { RecordNow } from './records.ts'
import { hasPhoneField } from './contacts.ts'
import { hasCurrencies } from './deals.ts'
import { instant, listed, quoted } from './soql.ts'

const FIRST_LOOK_BACK = 24 * 3_600_000
/** A record bears the time of its change, and is seen when the change is committed. What is read twice has its key. */
const OVERLAP = 60_000
const PAGE = 200

/** Where one list was left. `since` does not move until the list is read to its end. */
interface Place {
  since: number
  at: number
  id: string
}
type Cursor = Record<'leads' | 'deals', Place>

/** What changed since the cursor, as a flow would have told it. */
export async function reconcile(
  context: Context,
  cursor: string | null
): Promise<{ items: ParsedItem[]; cursor: string }> {
  const client = new SalesforceClient(context)
  const start = context.machineNow() - FIRST_LOOK_BACK
  const fresh = { since: start, at: start, id: '' }
  const from: Cursor = cursor === null ? { leads: fresh, deals: fresh } : (JSON.parse(cursor) as Cursor)
  const settings = recordSettings(context.settings)
  const own = (await hasPhoneField(client, 'Lead')) ? [settings.phoneField] : []

  const leads = await page(client, 'Lead', {
    place: from.leads,
    fields: [...PERSON_FIELDS.Lead, ...LEAD_FIELDS, ...own],
  })
  const deals = await page(client, 'Opportunity', { place: from.deals, fields: OPPORTUNITY_FIELDS })
  const owners = await ownersOf(client, deals.records)
  const items = [
    ...leads.records.flatMap((record) => leadItems(record, settings)),
    ...deals.records.flatMap((record) => {
      const person = owners.get(asText(record.fields.ContactId) ?? '')
      return opportunityItems(person ? { ...record, person } : record, settings)
    }),
  ]
  return { items, cursor: JSON.stringify({ leads: leads.next, deals: deals.next }) }
}

async function page(
  client: SalesforceClient,
  object: 'Lead' | 'Opportunity',
  { place, fields }: { place: Place; fields: string[] }
): Promise<{ records: RecordNow[]; next: Place }> {
  const { context } = client
  const several = object === 'Opportunity' && (await hasCurrencies(client)) ? ['CurrencyIsoCode'] : []
  const names = ['Id', 'CreatedDate', 'CreatedById', 'LastModifiedById', 'SystemModstamp', ...fields, ...several]
  const after = `SystemModstamp > ${instant(place.at)} OR (SystemModstamp = ${instant(place.at)} AND Id > ${quoted(place.id)})`
  const { records } = await client.query(
    `SELECT ${names.join(', ')} FROM ${object} WHERE ${after} ORDER BY SystemModstamp, Id LIMIT ${PAGE}`
  )
  const organizationId = accountOf(context)
  const read = records.flatMap(
    (fieldsNow) => recordOf(fieldsNow, { organizationId, since: place.since, us: client.userId }) ?? []
  )
  const last = records.at(-1)
  const at = asInstant(last?.SystemModstamp)
  if (records.length === PAGE && at !== null)
    return { records: read.filter(notOurs), next: { since: place.since, at, id: asText(last?.Id) ?? '' } }
  const since = Math.max(place.since, (at ?? place.at) - OVERLAP)
  return { records: read.filter(notOurs), next: { since, at: since, id: '' } }
}

const notOurs = ({ ours }: { ours: boolean }) => !ours

function recordOf(
  fields: Json,
  { organizationId, since, us }: { organizationId: string; since: number; us: string | null }
): (RecordNow & { ours: boolean }) | null {
  const id = asText(fields.Id)
  const at = asInstant(fields.SystemModstamp)
  if (id === null || at === null) return null
  const by = (name: string) => us !== null && longId(asText(fields[name]) ?? '') === longId(us)
  const made = createdAt(fields)
  const isNew = made !== null && made >= since && !by('CreatedById')
  return { organizationId, id, at, fields, isNew, ours: by('LastModifiedById') && !isNew }
}

/** Whose the deals are. */
async function ownersOf(client: SalesforceClient, deals: RecordNow[]): Promise<Map<string, Person>> {
  const ids = [...new Set(deals.flatMap(({ fields }) => asText(fields.ContactId) ?? []))]
  if (ids.length === 0) return new Map()
  const { phoneField } = recordSettings(client.context.settings)
  const own = (await hasPhoneField(client, 'Contact')) ? [phoneField] : []
  const names = ['Id', ...PERSON_FIELDS.Contact, ...own]
  const { records } = await client.query(`SELECT ${names.join(', ')} FROM Contact WHERE Id IN ${listed(ids)}`)
  return new Map(
    records.flatMap((record): [string, Person][] => {
      const id = asText(record.Id)
      return id ? [[id, personIn(record, recordIdentity(accountOf(client.context), id), phoneField)]] : []
    })
  )
}

function accountOf({ account }: Context): string {
  if (account === null) throw new Permanent('The connection has not been tested yet')
  return account
}
