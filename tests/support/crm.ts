import { randomInt } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { clock, SECOND } from '#app/clock'
import { fakeWorld } from '#app/calls/fake_world'
import { connect } from '#app/connectors/connect'
import { Endpoint } from '#app/connectors/endpoint'
import { forget } from '#app/connectors/memory'
import { setField } from '#app/contacts/fields'
import { forgetSyncs } from '#app/crm/active_syncs'
import { syncWithFields } from '#app/crm/crm_fields'
import type { MappingRow } from '#app/crm/mapping'
import { saveMapping, switchSync } from '#app/crm/switching'
import type { Switches } from '#app/crm/switching'
import { transaction } from '#app/database'
import type { Row } from '#app/database'
import { drain } from '#app/work/worker'
import type { FakeHubSpot } from './fake_world/hubspot.ts'
import { givenWorkspace } from './workspace.ts'

export const CRM_SECRET = 'fake-hubspot-client-secret'
// Databases other than SQLite's outlive a run.
let portals = 40_000_000 + randomInt(40_000_000)

const unaudited = async () => {}

/** HubSpot's stand-in is asked in its place for as long as the group runs. */
export async function leadHubSpot(hubspot: FakeHubSpot) {
  await hubspot.start()
  for (const [host, origin] of Object.entries(hubspot.origins)) fakeWorld.lead(host, origin)
  return async () => {
    for (const host of Object.keys(hubspot.origins)) fakeWorld.lead(host, null)
    await hubspot.stop()
  }
}

interface Wishes extends Switches {
  mapping?: Partial<MappingRow>[]
  /** A service key does not tell which app it belongs to, so our own writing comes back. */
  appUnknown?: boolean
  before?: (portal: ReturnType<FakeHubSpot['addPortal']>) => void
}

/** A workspace connected to a HubSpot of its own, with what is kept in step turned on. */
export async function givenCrm(hubspot: FakeHubSpot, { mapping, before, appUnknown, ...switches }: Wishes = {}) {
  const workspace = await givenWorkspace()
  const id = ++portals
  const token = `pat-eu1-of-the-portal-${id}`
  const portal = hubspot.addPortal(id, token, { now: () => clock.now() })
  before?.(portal)
  const result = await connect(workspace, 'hubspot', {
    credentials: { accessToken: token, clientSecret: CRM_SECRET },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const { connection } = result
  const owner = connection.appId ? { appId: connection.appId } : { connectionId: connection.id }
  portal.target = { url: (await Endpoint.findByOrFail(owner)).url, secret: CRM_SECRET }
  if (appUnknown) portal.silentAboutApp = true
  forget()

  const sync = await syncWithFields(connection)
  if (mapping) {
    const whole = mapping.map((row): MappingRow => ({
      field: 'first_name',
      crmField: 'firstname',
      direction: 'both',
      rule: 'newest',
      ...row,
    }))
    await saveMapping(sync, whole, unaudited)
  }
  await switchSync(sync, { on: true, ...switches }, unaudited)
  forgetSyncs()
  await drain()
  const scene = { workspace, portal, connection, sync, token }
  return {
    ...scene,
    /** Lets pass what things need to be gathered, asked for and looked at. */
    settled: async (seconds = 10) => {
      await drain()
      clock.advance(seconds * SECOND)
      await drain()
    },
    change: (contactId: string, name: string, value: unknown) =>
      transaction((trx) => setField(trx, contactId, name, value)),
    contacts: (): Promise<Row[]> => db.from('contacts').where('workspace_id', workspace.id).orderBy('id'),
    link: async (contactId: string): Promise<Row | null> =>
      db.from('crm_links').where({ connection_id: connection.id, contact_id: contactId }).first(),
    entries: async (field?: string): Promise<Row[]> => {
      const query = db.from('crm_entries').where('connection_id', connection.id).orderBy('id')
      return field ? query.where('field', field) : query
    },
    eventsOf: (type: string): Promise<Row[]> =>
      db.from('events').where({ workspace_id: workspace.id, type }).orderBy('id'),
    writes: () =>
      hubspot.requests.filter(
        ({ method, path, headers }) =>
          headers.authorization === `Bearer ${token}` &&
          (method === 'PATCH' || path.endsWith('/batch/upsert')) &&
          path.includes('/contacts')
      ).length,
  }
}
