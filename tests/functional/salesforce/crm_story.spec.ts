import { generateKeyPairSync } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, HOUR, machineNow } from '#app/clock'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { disconnect } from '#app/connectors/upkeep'
import { reconcile } from '#app/deliveries/reconciling'
import type { Row } from '#app/database'
import type { CrmRole } from '#sdk/roles/crm'
import { isConnectorError } from '#sdk/errors'
import { fakeSalesforce, APP, Traveller } from '#tests/support/salesforce'
import { givenWorkspace } from '#tests/support/workspace'

const giulia = {
  identities: [
    { kind: 'phone' as const, value: '+393330000101' },
    { kind: 'email' as const, value: 'giulia.ferraro@example.com' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferraro',
}

const told = async (workspace: { id: string }): Promise<Row[]> =>
  db.from('events').where({ workspace_id: workspace.id, connector: 'salesforce' }).orderBy('id')
const typesOf = async (workspace: { id: string }) => (await told(workspace)).map(({ type }) => String(type))

const crmOf = async (): Promise<CrmRole> => (await connectors.implementation('salesforce')).crm!

test.group('Salesforce', (group) => {
  let salesforce = fakeSalesforce()
  group.each.setup(async () => {
    // Two machines' clocks: Salesforce's records bear its own.
    salesforce = fakeSalesforce({}, () => machineNow() + clock.now() - machineNow())
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      clock.restore()
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })

  test('connected, used, expired, renewed once by two, held back, recovered, revoked, signed in again, removed', async ({
    client,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const connection = await somebody.connect(salesforce)
    const crm = await crmOf()

    const made = await crm.upsertContact(await contextFor(connection), giulia, { LeadSource: 'Web' })
    assert.isTrue(made.created)
    const again = await crm.upsertContact(await contextFor(connection), giulia, { LeadSource: 'Phone Inquiry' })
    assert.deepEqual([again.id, again.created], [made.id, false])
    assert.lengthOf(salesforce.org.of('Contact'), 1)

    // Salesforce ends the session: two processes find out at once.
    salesforce.access.clear()
    const copies = await Promise.all([1, 2].map(() => Connection.findOrFail(connection.id)))
    const found = await Promise.all(
      copies.map(async (copy) => crm.findContact(await contextFor(copy), { phone: '+393330000101' }))
    )
    assert.deepEqual(found, [{ id: made.id }, { id: made.id }])
    assert.equal(salesforce.refreshes, 1)

    // Any call may be held back, and nothing was done by it.
    salesforce.faults.rateLimit(1, { path: '/sobjects/Opportunity' })
    const deal = {
      contactId: made.id,
      title: 'Lamps',
      stage: 'negotiation',
      value: { amount: 420_000, currency: 'EUR' },
    }
    const context = await contextFor(await Connection.findOrFail(connection.id))
    const held = await crm.upsertDeal(context, deal).catch((error: unknown) => error)
    assert.isTrue(isConnectorError(held) && held.code === 'E_RATE_LIMITED')
    assert.lengthOf(salesforce.org.of('Opportunity'), 0)
    const { id } = await crm.upsertDeal(context, deal)
    const [opportunity] = salesforce.org.of('Opportunity')
    assert.include(opportunity, { Id: id, StageName: 'Negotiation/Review', Amount: 4200, ContactId: made.id })

    // An admin ends our access.
    salesforce.revokeAll()
    await testConnection(await Connection.findOrFail(connection.id))
    const broken = await Connection.findOrFail(connection.id)
    assert.deepEqual([broken.state, broken.reason?.code], ['broken', 'sign_in_needed'])

    const mended = await somebody.connect(salesforce, { connection: connection.id, app: {} })
    assert.deepEqual([mended.id, mended.state], [connection.id, 'healthy'])

    await disconnect(mended, { workspace, actor: SYSTEM })
    assert.equal(salesforce.refresh.size, 0, 'Salesforce was told that the access is given back')
    assert.deepEqual((await Connection.findOrFail(connection.id)).credentials, {})
  })

  test('a lead and a deal become events once, whoever tells of them', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    const connection = await somebody.connect(salesforce)
    const contact = salesforce.org.make('Contact', { LastName: 'Ferraro', MobilePhone: '+39 333 000 0101' })
    const lead = salesforce.org.make('Lead', { LastName: 'Rossi', Company: 'Bar Sport', Phone: '0039 333 000 0102' })
    const deal = salesforce.org.make('Opportunity', {
      Name: 'Lamps',
      StageName: 'Prospecting',
      Amount: 4200,
      ContactId: contact.Id,
    })
    await reconcile(connection)
    assert.deepEqual((await typesOf(workspace)).toSorted(), ['deal.updated', 'lead.created'])
    await reconcile(connection)
    assert.lengthOf(await told(workspace), 2)

    clock.advance(HOUR)
    salesforce.org.change(lead, { IsConverted: true, Status: 'Closed - Converted' })
    salesforce.org.change(deal, { StageName: 'Closed Won' })
    await reconcile(connection)
    const types = await typesOf(workspace)
    assert.deepEqual(types.slice(2).toSorted(), ['deal.updated', 'deal.won', 'lead.qualified'])
    const won = (await told(workspace)).find(({ type }) => type === 'deal.won')
    const { value, stage } = JSON.parse(String(won?.payload)) as { value: object; stage: string }
    assert.deepEqual([value, stage], [{ amount: 420_000, currency: 'EUR' }, 'Closed Won'])
    assert.isNotNull(won?.contact_id)
  })

  test('what we write does not come back', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const connection = await (await Traveller.of(client, workspace)).connect(salesforce)
    const crm = await crmOf()
    const start = await crm.changesSince(await contextFor(connection), null, ['LeadSource'])
    const { id } = await crm.upsertContact(await contextFor(connection), giulia, { LeadSource: 'Web' })
    await crm.upsertDeal(await contextFor(connection), {
      contactId: id,
      title: 'Lamps',
      stage: 'Prospecting',
      value: null,
    })
    await reconcile(connection)
    assert.lengthOf(await told(workspace), 0)

    clock.advance(HOUR)
    salesforce.org.change(salesforce.org.find('Contact', id)!, { LeadSource: 'Phone Inquiry' })
    const { items } = await crm.changesSince(await contextFor(connection), start.cursor, ['LeadSource'])
    assert.deepEqual(
      items.map(({ fields, modifiedBy }) => [fields.LeadSource, modifiedBy]),
      [['Phone Inquiry', 'other']]
    )
  })

  test('an org without the phone field is said to be so, and still knows people', async ({ client, assert }) => {
    salesforce.org.withoutPhoneField()
    const connection = await (await Traveller.of(client, await givenWorkspace())).connect(salesforce)
    assert.deepEqual(
      connection.warnings.map(({ code, params }) => [code, params?.objects]),
      [['external_id_missing', 'Contact, Lead']]
    )
    const known = salesforce.org.make('Contact', { LastName: 'Ferraro', Phone: '(39) 333/0000101' })
    const { id, created } = await (await crmOf()).upsertContact(await contextFor(connection), giulia, {})
    assert.deepEqual([id, created], [known.Id, false])
  })

  test('several records of one external ID are told, and none is written', async ({ client, assert }) => {
    const connection = await (await Traveller.of(client, await givenWorkspace())).connect(salesforce)
    // Our search sees none of them: they came with the same commit.
    const crm = await crmOf()
    const context = await contextFor(connection)
    for (const LastName of ['One', 'Two'])
      salesforce.org.make('Lead', { LastName, Company: 'x', Staffetta_Phone__c: '+393330000109', IsConverted: true })
    const { actions } = await connectors.implementation('salesforce')
    const input = { phone: '+393330000109', lastName: 'Three', company: 'y' }
    const error = await actions!.upsertLead.run(context, input).catch((failure: unknown) => failure)
    assert.isTrue(isConnectorError(error) && error.vendorCode === 'MULTIPLE_CHOICES')
    assert.lengthOf(salesforce.org.of('Lead'), 2)
    assert.isAbove((await crm.stages(context)).length, 2)
  })

  test('bad input names its field and writes nothing', async ({ client, assert }) => {
    const connection = await (await Traveller.of(client, await givenWorkspace())).connect(salesforce)
    const crm = await crmOf()
    const context = await contextFor(connection)
    const fieldOf = async (call: Promise<unknown>) => {
      const error = (await call.catch((failure: unknown) => failure)) as { code?: string; field?: string }
      return [error.code, error.field]
    }
    assert.deepEqual(await fieldOf(crm.upsertContact(context, giulia, { LeadSource: 'Carrier pigeon' })), [
      'E_INVALID_INPUT',
      'LeadSource',
    ])
    assert.deepEqual(await fieldOf(crm.upsertContact(context, { ...giulia, lastName: 'F'.repeat(81) }, {})), [
      'E_INVALID_INPUT',
      'LastName',
    ])
    assert.deepEqual(
      await fieldOf(crm.upsertDeal(context, { contactId: 'x', title: 'Lamps', stage: 'Nowhere', value: null })),
      ['E_INVALID_INPUT', 'stage']
    )
    assert.deepEqual(await fieldOf(crm.readContacts(context, ['x'], ['Id FROM User'])), ['E_INVALID_INPUT', 'fields'])
    assert.lengthOf(salesforce.org.of('Contact'), 0)
  })

  test('signs in without a person: by client credentials, and by a certificate', async ({ assert }) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    Object.assign(salesforce.app, { publicKey, username: 'relay@bottega.example' })
    const ways = [
      { credentials: APP, settings: { domain: 'bottega.my.salesforce.com' } },
      { credentials: { clientId: APP.clientId, username: 'relay@bottega.example', privateKey }, settings: {} },
    ]
    for (const way of ways) {
      const workspace = await givenWorkspace()
      const result = await connect(workspace, 'salesforce', { ...way, actor: SYSTEM })
      if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
      salesforce.access.clear()
      const context = await contextFor(result.connection)
      const refused = context.credentials.accessToken
      assert.isNull(await (await crmOf()).findContact(context, { email: 'nobody@example.com' }))
      assert.notEqual(context.credentials.accessToken, refused)
      await disconnect(result.connection, { workspace, actor: SYSTEM })
    }
    const wrong = await connect(await givenWorkspace(), 'salesforce', {
      credentials: { ...ways[1].credentials, privateKey: `-----BEGIN PRIVATE KEY-----${'x'.repeat(100)}` },
      actor: SYSTEM,
    })
    assert.equal(!wrong.ok && wrong.reason === 'check_failed' && wrong.field, 'privateKey')
  })
})
