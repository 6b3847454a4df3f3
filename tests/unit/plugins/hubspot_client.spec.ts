import { test } from '@japa/runner'
import { samePhone } from '#plugins/hubspot/contacts'
import { untilMidnight } from '#plugins/hubspot/failures'
import { implementation } from '#plugins/hubspot/implementation'
import type { Action, Person, RateLimited } from '#sdk/index'
import { testContext } from '#sdk/testing/index'
import { directHttp } from '#tests/support/fake_world/direct_http'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { OUR_APP, valueOf } from '#tests/support/fake_world/hubspot_portal'

const TOKEN = 'pat-eu1-of-a-portal-for-tests'
const giulia: Person = {
  identities: [
    { kind: 'phone', value: '+393330000101' },
    { kind: 'email', value: 'giulia.ferraro@example.com' },
  ],
  firstName: 'Giulia',
  lastName: 'Ferraro',
}
const crm = implementation.crm!
const action = (name: string): Action => implementation.actions![name]!

test.group('HubSpot, as its API answers', (group) => {
  let hubspot: FakeHubSpot
  group.each.setup(async () => {
    hubspot = new FakeHubSpot()
    await hubspot.start()
    return () => hubspot.stop()
  })

  function scene(idempotencyKey: string | null = null, scopes?: string[]) {
    const portal = hubspot.addPortal(48_112_233, TOKEN, scopes ? { scopes } : {})
    const http = directHttp(hubspot.origin)
    const context = testContext({
      credentials: { accessToken: TOKEN },
      account: '48112233',
      http,
      idempotencyKey,
      now: Date.now,
    })
    return { portal, context }
  }

  test('someone the CRM knows by a phone written its own way is not entered twice', async ({ assert }) => {
    const { portal, context } = scene()
    const known = portal.create('contacts', { phone: '+39 333 000 0101', firstname: 'Giulia' })
    portal.create('contacts', { phone: '+39 02 5550 0101', email: 'giulia.ferraro@example.com' })
    const { id, created } = await crm.upsertContact(
      context,
      { ...giulia, identities: giulia.identities.slice(0, 1) },
      {}
    )
    assert.deepEqual([id, created], [known.id, false])
    assert.equal(valueOf(known, 'staffetta_phone'), '+393330000101')
    assert.equal(valueOf(known, 'phone'), '+39 333 000 0101')
  })

  test('by phone first, then by e-mail; an address that is somebody else’s stays theirs', async ({ assert }) => {
    const { portal, context } = scene()
    const byEmail = portal.create('contacts', { email: 'giulia.ferraro@example.com' })
    assert.equal((await crm.upsertContact(context, giulia, {})).id, byEmail.id)
    const byPhone = portal.create('contacts', { phone: '+393339999999' })
    const other = { ...giulia, identities: [{ kind: 'phone' as const, value: '+393339999999' }, giulia.identities[1]] }
    assert.equal((await crm.upsertContact(context, other, { lastname: 'Ferraro' })).id, byPhone.id)
    assert.isUndefined(valueOf(byPhone, 'email'))
    assert.equal(valueOf(byPhone, 'lastname'), 'Ferraro')
    assert.deepInclude(context.lines.at(-1)?.fields, { code: 'address_taken', property: 'email' })
  })

  test('a contact the search does not show yet is found by the conflict', async ({ assert }) => {
    const { portal, context } = scene()
    const first = await crm.upsertContact(context, giulia, {})
    hubspot.faults.fail(1, { path: '/contacts/search', status: 200, body: { total: 0, results: [] } })
    const again = await crm.upsertContact(
      context,
      { ...giulia, identities: [{ kind: 'phone', value: '+393338888888' }, giulia.identities[1]] },
      {}
    )
    assert.deepEqual([again.id, again.created, portal.of('contacts').length], [first.id, false, 1])
  })

  test('a step whose answer was lost makes no second deal', async ({ assert }) => {
    const { portal, context } = scene('run_1:deal:1')
    const { id: contactId } = await crm.upsertContact(context, giulia, {})
    const input = { contactId, title: 'Lamps', stage: 'Offer', amount: '4200.00', currency: 'EUR' }
    hubspot.faults.swallowAnswer(1, { path: '/deals/batch/upsert' })
    await assert.rejects(() => action('createDeal').run(context, input), /answer/)
    const { dealId } = (await action('createDeal').run(context, input)) as { dealId: string }
    assert.deepEqual(
      portal.of('deals').map(({ id }) => id),
      [dealId]
    )
  })

  test('a deal moved twice stands where it was moved', async ({ assert }) => {
    const { portal, context } = scene()
    const deal = portal.create('deals', { dealname: 'Lamps', dealstage: 'contractsent', amount: '4200' })
    const input = { dealId: deal.id, stage: 'Closed won', amount: '4200.00', currency: 'EUR' }
    hubspot.faults.swallowAnswer(1, { path: `/deals/${deal.id}` })
    await assert.rejects(() => action('updateDeal').run(context, input), /answer/)
    assert.deepEqual(await action('updateDeal').run(context, input), { dealId: deal.id, stage: 'closedwon' })
    assert.deepEqual([valueOf(deal, 'dealstage'), valueOf(deal, 'amount')], ['closedwon', '4200.00'])
  })

  test('wrong values are refused by name', async ({ assert }) => {
    const { context } = scene()
    const { id: contactId } = await crm.upsertContact(context, giulia, {})
    const field = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => null,
        (thrown: unknown) => thrown
      )
      return (error as { field?: string } | null)?.field
    }
    assert.equal(
      await field(action('createDeal').run(context, { contactId, title: 'Lamps', stage: 'Nowhere' })),
      'stage'
    )
    assert.equal(
      await field(
        action('createDeal').run(context, { contactId, title: 'Lamps', stage: 'Offer', amount: '1', currency: 'XTS' })
      ),
      'deal_currency_code'
    )
    assert.equal(await field(crm.upsertContact(context, giulia, { shoe_size: '38' })), 'shoe_size')
  })

  test('messages and notes are written as text, and lists take each contact once', async ({ assert }) => {
    const { portal, context } = scene()
    const { id: contactId } = await crm.upsertContact(context, giulia, {})
    await crm.logActivity(context, contactId, {
      kind: 'message',
      title: 'Chat',
      body: '<b>Ciao</b>\nGiulia',
      at: context.now(),
    })
    await action('logActivity').run(context, { contactId, kind: 'note', text: 'Called back' })
    const [message] = portal.of('communications')
    assert.equal(
      valueOf(message, 'hs_communication_body'),
      '<strong>Chat</strong><br>&lt;b&gt;Ciao&lt;/b&gt;<br>Giulia'
    )
    assert.isTrue(message.associated.get('contacts')?.has(contactId))
    assert.lengthOf(portal.of('notes'), 1)

    for (let times = 0; times < 2; times++) await action('addToList').run(context, { contactId, listId: '42' })
    assert.deepEqual([...portal.lists.get('42')!], [contactId])
    await assert.rejects(() => action('addToList').run(context, { contactId: '1', listId: '42' }), /contact/)
  })

  test('changes are listed page by page, with who made them', async ({ assert }) => {
    const { portal, context } = scene()
    const start = await crm.changesSince(context, null, [])
    for (let n = 0; n < 60; n++) portal.create('contacts', { firstname: `Guest ${n}` })
    portal.create('contacts', { firstname: 'Ours' }, OUR_APP)
    const found = new Map<unknown, string>()
    let cursor = start.cursor
    for (let turn = 0; turn < 3; turn++) {
      const page = await crm.changesSince(context, cursor, ['firstname'])
      for (const { fields, modifiedBy } of page.items) found.set(fields.firstname, modifiedBy)
      cursor = page.cursor
    }
    assert.equal(found.size, 61)
    assert.deepEqual([found.get('Guest 7'), found.get('Ours')], ['other', 'us'])
  })

  test('all contacts are listed by id, with how many there are', async ({ assert }) => {
    const { portal, context } = scene()
    for (let n = 0; n < 130; n++) portal.create('contacts', { firstname: `Guest ${n}` })
    const first = await crm.listContacts(context, null, ['firstname'])
    const second = await crm.listContacts(context, first.cursor, ['firstname'])
    assert.deepEqual([first.items.length, first.total, second.items.length, second.total], [100, 130, 30, null])
    assert.isNull(second.cursor)
  })

  test('fields have types, options and a word on whether they may be written', async ({ assert }) => {
    const { portal, context } = scene()
    const options = [
      { value: 'a', label: 'Lamps' },
      { value: 'b', label: 'Tables' },
    ]
    portal.define({ name: 'interests', label: 'Interests', type: 'enumeration', fieldType: 'checkbox', options })
    const byName = new Map((await crm.fields(context)).map((field) => [field.name, field]))
    assert.deepInclude(byName.get('interests'), { title: 'Interests', type: 'choices' })
    assert.deepInclude(byName.get('createdate'), { type: 'datetime', readOnly: true })
    assert.deepEqual([byName.get('phone')?.type, byName.get('lifecyclestage')?.type], ['phone', 'choice'])
    assert.deepInclude(await crm.stages(context), {
      id: 'closedwon',
      title: 'Closed won',
      pipeline: { id: 'default', title: 'Sales pipeline' },
      outcome: 'won',
    })
    const { id } = await crm.upsertContact(context, giulia, { interests: ['a', 'b'] })
    const [record] = await crm.readContacts(context, [id], ['interests'])
    assert.deepEqual([record?.fields.interests, record?.modifiedBy], [['a', 'b'], 'us'])
  })

  test('a merged contact comes as the one that stayed, a deleted one not at all', async ({ assert }) => {
    const { portal, context } = scene()
    const [one, two] = [portal.create('contacts', { firstname: 'Ana' }), portal.create('contacts', { city: 'Bari' })]
    portal.merge(one, two)
    const [record] = await crm.readContacts(context, [two.id], ['firstname'])
    assert.deepEqual([record?.id, record?.formerIds], [one.id, [two.id]])
    portal.delete(one)
    assert.deepEqual(await crm.readContacts(context, [one.id], ['firstname']), [])
  })

  test('a record that is named is the one written, and only its gaps are filled', async ({ assert }) => {
    const { portal, context } = scene()
    const known = portal.create('contacts', { email: 'old@example.org', firstname: 'Gigi' })
    const person = { ...giulia, identities: [{ kind: 'crm_contact' as const, value: known.id }] }
    const { id, modifiedAt } = await crm.upsertContact(context, person, { city: 'Bari' })
    assert.deepEqual([id, typeof modifiedAt], [known.id, 'number'])
    assert.deepEqual(
      ['city', 'firstname', 'email'].map((name) => valueOf(known, name)),
      ['Bari', 'Gigi', 'old@example.org']
    )
  })

  test('a poll reads deals whole, with or without anybody on them', async ({ assert }) => {
    const { portal, context } = scene()
    const alone = portal.create('deals', { dealname: 'Lamps', dealstage: 'closedlost', amount: '12.5' })
    const polled = async () => (await implementation.webhooks!.reconcile!(context, null)).items
    const lost = (await polled()).find(({ type }) => type === 'deal.lost')
    assert.deepInclude(lost, {
      key: alone.id,
      payload: { ...lost?.payload, title: 'Lamps', value: { amount: 1250, currency: 'EUR' } },
    })
    assert.notProperty(lost, 'person')

    portal.associate(alone, portal.create('contacts', { email: 'ana@example.org' }))
    const again = (await polled()).find(({ type }) => type === 'deal.lost')
    assert.equal(again?.person?.identities[0].kind, 'crm_contact')
  })

  test('the test of a connection names the scopes that are missing', async ({ assert }) => {
    const { context } = scene(null, ['crm.objects.contacts.read'])
    const { account, missingScopes, warnings } = await implementation.check(context)
    assert.equal(account, '48112233')
    assert.include(missingScopes, 'crm.objects.deals.write')
    assert.deepEqual(warnings, [{ code: 'webhooks_not_subscribed' }])
  })

  test('a day’s allowance is waited for until the portal’s midnight', async ({ assert }) => {
    const { context } = scene()
    await context.state.set('portal', { appId: null, timeZone: 'US/Eastern', currency: 'EUR' })
    hubspot.policy = 'DAILY'
    hubspot.faults.rateLimit()
    const error = await implementation.check(context).then(
      () => null,
      (thrown: unknown) => thrown
    )
    const expected = untilMidnight({ now: Date.now(), zone: 'America/New_York' })
    assert.approximately((error as RateLimited).retryAfter, expected, 5000)
  })
})

test.group('HubSpot, small rules', () => {
  test('numbers are the same when one ends with the other', ({ assert }) => {
    for (const written of ['+39 333 000 0101', '0039 333 0000101', '333 000 0101', '(333) 000-0101'])
      assert.isTrue(samePhone('+393330000101', written), written)
    for (const written of ['0000101', '+44 333 000 0101', '', null])
      assert.isFalse(samePhone('+393330000101', written), String(written))
  })

  test('midnight is the portal’s own', ({ assert }) => {
    const now = Date.UTC(2026, 10, 20, 10)
    assert.equal(untilMidnight({ now, zone: 'Europe/Rome' }), 13 * 3_600_000)
    assert.equal(untilMidnight({ now, zone: null }), 14 * 3_600_000)
    assert.equal(untilMidnight({ now, zone: 'Mars/Olympus' }), 14 * 3_600_000)
  })
})
