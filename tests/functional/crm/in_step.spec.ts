import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, MINUTE } from '#app/clock'
import { forgetSyncs } from '#app/crm/active_syncs'
import type { Row } from '#app/database'
import { readJson } from '#app/database'
import { drain } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { givenEvents, giulia } from '#tests/support/events'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'

const told = ({ outcome, code, rule }: Row) => [outcome, code ?? rule ?? null]
let forms = 0

test.group('Contacts and their records', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(() => {
    clock.freeze(Date.now())
    return () => {
      clock.restore()
      forgetSyncs()
      hubspot.faults.reset()
    }
  })

  async function givenBoth(wishes: Parameters<typeof givenCrm>[1] = {}) {
    const crm = await givenCrm(hubspot, wishes)
    const form = { type: 'form.submitted', key: `crm-${++forms}`, connector: 'core', account: null, person: giulia() }
    await givenEvents(crm.workspace, form)
    await drain()
    await crm.settled()
    const [contact] = await crm.contacts()
    return { ...crm, contact, contactId: String(contact.id), record: crm.portal.of('contacts')[0] }
  }

  test('somebody new here is entered there, by phone, once', async ({ assert }) => {
    const { portal, record, contact, link, contactId, entries, settled, writes } = await givenBoth()
    assert.lengthOf(portal.of('contacts'), 1)
    assert.deepEqual(
      ['firstname', 'lastname', 'staffetta_phone'].map((name) => valueOf(record, name)),
      [contact.first_name, contact.last_name, contact.phone].map((value) => value ?? undefined)
    )
    assert.equal((await link(contactId))?.crm_id, record.id)
    assert.deepEqual((await entries()).map(told)[0], ['linked', 'crm_created'])
    const identities = await db.from('contact_identities').where({ contact_id: contactId, kind: 'crm_contact' })
    assert.deepEqual(
      identities.map(({ value, issuer }) => [value, issuer]),
      [[record.id, String(portal.id)]]
    )
    const before = writes()
    await portal.deliver()
    await settled(600)
    await settled(600)
    assert.equal(writes(), before)
  })

  test('a change here appears there once, and does not come back', async ({ assert }) => {
    const { portal, record, contactId, change, settled, writes, eventsOf } = await givenBoth()
    const before = writes()
    await change(contactId, 'city', 'Bari')
    await settled()
    assert.equal(valueOf(record, 'city'), 'Bari')
    await portal.deliver()
    for (let turn = 0; turn < 3; turn++) await settled(600)
    assert.equal(writes(), before + 1)
    assert.lengthOf(await eventsOf('contact.field_changed'), 1)
  })

  test('a change there appears here once, starts what listens, and does not go back', async ({ assert }) => {
    const { portal, record, contacts, settled, writes, eventsOf, entries, connection } = await givenBoth()
    const before = writes()
    clock.advance(MINUTE)
    portal.write(record, { city: 'Lecce' })
    await portal.deliver()
    for (let turn = 0; turn < 3; turn++) await settled(600)
    assert.equal((await contacts())[0].city, 'Lecce')
    assert.equal(writes(), before)
    const changes = await eventsOf('contact.field_changed')
    assert.deepEqual(
      changes.map(({ connection_id: from, historic }) => [from, Boolean(historic)]),
      [[connection.id, false]]
    )
    assert.include((await entries('city')).map(told).flat(), 'from_crm')
  })

  test('what no webhook tells is found by asking', async ({ assert }) => {
    const { portal, record, contacts, settled } = await givenBoth()
    hubspot.faults.goSilent()
    clock.advance(MINUTE)
    portal.write(record, { company: 'Hotel Ninfea' })
    await settled(600)
    await settled()
    assert.equal((await contacts())[0].company, 'Hotel Ninfea')
  })

  test('where both changed, the newest wins, and what lost is in the log', async ({ assert }) => {
    const { portal, record, contactId, contacts, change, settled, entries } = await givenBoth()
    await change(contactId, 'city', 'Bari')
    clock.advance(1)
    portal.write(record, { city: 'Lecce' })
    await settled()
    assert.deepEqual([(await contacts())[0].city, valueOf(record, 'city')], ['Lecce', 'Lecce'])
    const [entry] = await entries('city')
    assert.deepEqual(
      [entry.outcome, entry.rule, readJson(entry.after), readJson(entry.lost)],
      ['from_crm', 'newest', 'Lecce', 'Bari']
    )

    portal.write(record, { city: 'Taranto' })
    clock.advance(1000)
    await change(contactId, 'city', 'Brindisi')
    await settled()
    assert.deepEqual([(await contacts())[0].city, valueOf(record, 'city')], ['Brindisi', 'Brindisi'])
  })

  for (const [rule, wins] of [
    ['crm', 'Lecce'],
    ['staffetta', 'Bari'],
  ] as const) {
    test(`by the rule “${rule}” the same side always wins`, async ({ assert }) => {
      const mapping = [{ field: 'city', crmField: 'city', rule }]
      const { portal, record, contactId, contacts, change, settled } = await givenBoth({ mapping })
      portal.write(record, { city: 'Lecce' })
      await change(contactId, 'city', 'Bari')
      await settled()
      assert.deepEqual([(await contacts())[0].city, valueOf(record, 'city')], [wins, wins])
    })
  }

  test('one way is one way, and the other end is left alone', async ({ assert }) => {
    const mapping = [
      { field: 'city', crmField: 'city', direction: 'to_crm' as const },
      { field: 'company', crmField: 'company', direction: 'from_crm' as const },
    ]
    const { portal, record, contactId, contacts, change, settled, entries } = await givenBoth({ mapping })
    await change(contactId, 'city', 'Bari')
    await change(contactId, 'company', 'Ours')
    await settled()
    portal.write(record, { city: 'Lecce', company: 'Theirs' })
    await portal.deliver()
    await settled()
    const [contact] = await contacts()
    assert.deepEqual([contact.city, valueOf(record, 'city')], ['Bari', 'Lecce'])
    assert.deepEqual([contact.company, valueOf(record, 'company')], ['Theirs', 'Theirs'])
    assert.deepInclude((await entries('city')).map(told), ['kept', 'crm_one_way'])
  })

  test('our own writing from a CRM that does not say who wrote is known by its values', async ({ assert }) => {
    const { portal, contactId, change, settled, writes, entries } = await givenBoth({ appUnknown: true })
    await change(contactId, 'city', 'Bari')
    await settled()
    const before = writes()
    const [delivery] = await portal.deliver()
    assert.isBelow(Number(delivery.status), 300)
    for (let turn = 0; turn < 3; turn++) await settled(600)
    assert.equal(writes(), before)
    assert.deepInclude((await entries()).map(told), ['same', 'crm_echo'])
  })

  test('a record thrown away there is unlinked, and not made again', async ({ assert }) => {
    const { portal, record, contactId, contacts, link, change, settled, entries } = await givenBoth()
    clock.advance(MINUTE)
    portal.delete(record)
    await portal.deliver()
    await settled()
    assert.isNull((await link(contactId))?.crm_id)
    await change(contactId, 'city', 'Bari')
    await settled()
    assert.lengthOf(portal.of('contacts'), 0)
    assert.lengthOf(await contacts(), 1)
    assert.deepInclude((await entries()).map(told), ['unlinked', 'crm_record_deleted'])
  })

  test('a record merged there is followed to the one that stayed', async ({ assert }) => {
    const { portal, record, contactId, contacts, link, change, settled } = await givenBoth()
    const other = portal.create('contacts', { firstname: 'Giulia', city: 'Lecce' })
    clock.advance(MINUTE)
    portal.merge(other, record)
    hubspot.faults.goSilent()
    await settled(600)
    await settled()
    assert.equal((await link(contactId))?.crm_id, other.id)
    assert.equal((await contacts())[0].city, 'Lecce')
    await change(contactId, 'company', 'Hotel Ninfea')
    await settled()
    assert.equal(valueOf(other, 'company'), 'Hotel Ninfea')
  })

  test('two of ours that became one record there are for a person to merge', async ({ assert }) => {
    const { workspace, portal, record, contactId, link, settled, entries } = await givenBoth()
    const other = portal.create('contacts', { firstname: 'Giulia', phone: '+39 347 555 0177' })
    await portal.deliver()
    await settled()
    clock.advance(MINUTE)
    portal.merge(other, record)
    await portal.deliver()
    await settled()
    assert.isNull((await link(contactId))?.crm_id)
    assert.deepInclude((await entries()).map(told), ['unlinked', 'crm_record_merged'])
    const suggestions = await db.from('merge_suggestions').where({ workspace_id: workspace.id, state: 'open' })
    assert.lengthOf(suggestions, 1)
  })

  test('a CRM that is busy, silent or refuses is waited for, asked again, or quoted', async ({ assert }) => {
    const { record, contactId, change, settled, entries, link } = await givenBoth()
    hubspot.faults.rateLimit(1, { path: '/batch/read' })
    await change(contactId, 'city', 'Bari')
    await settled()
    assert.isUndefined(valueOf(record, 'city'))
    await settled(60)
    assert.equal(valueOf(record, 'city'), 'Bari')

    hubspot.faults.fail(1, { path: `/contacts/${record.id}`, status: 400, body: { category: 'VALIDATION_ERROR' } })
    await change(contactId, 'city', 'Lecce')
    await settled()
    const refused = (await entries()).find(({ outcome }) => outcome === 'refused')
    assert.equal(refused?.code, 'crm_refused')
    assert.equal(readJson<Record<string, string>>(refused?.params).vendor_code, 'VALIDATION_ERROR')
    await settled(600)
    assert.equal((await link(contactId))?.state, 'idle')

    hubspot.faults.hangUp(1, { path: `/contacts/${record.id}` })
    await change(contactId, 'city', 'Ostuni')
    await settled()
    await settled(120)
    await settled(120)
    assert.equal(valueOf(record, 'city'), 'Ostuni')
  }).timeout(60_000)
})
