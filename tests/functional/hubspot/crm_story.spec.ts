import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { clock, MINUTE } from '#app/clock'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { Endpoint } from '#app/connectors/endpoint'
import { fakeWorld } from '#app/calls/fake_world'
import { forget } from '#app/connectors/memory'
import { Delivery } from '#app/deliveries/delivery'
import { reconcile } from '#app/deliveries/reconciling'
import { changeConnection } from '#app/connectors/repair'
import { saveMapping } from '#app/conversions/mappings'
import type { Row } from '#app/database'
import { drain } from '#app/work/worker'
import { givenEvents, giulia } from '#tests/support/events'
import { FakeHubSpot, SCOPES } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import { chain, givenPipeline, runsOf } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'

const SECRET = 'fake-hubspot-client-secret'
let portals = 48_112_000

async function givenPortal(hubspot: FakeHubSpot) {
  const workspace = await givenWorkspace()
  const id = ++portals
  const token = `pat-eu1-of-the-portal-${id}`
  const portal = hubspot.addPortal(id, token, { now: () => clock.now() })
  const result = await connect(workspace, 'hubspot', {
    credentials: { accessToken: token, clientSecret: SECRET },
    actor: SYSTEM,
  })
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  const { connection } = result
  const owner = connection.appId ? { appId: connection.appId } : { connectionId: connection.id }
  const endpoint = await Endpoint.findByOrFail(owner)
  portal.target = { url: endpoint.url, secret: SECRET }
  forget()
  const told = async (): Promise<Row[]> =>
    db.from('events').where({ workspace_id: workspace.id, connector: 'hubspot' }).orderBy('id')
  return {
    workspace,
    portal,
    token,
    connection,
    told,
    deliveries: () => Delivery.query().where('endpointId', endpoint.id).orderBy('id'),
    types: async () => (await told()).map(({ type }) => String(type)),
  }
}

const leadPipeline = (workspace: { id: string }, connection: { id: string }) =>
  givenPipeline(
    workspace,
    {
      trigger: { events: ['form.submitted'] },
      ...chain(
        {
          type: 'connector_action',
          id: 'crm',
          config: {
            connection: connection.id,
            action: 'upsertContact',
            input: { phone: '{{ contact.phone }}', firstName: '{{ contact.first_name }}' },
          },
        },
        {
          type: 'connector_action',
          id: 'deal',
          config: {
            connection: connection.id,
            action: 'createDeal',
            input: {
              contactId: '{{ steps.crm.contactId }}',
              title: 'Lamps for {{ contact.first_name }}',
              stage: 'Offer',
              amount: '4200.00',
              currency: 'EUR',
            },
          },
        }
      ),
    },
    'Leads to HubSpot'
  )

let forms = 0
const submitForm = (workspace: { id: string }, person = giulia()) =>
  givenEvents(workspace, { type: 'form.submitted', key: `form-${++forms}`, connector: 'core', account: null, person })

