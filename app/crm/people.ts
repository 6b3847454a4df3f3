import { clock } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { contactCreated, resolvePeople } from '#app/contacts/resolve'
import type { Row, Trx } from '#app/database'
import { record } from '#app/events/record'
import type { CrmRecord } from '#sdk/index'
import { lookAt } from './link.ts'
import { log } from './log.ts'

interface Manner {
  /** Of a back-fill: whoever is new by it starts nothing. */
  backfillId?: string
}

/**
 * Finds or makes the contact of each record and makes it due for a look. Answers how many have a contact; who has
 * neither phone nor e-mail is nobody we could write to, and is left out with a line in the log.
 */
export async function takeIn(
  trx: Trx,
  connection: Connection,
  records: CrmRecord[],
  { backfillId }: Manner = {}
): Promise<number> {
  const linked = await linksOf(trx, connection, records)
  // A back-fill looks at everybody: the mapping may have grown since.
  const fresh = records.filter(({ id, modifiedAt }) => backfillId || modifiedAt > Number(linked.get(id)?.version ?? 0))
  const strangers = fresh.filter(({ id }) => !linked.has(id))
  const known = fresh.filter(({ id }) => linked.has(id))
  const found = await peopleOf(trx, connection, strangers, Boolean(backfillId))
  const base = {
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    ...(backfillId ? { backfillId } : {}),
  }
  const looks = [
    ...known.map(({ id }) => ({ ...base, contactId: String(linked.get(id)?.contact_id) })),
    ...strangers.flatMap(({ id }) => {
      const contactId = found.get(id)
      return contactId ? [{ ...base, contactId, crmId: id }] : []
    }),
  ]
  await lookAt(trx, looks)
  return looks.length
}

/** By the record's own id and by those of the records that were merged into it. */
async function linksOf(trx: Trx, connection: Connection, records: CrmRecord[]): Promise<Map<string, Row>> {
  const idsOf = ({ id, formerIds = [] }: CrmRecord) => [id, ...formerIds]
  const rows: Row[] = await trx
    .from('crm_links')
    .where('connection_id', connection.id)
    .whereIn('crm_id', records.flatMap(idsOf))
    .select('crm_id', 'contact_id', 'version')
  const byId = new Map(rows.map((row) => [String(row.crm_id), row]))
  return new Map(
    records.flatMap((record): [string, Row][] => {
      const link = idsOf(record)
        .map((id) => byId.get(id))
        .find((row) => row !== undefined)
      return link ? [[record.id, link]] : []
    })
  )
}

async function peopleOf(
  trx: Trx,
  connection: Connection,
  records: CrmRecord[],
  historic: boolean
): Promise<Map<string, string>> {
  const reachable = records.filter(({ person }) =>
    person.identities.some(({ kind }) => kind === 'phone' || kind === 'email')
  )
  const { workspaceId, id: connectionId, connector, account } = connection
  await log(
    trx,
    records
      .filter((one) => !reachable.includes(one))
      .map(({ id }) => ({
        workspaceId,
        connectionId,
        contactId: null,
        crmId: id,
        outcome: 'kept',
        code: 'crm_no_identifier',
      }))
  )
  const resolutions = await resolvePeople(
    trx,
    reachable.map(({ person }) => ({
      workspaceId,
      person,
      account,
      occurredAt: clock.now(),
      source: connector,
      addressesOnly: true,
    }))
  )
  const newcomers = resolutions.flatMap(({ contactId, created }) =>
    created && contactId
      ? [{ ...contactCreated(workspaceId, contactId, connector), connector, connectionId, historic }]
      : []
  )
  await record(trx, newcomers)
  return new Map(
    reachable.flatMap(({ id }, index): [string, string][] => {
      const { contactId } = resolutions[index]
      return contactId ? [[id, contactId]] : []
    })
  )
}
