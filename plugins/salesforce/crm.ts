import { asInstant, asText, InvalidInput } from '#sdk/index'
import type { Context, CrmRecord, CrmRole, Identity, Json, Person } from '#sdk/index'
import { logActivity } from './activities.ts'
import { SalesforceClient } from './client.ts'
import { fieldsOf, findPerson, hasPhoneField, updatePerson, upsertPerson } from './contacts.ts'
import { createDeal, stagesOf, updateDeal, valueOf } from './deals.ts'
import { fieldsIn } from './fields.ts'
import { longId, PERSON_FIELDS, personIn, recordIdentity } from './people.ts'
import { recordSettings } from './records.ts'
import { instant, isName, listed, quoted } from './soql.ts'
import { kindsOf, plain, rememberKinds, written } from './values.ts'

const PAGE = 200
/** More ids make the query too long for a URL. */
const IDS = 200

/** What the core may ask of any CRM. */
export const crm: CrmRole = {
  async fields(context: Context) {
    const found = fieldsIn(await new SalesforceClient(context).describe('Contact'))
    await rememberKinds(context, found)
    return found
  },

  async stages(context: Context) {
    const stages = await stagesOf(new SalesforceClient(context))
    return stages.map(({ name, label, isClosed, isWon }) => ({
      id: name,
      title: label,
      pipeline: null,
      outcome: isWon ? ('won' as const) : isClosed ? ('lost' as const) : ('open' as const),
    }))
  },

  async upsertContact(context: Context, person: Person, fields: Record<string, unknown>) {
    const client = new SalesforceClient(context)
    const handles = { phone: handleOf(person, 'phone'), email: handleOf(person, 'email') }
    const given = written(fields, await kindsOf(context))
    const known = handleOf(person, 'crm_contact')
    if (known) {
      await updatePerson(client, known, { handles, fields: given })
      return { id: longId(known), created: false, modifiedAt: null }
    }
    const whenNew = fieldsOf(person)
    const { id, created } = await upsertPerson(client, 'Contact', { handles, fields: given, whenNew })
    // An update answers with nothing at all; who changed it last tells an echo.
    return { id: longId(id), created, modifiedAt: null }
  },

  async findContact(context: Context, query) {
    const id = await findPerson(new SalesforceClient(context), 'Contact', query)
    return id ? { id: longId(id) } : null
  },

  async readContacts(context: Context, ids: string[], fields: string[]) {
    const client = new SalesforceClient(context)
    const records: CrmRecord[] = []
    for (let from = 0; from < ids.length; from += IDS) {
      const where = `WHERE Id IN ${listed(ids.slice(from, from + IDS))}`
      records.push(...(await contacts(client, fields, where)))
    }
    return records
  },

  async listContacts(context: Context, cursor: string | null, fields: string[]) {
    const client = new SalesforceClient(context)
    const after = cursor ? `WHERE Id > ${quoted(cursor)} ` : ''
    const items = await contacts(client, fields, `${after}ORDER BY Id LIMIT ${PAGE}`)
    const total = cursor ? null : (await client.query('SELECT COUNT() FROM Contact')).total
    return { items, cursor: items.length === PAGE ? (items.at(-1)?.id ?? null) : null, total }
  },

  async changesSince(context: Context, cursor: string | null, fields: string[]) {
    const client = new SalesforceClient(context)
    if (cursor === null) return { items: [], cursor: await latest(client) }
    const { at, id } = JSON.parse(cursor) as { at: number; id: string }
    const since = `SystemModstamp > ${instant(at)} OR (SystemModstamp = ${instant(at)} AND Id > ${quoted(id)})`
    const items = await contacts(client, fields, `WHERE ${since} ORDER BY SystemModstamp, Id LIMIT ${PAGE}`)
    const last = items.at(-1)
    return { items, cursor: last ? JSON.stringify({ at: last.modifiedAt, id: last.id }) : cursor }
  },

  async logActivity(context: Context, contactId, { title, body, at }) {
    return { id: await logActivity(new SalesforceClient(context), contactId, { title, text: body, at }) }
  },

  async upsertDeal(context: Context, { id, contactId, title, stage, value }) {
    const client = new SalesforceClient(context)
    if (!id) return { id: longId(await createDeal(client, { contactId, title, stage, ...valueOf(value) })) }
    await updateDeal(client, id, { title, stage, ...valueOf(value) })
    return { id }
  },
}

const handleOf = ({ identities }: Person, kind: Identity['kind']) =>
  identities.find((each) => each.kind === kind)?.value ?? null

/** Contacts with these fields; `where` is made here and nowhere else. */
async function contacts(client: SalesforceClient, fields: string[], where: string): Promise<CrmRecord[]> {
  const strange = fields.find((name) => !isName(name))
  if (strange !== undefined) throw new InvalidInput('This is no name of a field', { field: 'fields' })
  const { phoneField } = recordSettings(client.context.settings)
  const own = (await hasPhoneField(client, 'Contact')) ? [phoneField] : []
  const names = new Set(['Id', 'SystemModstamp', 'LastModifiedById', ...PERSON_FIELDS.Contact, ...own, ...fields])
  const { records } = await client.query(`SELECT ${[...names].join(', ')} FROM Contact ${where}`)
  const kinds = await kindsOf(client.context)
  return records.flatMap((record) => {
    const found = recordOf(client, record, phoneField)
    return found ? [{ ...found, fields: plain(record, fields, kinds) }] : []
  })
}

function recordOf(
  { context, userId }: SalesforceClient,
  record: Json,
  phoneField: string
): Omit<CrmRecord, 'fields'> | null {
  const id = asText(record.Id)
  const modifiedAt = asInstant(record.SystemModstamp)
  if (id === null || modifiedAt === null) return null
  const by = asText(record.LastModifiedById)
  return {
    id: longId(id),
    person: personIn(record, recordIdentity(context.account ?? '', id), phoneField),
    modifiedAt,
    modifiedBy: userId === null || by === null ? 'unknown' : longId(by) === longId(userId) ? 'us' : 'other',
  }
}

/** Where the changes begin, by Salesforce's own clock. */
async function latest(client: SalesforceClient): Promise<string> {
  const { records } = await client.query(
    'SELECT Id, SystemModstamp FROM Contact ORDER BY SystemModstamp DESC, Id DESC LIMIT 1'
  )
  const at = asInstant(records[0]?.SystemModstamp) ?? client.context.machineNow()
  return JSON.stringify({ at, id: asText(records[0]?.Id) ?? '' })
}
