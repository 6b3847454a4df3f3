import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { ApiToken } from '#app/accounts/api_token'
import { transaction } from '#app/database'
import { addTag } from '#app/contacts/tags'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

async function givenGiulia() {
  const workspace = await givenWorkspace()
  const [event] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })
  const contactId = String(event.contactId)
  return {
    workspace,
    contactId,
    at: (to = '') => `/w/${workspace.id}/contacts/${contactId}${to}`,
    admin: await givenMember(workspace),
    operator: await givenMember(workspace, 'operator'),
  }
}

const marketing = (contactId: string) =>
  db.from('consent_states').where({ contact_id: contactId, channel: 'whatsapp', purpose: 'marketing' }).first()

test.group('Contacts in the console', () => {
  test('are listed and found by name, number and tag', async ({ client, assert }) => {
    const { workspace, contactId, operator } = await givenGiulia()
    await transaction((trx) => addTag(trx, contactId, 'VIP'))
    const found = async (query: object) => {
      const answer = await client.get(`/w/${workspace.id}/contacts`).qs(query).loginAs(operator).withInertia()
      answer.assertInertiaComponent('contacts/index')
      return (answer.inertiaProps.contacts as { id: string }[]).map(({ id }) => id)
    }

    for (const query of [
      {},
      { q: 'ferréro giul' },
      { q: '347 555 0142' },
      { q: 'FERRERO@MAIL' },
      { tag: 'vip' },
      { consent: 'never' },
    ]) {
      assert.deepEqual(await found(query), [contactId], JSON.stringify(query))
    }
    for (const query of [{ q: 'mario' }, { tag: 'lucca' }, { consent: 'allowed' }, { q: 'gi%lia' }])
      assert.deepEqual(await found(query), [], JSON.stringify(query))
  })

  test('are paged by what was last seen', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const operator = await givenMember(workspace, 'operator')
    const people = Array.from({ length: 53 }, (_, index) => ({
      type: 'customer.created',
      key: String(index),
      person: { identities: [{ kind: 'shop_customer' as const, value: String(index) }] },
    }))
    await givenEvents(workspace, ...people)

    const first = await client.get(`/w/${workspace.id}/contacts`).loginAs(operator).withInertia()
    assert.lengthOf(first.inertiaProps.contacts as object[], 50)
    const second = await client
      .get(`/w/${workspace.id}/contacts`)
      .qs({ before: first.inertiaProps.older })
      .loginAs(operator)
      .withInertia()
    assert.lengthOf(second.inertiaProps.contacts as object[], 3)
    assert.isNull(second.inertiaProps.older)
  })

  test('show a person whole', async ({ client, assert }) => {
    const { at, operator } = await givenGiulia()
    const answer = await client.get(at()).loginAs(operator).withInertia()

    answer.assertInertiaComponent('contacts/show')
    const props = answer.inertiaProps as Record<string, never>
    assert.containsSubset(props.contact, { name: 'Giulia Ferrero', phone: '+393475550142' })
    assert.lengthOf(props.identities, 3)
    assert.containsSubset(props.facts, [{ key: 'orders', count: 1, total: { amount: 18_400, currency: 'EUR' } }])
    assert.includeMembers(
      (props.timeline as { code: string }[]).map(({ code }) => code),
      ['commerce.timeline.order', 'events.contact.created']
    )
    assert.isTrue((props.consents as { state: string }[]).every(({ state }) => state === 'not_asked'))
  })

  test('send on to the one they were merged into', async ({ client }) => {
    const { workspace, contactId, at, operator } = await givenGiulia()
    const [event] = await givenEvents(workspace, {
      type: 'order.placed',
      key: 'x',
      person: giulia({ identities: [{ kind: 'shop_customer', value: '77' }] }),
    })
    await client.post(at('/merges')).json({ loser: event.contactId }).withCsrfToken().loginAs(operator).redirects(0)
    const answer = await client.get(`/w/${workspace.id}/contacts/${event.contactId}`).loginAs(operator).redirects(0)
    answer.assertHeader('location', `/w/${workspace.id}/contacts/${contactId}`)
  })

  test('are made by hand, or found when they are known', async ({ client, assert }) => {
    const { workspace, contactId, operator } = await givenGiulia()
    const make = (details: object) =>
      client.post(`/w/${workspace.id}/contacts`).form(details).withCsrfToken().loginAs(operator).redirects(0)

    const known = await make({ first_name: 'G.', phone: '347 555 0142' })
    known.assertHeader('location', `/w/${workspace.id}/contacts/${contactId}`)
    await make({ first_name: 'Marco', phone: '347 555 0199', city: 'Pisa' })
    const marco = await db.from('contacts').where({ workspace_id: workspace.id, first_name: 'Marco' }).firstOrFail()
    assert.containsSubset(marco, { phone: '+393475550199', city: 'Pisa', source: 'console' })
  })

  test('are refused without an address or with an unreadable one', async ({ client, assert }) => {
    const { workspace, operator } = await givenGiulia()
    for (const details of [{ first_name: 'Marco' }, { phone: 'call me' }]) {
      const answer = await client
        .post(`/w/${workspace.id}/contacts`)
        .json(details)
        .header('accept', 'application/json')
        .withCsrfToken()
        .loginAs(operator)
      assert.equal(answer.status(), 422)
      assert.equal(answer.body().errors[0].field, 'phone')
    }
  })

  test('are changed field by field, and the log names the fields and no values', async ({ client, assert }) => {
    const { at, contactId, operator } = await givenGiulia()
    await client.put(at()).json({ city: 'Lucca', company: null }).withCsrfToken().loginAs(operator).redirects(0)

    assert.equal((await db.from('contacts').where('id', contactId).firstOrFail()).city, 'Lucca')
    const entry = await db
      .from('audit_entries')
      .where({ action: 'contact.changed', subject_id: contactId })
      .firstOrFail()
    assert.deepEqual(JSON.parse(entry.after), { fields: ['city'] })
    assert.notInclude(entry.after, 'Lucca')
  })

  test('are tagged and untagged', async ({ client, assert }) => {
    const { at, workspace, operator } = await givenGiulia()
    await client.post(at('/tags')).json({ tag: 'Da richiamare' }).withCsrfToken().loginAs(operator).redirects(0)
    assert.lengthOf(await rowsOf('contact_tags', workspace), 1)
    await client
      .delete(at(`/tags/${encodeURIComponent('Da richiamare')}`))
      .withCsrfToken()
      .loginAs(operator)
      .redirects(0)
    assert.lengthOf(await rowsOf('contact_tags', workspace), 0)
  })

  test('get a consent by hand, with the name of who recorded it', async ({ client, assert }) => {
    const { at, contactId, workspace, operator } = await givenGiulia()
    const said = {
      channel: 'whatsapp',
      purpose: 'marketing',
      action: 'granted',
      method: 'paper_form',
      wording: 'Sì, scrivetemi',
      note: 'Form 12',
    }
    await client.post(at('/consents')).json(said).withCsrfToken().loginAs(operator).redirects(0)

    assert.equal((await marketing(contactId)).state, 'granted')
    const [entry] = await rowsOf('consents', workspace)
    assert.containsSubset(JSON.parse(entry.proof), { user: operator.id, note: 'Form 12' })
    const ledger = await client.get(at('/consents')).loginAs(operator).withInertia()
    assert.lengthOf(ledger.inertiaProps.entries as object[], 1)
  })

  test('are exported by a manager and erased by an admin, and by nobody less', async ({ client, assert }) => {
    const { at, contactId, admin, operator } = await givenGiulia()
    assert.equal((await client.get(at('/export')).loginAs(operator).redirects(0)).status(), 403)
    const file = await client.get(at('/export')).loginAs(admin)
    assert.include(file.header('content-disposition'), contactId)
    assert.equal(JSON.parse(file.text()).contact.first_name, 'Giulia')

    assert.equal((await client.post(at('/erasure')).withCsrfToken().loginAs(operator).redirects(0)).status(), 403)
    await client.post(at('/erasure')).withCsrfToken().loginAs(admin).redirects(0)
    assert.isNotNull((await db.from('contacts').where('id', contactId).firstOrFail()).erased_at)
  })

  test('have the fields that the workspace gives them', async ({ client, assert }) => {
    const { workspace, admin } = await givenGiulia()
    const settings = `/w/${workspace.id}/settings/fields`
    await client
      .post(settings)
      .json({ title: 'Stanza preferita', type: 'list', options: ['Cucina', 'Salotto'] })
      .withCsrfToken()
      .loginAs(admin)
      .redirects(0)
    const [field] = await rowsOf('contact_fields', workspace)
    assert.containsSubset(field, { name: 'stanza_preferita', type: 'list' })

    const again = await client
      .post(settings)
      .json({ title: 'Stanza preferita', type: 'text' })
      .header('accept', 'application/json')
      .withCsrfToken()
      .loginAs(admin)
    assert.equal(again.body().errors[0].rule, 'name_taken')
    await client.delete(`${settings}/${field.id}`).withCsrfToken().loginAs(admin).redirects(0)
    assert.isNotNull((await rowsOf('contact_fields', workspace))[0].archived_at)
  })

  test('show the events, the carts and the orders around them', async ({ client, assert }) => {
    const { workspace, operator } = await givenGiulia()
    const [event] = await rowsOf('events', workspace).where('type', 'order.placed')
    await givenEvents(workspace, { type: 'cart.updated', person: giulia() })
    const [order] = await rowsOf('orders', workspace)
    const [cart] = await rowsOf('carts', workspace)
    const pages = {
      '/developers/events': 'developers/events/index',
      '/developers/events/types': 'developers/events/types',
      [`/developers/events/${event.id}`]: 'developers/events/show',
      '/commerce/carts': 'commerce/carts/index',
      [`/commerce/carts/${cart.id}`]: 'commerce/carts/show',
      '/commerce/orders': 'commerce/orders/index',
      [`/commerce/orders/${order.id}`]: 'commerce/orders/show',
      '/commerce/shipments': 'commerce/shipments',
    }
    for (const [to, page] of Object.entries(pages)) {
      const answer = await client.get(`/w/${workspace.id}${to}`).loginAs(operator).withInertia()
      answer.assertInertiaComponent(page)
    }
    assert.lengthOf(Object.keys(pages), 8)
  })
})

