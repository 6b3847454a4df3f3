import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#app/database'
import { newId } from '#app/ids'
import { contactValues } from '#app/contacts/contact_values'
import { ContactField } from '#app/contacts/contact_field'
import type { FieldType } from '#app/contacts/contact_field'
import { setField } from '#app/contacts/fields'
import { addTag, removeTag, tagsOf } from '#app/contacts/tags'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

async function givenGiulia() {
  const workspace = await givenWorkspace()
  const [event] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })
  return { workspace, contactId: String(event.contactId) }
}

const givenField = (workspace: { id: string }, name: string, type: FieldType, change: Partial<ContactField> = {}) =>
  new ContactField()
    .fill({
      id: newId('field'),
      workspaceId: workspace.id,
      name,
      title: name,
      type,
      options: null,
      currency: null,
      position: 0,
      archivedAt: null,
      ...change,
    })
    .touch()
    .save()

const set = (contactId: string, name: string, value: unknown) =>
  transaction((trx) => setField(trx, contactId, name, value))
const valuesOf = async (contactId: string) =>
  (await contactValues(db.connection(), contactId)).contact as {
    fields: Record<string, unknown>
    tags: string[]
    [name: string]: unknown
  }

test.group('Fields', () => {
  test('keeps a {type} as it is')
    .with([
      { type: 'text' as const, value: 'Living room' },
      { type: 'number' as const, value: 12.5 },
      { type: 'date' as const, value: '1990-11-09' },
      { type: 'boolean' as const, value: false },
      { type: 'list' as const, value: 'gold' },
      { type: 'currency' as const, value: { amount: 104_300, currency: 'EUR' } },
    ])
    .run(async ({ assert }, { type, value }) => {
      const { workspace, contactId } = await givenGiulia()
      await givenField(workspace, 'it', type, { options: type === 'list' ? ['gold', 'silver'] : null })
      assert.deepEqual(await set(contactId, 'it', value), { ok: true, changed: true })
      assert.deepEqual((await valuesOf(contactId)).fields, { it: value })
      assert.deepEqual(await set(contactId, 'it', value), { ok: true, changed: false })
    })

  test('refuses {value} as a {type}')
    .with([
      { type: 'number' as const, value: 'many' },
      { type: 'date' as const, value: '2026-02-30' },
      { type: 'boolean' as const, value: 'maybe' },
      { type: 'list' as const, value: 'bronze' },
      { type: 'currency' as const, value: { amount: 10.5, currency: 'EUR' } },
    ])
    .run(async ({ assert }, { type, value }) => {
      const { workspace, contactId } = await givenGiulia()
      await givenField(workspace, 'it', type, { options: ['gold'] })
      assert.deepEqual(await set(contactId, 'it', value), { ok: false, reason: 'value_invalid' })
    })

  test('tell of a change, with what was there before', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await givenField(workspace, 'room', 'text')
    await set(contactId, 'room', 'Kitchen')
    await set(contactId, 'room', 'Living room')
    await set(contactId, 'room', null)

    const events = await rowsOf('events', workspace).where('type', 'contact.field_changed')
    assert.deepEqual(
      events.map((row) => JSON.parse(row.payload)),
      [
        { field: 'room', before: null, after: 'Kitchen' },
        { field: 'room', before: 'Kitchen', after: 'Living room' },
        { field: 'room', before: 'Living room', after: null },
      ]
    )
    assert.deepEqual((await valuesOf(contactId)).fields, {})
  })

  test('set what every contact has, and keep the search up to date', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await set(contactId, 'last_name', 'Ferrèro-Bianchi')
    assert.equal((await valuesOf(contactId)).last_name, 'Ferrèro-Bianchi')
    assert.include((await rowsOf('contacts', workspace))[0].search, 'ferrero-bianchi')
    assert.deepEqual(await set(contactId, 'timezone', 'Mars/Olympus'), { ok: false, reason: 'value_invalid' })
    assert.deepEqual(await set(contactId, 'shoe_size', 41), { ok: false, reason: 'field_unknown' })
  })
})

test.group('Tags', () => {
  test('are one however they are written, and told once', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    const results = await transaction(async (trx) => [
      await addTag(trx, contactId, 'VIP'),
      await addTag(trx, contactId, ' vip '),
    ])

    assert.deepEqual(results, [true, false])
    assert.deepEqual(await tagsOf(db.connection(), contactId), ['VIP'])
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'tag.added'), 1)
  })

  test('can be taken away', async ({ assert }) => {
    const { workspace, contactId } = await givenGiulia()
    await transaction((trx) => addTag(trx, contactId, 'VIP'))
    assert.isTrue(await transaction((trx) => removeTag(trx, contactId, 'vip')))
    assert.isFalse(await transaction((trx) => removeTag(trx, contactId, 'vip')))
    assert.deepEqual((await valuesOf(contactId)).tags, [])
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'tag.removed'), 1)
  })
})
