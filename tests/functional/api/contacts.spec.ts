import { test } from '@japa/runner'
import { ContactField } from '#app/contacts/contact_field'
import { newId } from '#app/ids'
import { givenScript } from '#tests/support/api'
import { rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

const SCOPES = ['contacts.view', 'contacts.edit', 'contacts.erase'] as const

async function givenField(workspace: { id: string }, name: string) {
  await new ContactField()
    .fill({
      id: newId('field'),
      workspaceId: workspace.id,
      name,
      title: name,
      type: 'number',
      options: null,
      currency: null,
      position: 1,
      archivedAt: null,
    })
    .touch()
    .save()
}

test.group('Contacts by the API', () => {
  test('are one person by the caller’s own id, whatever else changes', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    await givenField(workspace, 'points')
    const made = await call('put', '/contacts', {
      external_id: '4711',
      phone: '+39 333 000 0101',
      first_name: 'Giulia',
      tags: ['vip'],
    })
    const known = await call('put', '/contacts', {
      external_id: '4711',
      email: 'giulia@example.com',
      first_name: 'Giulietta',
      fields: { points: 12 },
    })
    assert.equal(made.status(), 201)
    assert.equal(known.status(), 200)
    assert.equal(known.body().data.id, made.body().data.id)
    assert.sameMembers(known.body().data.changed, ['first_name', 'points'])

    const shown = (await call('get', '/contacts/ext:4711')).body().data
    assert.containsSubset(shown, {
      contact: { standard: { first_name: 'Giulietta' }, phone: '+393330000101', email: 'giulia@example.com' },
      tags: ['vip'],
    })
    const again = await call('put', '/contacts', { external_id: '4711', first_name: 'Giulietta', tags: ['VIP'] })
    assert.deepEqual(again.body().data.changed, [])
    assert.lengthOf(await rowsOf('contacts', workspace), 1)
  })

  test('are changed, emptied, tagged and untagged, each as often as one likes', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    await call('put', '/contacts', { external_id: 'a/1', email: 'ada@example.com', city: 'Lucca' })
    const at = `/contacts/${encodeURIComponent('ext:a/1')}`
    const changed = await call('patch', at, { city: null, company: 'Lumi', tags: ['b2b'] })
    assert.sameMembers(changed.body().data.changed, ['city', 'company', 'tags'])
    for (let n = 0; n < 2; n++) {
      assert.equal((await call('post', `${at}/tags`, { tag: 'news' })).status(), 204)
      assert.equal((await call('delete', `${at}/tags/b2b`)).status(), 204)
    }
    const shown = (await call('get', at)).body().data
    assert.deepEqual(shown.tags, ['news'])
    assert.containsSubset(shown.contact.standard, { city: null, company: 'Lumi' })
  })

  test('are erased once, and gone after', async ({ client, assert }) => {
    const { call } = await givenScript(client, await givenWorkspace(), [...SCOPES])
    await call('put', '/contacts', { external_id: '9', phone: '+393330000109' })
    assert.equal((await call('delete', '/contacts/ext:9')).status(), 204)
    assert.equal((await call('delete', '/contacts/ext:9')).status(), 204)
    assert.equal((await call('get', '/contacts/ext:9')).status(), 404)
  })

  test('are refused by field, and nothing is half written', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, [...SCOPES])
    const wrong = [
      [{ first_name: 'Nobody' }, 'phone', 'address_missing'],
      [{ phone: '12' }, 'phone', 'phone_unparseable'],
      [{ email: 'ada@example.com', fields: { shoe: 42 } }, 'fields.shoe', 'field_unknown'],
      [{ email: 'ada@example.com', timezone: 'Mars/Base' }, 'timezone', 'value_invalid'],
      [{ email: 'not an address' }, 'email', 'email'],
    ] as const
    for (const [body, field, rule] of wrong) {
      const answer = await call('put', '/contacts', body)
      assert.equal(answer.status(), 422)
      assert.containsSubset(answer.body().errors[0], { field, rule })
      assert.include(answer.body().detail, field)
    }
    assert.lengthOf(await rowsOf('contacts', workspace), 0)
  })
})