test.group('Contacts in the API', () => {
  async function givenToken() {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const { token: text } = await ApiToken.issue(workspace, {
      createdBy: admin.id,
      name: 'Script',
      scopes: ['contacts.view', 'contacts.edit', 'consents.record', 'contacts.export', 'contacts.erase'],
    })
    return { workspace, text }
  }

  test('are one person, however often they are sent', async ({ client, assert }) => {
    const { text, workspace } = await givenToken()
    const send = () =>
      client.post('/api/v1/contacts').json({ phone: '+39 347 555 0142', first_name: 'Giulia' }).bearerToken(text)
    const first = await send()
    const second = await send()

    assert.equal(first.status(), 201)
    assert.equal(second.status(), 200)
    assert.equal(second.body().data.id, first.body().data.id)
    assert.lengthOf(await rowsOf('contacts', workspace), 1)
  })

  test('take a consent with its proof, are exported and erased', async ({ client, assert }) => {
    const { text } = await givenToken()
    const made = await client.post('/api/v1/contacts').json({ phone: '+393475550142' }).bearerToken(text)
    const at = `/api/v1/contacts/${made.body().data.id}`
    const granted = await client
      .post(`${at}/consents`)
      .json({
        channel: 'whatsapp',
        purpose: 'marketing',
        action: 'granted',
        method: 'web_form',
        proof: { ip: '203.0.113.7' },
      })
      .bearerToken(text)
    assert.equal(granted.status(), 204)

    const shown = await client.get(at).bearerToken(text)
    assert.equal(shown.body().data.consents[0].state, 'granted')
    assert.equal((await client.get(`${at}/export`).bearerToken(text)).body().data.data.consents.length, 1)
    assert.equal((await client.post(`${at}/erasure`).bearerToken(text)).status(), 204)
    assert.isNotNull((await client.get(at).bearerToken(text)).body().data.contact.erasedAt)
  })
})
