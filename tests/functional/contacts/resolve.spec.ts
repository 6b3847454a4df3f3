import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#app/database'
import { resolveContact, resolvePeople } from '#app/contacts/resolve'
import { givenEvents, giulia, rowsOf, SHOP } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'
import type { Identity, Person } from '#sdk/index'

const meet = (workspace: { id: string }, person: Person, account: string | null = SHOP) =>
  transaction((trx) =>
    resolveContact(trx, workspace.id, person, { account, occurredAt: 1_771_578_000_000, source: 'shopify' })
  )

const known = (...identities: Identity[]): Person => ({ identities })
const phone = (value: string): Identity => ({ kind: 'phone', value })
const email = (value: string): Identity => ({ kind: 'email', value })
const whatsappUser = (value: string): Identity => ({ kind: 'whatsapp_user', value, issuer: 'waba1' })
const customer = (value: string): Identity => ({ kind: 'shop_customer', value, issuer: SHOP })

test.group('Finding the contact', () => {
  test('makes one contact with all its identities and says so', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contactId = await meet(workspace, giulia())

    const [contact] = await rowsOf('contacts', workspace)
    assert.equal(contact.id, contactId)
    assert.equal(contact.phone, '+393475550142')
    assert.equal(contact.search, 'giulia ferrero +393475550142 giulia.ferrero@mail.example')
    assert.lengthOf(await rowsOf('contact_identities', workspace), 3)
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'contact.created'), 1)
  })

  test('links by phone, shop customer and WhatsApp user', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const first = await meet(workspace, known(customer('66'), phone('347 555 0142')))
    const byPhone = await meet(workspace, known(whatsappUser('IT.441'), phone('+393475550142')))
    const byUser = await meet(workspace, known(whatsappUser('IT.441')))

    assert.equal(byPhone, first)
    assert.equal(byUser, first)
    assert.lengthOf(await rowsOf('merge_suggestions', workspace), 0)
  })

  test('only suggests when nothing but the e-mail is the same', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const first = await meet(workspace, known(phone('+393475550142'), email('g@mail.example')))
    const second = await meet(workspace, known(phone('+393475550199'), email('G@mail.example')))

    assert.notEqual(second, first)
    const [suggestion] = await rowsOf('merge_suggestions', workspace)
    assert.equal(suggestion.reason, 'same_email')
    assert.sameMembers([suggestion.contact_id, suggestion.other_id], [first, second])
  })

  test('is the same contact when an e-mail is all there ever was', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const first = await meet(workspace, known(email('g@mail.example')))
    assert.equal(await meet(workspace, known(email('g@mail.example'))), first)
  })

  test('never merges contacts whose strong ids disagree', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const byCustomer = await meet(workspace, known(customer('66')))
    const byPhone = await meet(workspace, known(phone('+393475550142')))
    const both = await meet(workspace, known(customer('66'), phone('+393475550142')))

    assert.equal(both, byCustomer)
    assert.lengthOf(await rowsOf('contacts', workspace), 2)
    const [suggestion] = await rowsOf('merge_suggestions', workspace)
    assert.equal(suggestion.reason, 'conflicting_identities')
    assert.sameMembers([suggestion.contact_id, suggestion.other_id], [byCustomer, byPhone])
  })

  test('takes a number in new hands for another person', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const before = await meet(workspace, known(whatsappUser('IT.441'), phone('+393475550142')))
    const after = await meet(workspace, known(whatsappUser('IT.999'), phone('+393475550142')))

    assert.notEqual(after, before)
    assert.lengthOf(await rowsOf('merge_suggestions', workspace), 1)
  })

  test('keeps the contact when its phone cannot be read, and notes it on the event', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [event] = await givenEvents(workspace, {
      type: 'customer.created',
      person: known(customer('66'), phone('none')),
    })

    assert.isNotNull(event.contactId)
    assert.deepEqual(event.notes, [{ code: 'phone_unparseable', params: { kind: 'phone' } }])
    const [row] = await rowsOf('events', workspace).where('type', 'customer.created')
    assert.deepEqual(JSON.parse(row.notes), event.notes)
  })

  test('reads a local number as one of the workspace', async ({ assert }) => {
    const workspace = await givenWorkspace({ country: 'GB' })
    await meet(workspace, known(phone('020 7946 0018')))
    assert.equal((await rowsOf('contacts', workspace))[0].phone, '+442079460018')
  })

  test('answers null when there is nothing to know a person by', async ({ assert }) => {
    const workspace = await givenWorkspace()
    assert.isNull(await meet(workspace, { identities: [phone('?')], firstName: 'Nobody' }))
  })

  test('fills gaps, and replaces only for a customer record that is newer', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await meet(workspace, known(phone('+393475550142')))
    await givenEvents(workspace, { type: 'order.placed', person: giulia({ firstName: 'Giuly' }) })
    await givenEvents(workspace, { type: 'order.paid', person: giulia({ firstName: 'G.' }) })
    assert.equal((await rowsOf('contacts', workspace))[0].first_name, 'Giuly')

    const inAnHour = Number((await rowsOf('contacts', workspace))[0].profile_at) + 3_600_000
    await givenEvents(workspace, { type: 'customer.updated', person: giulia({ city: 'Lucca' }), occurredAt: inAnHour })
    const [contact] = await rowsOf('contacts', workspace)
    assert.equal(contact.first_name, 'Giulia')
    assert.equal(contact.city, 'Lucca')
  })

  test('resolves a batch with as many statements as one person', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const people = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => ({
        workspaceId: workspace.id,
        person: known(customer(String(from + index)), phone(`+3934755${50000 + from + index}`)),
        account: SHOP,
        occurredAt: 1,
        source: 'shopify',
      }))
    const statementsFor = async (encounters: ReturnType<typeof people>) => {
      let count = 0
      const tick = () => void count++
      await transaction(async (trx) => {
        trx.knexClient.on('query', tick)
        await resolvePeople(trx, encounters)
        trx.knexClient.removeListener('query', tick)
      })
      return count
    }

    const one = await statementsFor(people(1, 0))
    const many = await statementsFor(people(60, 100))
    assert.equal(many, one)
    assert.lengthOf(await rowsOf('contacts', workspace), 61)
    assert.isAtMost(await statementsFor(people(60, 100)), 1)
  })

  test('makes one contact of one person who comes twice in a batch', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const events = await givenEvents(
      workspace,
      { type: 'order.placed', person: giulia() },
      { type: 'order.paid', person: giulia() }
    )

    assert.lengthOf(await db.from('contacts').where('workspace_id', workspace.id), 1)
    assert.lengthOf(
      events.filter((event) => event.type === 'contact.created'),
      1
    )
    assert.equal(events[0].contactId, events[1].contactId)
  })

  test('makes one contact when many deliveries meet the same new person at once', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const deliveries = Array.from({ length: 12 }, (_, key) =>
      givenEvents(workspace, { type: 'order.placed', key: String(key), person: giulia() })
    )
    const events = (await Promise.all(deliveries)).flat()

    assert.lengthOf(await rowsOf('contacts', workspace), 1)
    assert.lengthOf(await rowsOf('contact_identities', workspace), 3)
    assert.lengthOf(new Set(events.map((event) => event.contactId)), 1)
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'contact.created'), 1)
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'order.placed'), 12)
  })
})
