import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, MINUTE, SECOND } from '#app/clock'
import { setField } from '#app/contacts/fields'
import { forgetSyncs } from '#app/crm/active_syncs'
import { syncWithFields } from '#app/crm/crm_fields'
import { switchSync } from '#app/crm/switching'
import { transaction } from '#app/database'
import { drain } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import { givenContact } from '#tests/support/messaging'
import { fakeSalesforce, Traveller } from '#tests/support/salesforce'

test.group('Two CRMs of different kinds', (group) => {
  const hubspot = new FakeHubSpot()
  let salesforce = fakeSalesforce()
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(async () => {
    clock.freeze(Date.now())
    salesforce = fakeSalesforce({}, () => clock.now())
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      clock.restore()
      forgetSyncs()
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })

  test('a change in one reaches the other once, and none goes back', async ({ client, assert }) => {
    const crm = await givenCrm(hubspot)
    const connection = await (await Traveller.of(client, crm.workspace)).connect(salesforce)
    const sync = await syncWithFields(connection)
    assert.includeMembers(
      sync.mapping.map(({ crmField }) => crmField),
      ['FirstName', 'LastName']
    )
    await switchSync(sync, { on: true }, async () => {})
    forgetSyncs()
    await drain()

    const contact = await givenContact(crm.workspace, {
      identities: [{ kind: 'phone', value: '+393330000101' }],
      firstName: 'Ana',
    })
    await crm.settled()
    const [record] = crm.portal.of('contacts')
    const [person] = salesforce.org.of('Contact')
    assert.deepEqual([valueOf(record, 'firstname'), person.FirstName], ['Ana', 'Ana'])

    // Salesforce cannot be without a last name; the one made up for it is nobody's change.
    for (let turn = 0; turn < 3; turn++) await crm.settled(600)
    assert.equal(person.LastName, 'Ana')
    assert.isNull((await crm.contacts())[0].last_name)

    clock.advance(MINUTE)
    crm.portal.write(record, { lastname: 'Ruiz' })
    await crm.portal.deliver()
    for (let turn = 0; turn < 4; turn++) await crm.settled(600)
    assert.equal(salesforce.org.of('Contact')[0].LastName, 'Ruiz')

    clock.advance(10 * SECOND)
    await transaction((trx) => setField(trx, contact, 'first_name', 'Anna'))
    for (let turn = 0; turn < 3; turn++) await crm.settled(600)
    assert.deepEqual([valueOf(record, 'firstname'), salesforce.org.of('Contact')[0].FirstName], ['Anna', 'Anna'])
    const told = await crm.eventsOf('contact.field_changed')
    assert.lengthOf(told, 2)
    assert.lengthOf(crm.portal.of('contacts'), 1)
    assert.lengthOf(salesforce.org.of('Contact'), 1)
  })
})