test.group('HubSpot in a pipeline', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(async () => {
    await hubspot.start()
    for (const [host, origin] of Object.entries(hubspot.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(hubspot.origins)) fakeWorld.lead(host, null)
      await hubspot.stop()
    }
  })
  group.each.setup(() => {
    // HubSpot's own clock is the real one, and a poll looks back from there.
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      hubspot.faults.reset()
    }
  })

  test('a lead becomes a contact and a deal, once, however HubSpot holds us up', async ({ assert }) => {
    const { workspace, portal, connection } = await givenPortal(hubspot)
    const pipeline = await leadPipeline(workspace, connection)
    hubspot.faults.rateLimit(1, { path: '/contacts/batch/upsert' })
    hubspot.faults.fail(1, { path: '/deals/batch/upsert', status: 502 })
    await submitForm(workspace)
    await drain()
    assert.lengthOf(portal.of('contacts'), 0)

    for (let n = 0; n < 4; n++) {
      clock.advance(10 * MINUTE)
      await drain()
    }
    const [contact] = portal.of('contacts')
    const [deal] = portal.of('deals')
    assert.deepEqual([portal.of('contacts').length, portal.of('deals').length], [1, 1])
    assert.equal(valueOf(contact, 'staffetta_phone'), '+393475550142')
    assert.deepEqual(
      ['dealname', 'dealstage', 'amount'].map((name) => valueOf(deal, name)),
      ['Lamps for Giulia', 'appointmentscheduled', '4200.00']
    )
    assert.isTrue(deal.associated.get('contacts')?.has(contact.id))
    assert.deepEqual(
      (await runsOf(pipeline)).map(({ state }) => state),
      ['completed']
    )
  })

  test('a revoked token shows, and a new one goes on', async ({ assert }) => {
    const { workspace, portal, token, connection } = await givenPortal(hubspot)
    await leadPipeline(workspace, connection)
    hubspot.tokens.delete(token)
    await submitForm(workspace)
    await drain()
    await connection.refresh()
    assert.equal(connection.state, 'broken')

    const anew = { accessToken: 'pat-eu1-made-anew-for-us', clientSecret: SECRET }
    hubspot.tokens.set(anew.accessToken, {
      portal,
      scopes: SCOPES.filter((scope) => scope !== 'crm.objects.deals.write'),
    })
    const by = { workspace, actor: SYSTEM }
    assert.isTrue((await changeConnection(connection, by, { credentials: anew })).ok)
    await connection.refresh()
    assert.deepEqual(
      [connection.state, connection.reason],
      ['needs_attention', { code: 'scopes_missing', params: { scopes: 'crm.objects.deals.write' } }]
    )

    hubspot.tokens.set(anew.accessToken, { portal, scopes: SCOPES })
    assert.isTrue((await testConnection(connection)).ok)
    await submitForm(workspace)
    await drain()
    await connection.refresh()
    assert.deepEqual([connection.state, portal.of('contacts').length, portal.of('deals').length], ['healthy', 1, 1])
  })

  test('a deal won there is told once, and counts as a conversion', async ({ assert }) => {
    const { workspace, portal, connection, told } = await givenPortal(hubspot)
    await saveMapping(db.connection(), workspace.id, {
      eventType: 'deal.won',
      kind: 'purchase',
      websiteName: 'Purchase',
      messagingName: 'Purchase',
      enabled: true,
    })
    await leadPipeline(workspace, connection)
    await submitForm(workspace)
    await drain()
    await portal.deliver()
    await drain()
    assert.lengthOf(await told(), 0, 'what we wrote ourselves is no news')

    clock.advance(MINUTE)
    const [deal] = portal.of('deals')
    portal.write(deal, { dealstage: 'closedwon' })
    hubspot.faults.duplicate = true
    await portal.deliver()
    await reconcile(connection)
    await reconcile(connection)
    await drain()
    assert.sameMembers(
      (await told()).map(({ type }) => type),
      ['deal.updated', 'deal.won']
    )
    const conversions: Row[] = await db.from('conversions').where({ workspace_id: workspace.id, kind: 'purchase' })
    assert.lengthOf(conversions, 1)
  })

  test('a deal won there is told whole by the webhook alone', async ({ assert }) => {
    const { workspace, portal, connection, told } = await givenPortal(hubspot)
    clock.advance(MINUTE)
    const person = portal.create('contacts', { firstname: 'Ana', phone: '+39 347 555 0177' })
    const deal = portal.create('deals', { dealname: 'Lamps', amount: '4200', dealstage: 'contractsent' })
    portal.associate(deal, person)
    portal.write(deal, { dealstage: 'closedwon' })
    await portal.deliver()
    await drain()

    const won = (await told()).find(({ type }) => type === 'deal.won')
    assert.deepInclude(JSON.parse(String(won?.payload)), {
      title: 'Lamps',
      stage: 'closedwon',
      value: { amount: 420_000, currency: 'EUR' },
    })
    const contact: Row | undefined = await db.from('contacts').where('id', String(won?.contact_id)).first()
    assert.equal(contact?.phone, '+393475550177')

    const before = (await told()).length
    await reconcile(connection)
    await drain()
    assert.lengthOf(await told(), before, 'what a poll knows beside is no second event')
    assert.lengthOf(await db.from('contacts').where('workspace_id', workspace.id), 1)
  })

  test('an outage while it is asked keeps the delivery, and all of it is told once', async ({ assert }) => {
    const { portal, told, deliveries } = await givenPortal(hubspot)
    const deal = portal.create('deals', { dealname: 'Lamps', amount: '4200', dealstage: 'closedwon' })
    hubspot.faults.fail(Infinity, { path: '/deals/batch/read', status: 502 })
    await portal.deliver()
    await drain()
    assert.lengthOf(await told(), 0)
    const [waiting] = await deliveries()
    assert.deepEqual([waiting.state, waiting.reason?.code], ['received', 'provider_unavailable'])

    hubspot.faults.reset()
    clock.advance(MINUTE)
    await drain()
    assert.deepEqual(
      (await deliveries()).map(({ state, reason }) => [state, reason]),
      [['parsed', null]]
    )
    const won = (await told()).filter(({ type }) => type === 'deal.won')
    assert.lengthOf(won, 1)
    assert.equal(won[0].subject_id, deal.id)
    assert.equal(JSON.parse(String(won[0].payload)).title, 'Lamps')
  })

  test('a token that is dead when it is asked shows, and nothing is lost', async ({ assert }) => {
    const { portal, token, connection, told, deliveries } = await givenPortal(hubspot)
    portal.create('deals', { dealname: 'Lamps', dealstage: 'closedwon' })
    const known = hubspot.tokens.get(token)!
    hubspot.tokens.delete(token)
    await portal.deliver()
    await drain()
    await connection.refresh()
    assert.equal(connection.state, 'broken')
    assert.lengthOf(await told(), 0)

    hubspot.tokens.set(token, known)
    clock.advance(MINUTE)
    await drain()
    assert.includeMembers(
      (await told()).map(({ type }) => type),
      ['deal.won']
    )
    assert.deepEqual(
      (await deliveries()).map(({ state }) => state),
      ['parsed']
    )
  })

  test('a deal found by asking comes with its contact and its value', async ({ assert }) => {
    const { workspace, portal, connection, told } = await givenPortal(hubspot)
    await leadPipeline(workspace, connection)
    await submitForm(workspace)
    await drain()
    hubspot.faults.goSilent()
    clock.advance(MINUTE)
    portal.write(portal.of('deals')[0], { dealstage: 'closedwon' })
    await reconcile(connection)
    const won = (await told()).find(({ type }) => type === 'deal.won')
    assert.deepInclude(JSON.parse(String(won?.payload)), {
      title: 'Lamps for Giulia',
      value: { amount: 420_000, currency: 'EUR' },
    })
    assert.isNotNull(won?.contact_id)
  })

  test('a person entered there is one contact here, and gone when erased there', async ({ assert }) => {
    const { workspace, portal, connection, types } = await givenPortal(hubspot)
    clock.advance(MINUTE)
    const person = portal.create('contacts', { firstname: 'Ana', phone: '+39 347 555 0177', email: 'ana@example.org' })
    await portal.deliver()
    await reconcile(connection)
    await drain()
    assert.sameMembers(await types(), ['lead.created', 'customer.updated', 'customer.updated', 'customer.updated'])
    const contacts: Row[] = await db.from('contacts').where('workspace_id', workspace.id)
    assert.deepEqual(
      contacts.map(({ first_name: name, phone }) => [name, phone]),
      [['Ana', '+393475550177']]
    )

    portal.deleteForPrivacy(person)
    await portal.deliver()
    await drain()
    assert.include(await types(), 'customer.erasure_requested')
    assert.lengthOf(await db.from('contact_identities').where('workspace_id', workspace.id), 0)
  })

  test('what somebody else signed is refused', async ({ assert }) => {
    const { portal } = await givenPortal(hubspot)
    portal.create('contacts', { firstname: 'Ana' })
    const attempts = await portal.deliver({ secret: 'another-secret-altogether' })
    assert.isTrue(attempts.every(({ status }) => status === 401))
  })
})
