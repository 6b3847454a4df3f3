import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, HOUR } from '#app/clock'
import { transaction } from '#app/database'
import { consentFor } from '#app/contacts/consent_states'
import { recordConsent } from '#app/contacts/consents'
import { eraseContact, exportContact } from '#app/contacts/erasure'
import { setField } from '#app/contacts/fields'
import { mergeContacts } from '#app/contacts/merge'
import { personalTables } from '#app/contacts/personal_data'
import { suppressionFor } from '#app/contacts/suppressions'
import { addTag, tagsOf } from '#app/contacts/tags'
import { drain } from '#app/work/worker'
import { givenEvents, giulia, inbound, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

type Workspace = Awaited<ReturnType<typeof givenWorkspace>>

async function givenGiulia(workspace: Workspace) {
  const [event] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })
  return String(event.contactId)
}

const allow = (workspace: Workspace, contactId: string, action: 'granted' | 'withdrawn' = 'granted') =>
  transaction((trx) =>
    recordConsent(trx, {
      workspaceId: workspace.id,
      contactId,
      channel: 'whatsapp',
      purpose: 'marketing',
      action,
      method: 'form',
      source: 'test',
      proof: {},
      occurredAt: clock.now(),
    })
  )

const marketing = async (contactId: string) =>
  (await consentFor(db.connection(), contactId, 'whatsapp', 'marketing'))?.state ?? null

/** Accounts hold people too: users of the console, who are no contacts. */
const OF_USERS = ['users', 'invitations', 'audit_entries', 'contacts']
const TELLING = ['contact_id', 'phone', 'email', 'first_name', 'ip']

test.group('Personal data', () => {
  test('is registered, whatever table it lies in', async ({ assert }) => {
    const connection = db.connection()
    const registered = new Set(personalTables().map(({ table }) => table))
    const missing: string[] = []
    for (const table of await connection.getAllTables()) {
      const columns = Object.keys(await connection.columnsInfo(table))
      const telling = columns.filter((column) => TELLING.includes(column))
      if (telling.length > 0 && !registered.has(table) && !OF_USERS.includes(table))
        missing.push(`${table} (${telling.join(', ')})`)
    }
    assert.deepEqual(missing, [])
  })

  test('is exported table by table', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contactId = await givenGiulia(workspace)
    await allow(workspace, contactId)

    const exported = await exportContact(db.connection(), workspace.id, contactId)
    assert.equal(exported?.contact.first_name, 'Giulia')
    assert.includeMembers(Object.keys(exported?.data ?? {}), ['contact_identities', 'consents', 'orders', 'events'])
    assert.notProperty(exported?.data.orders[0], 'lease_token')
    assert.isNull(await exportContact(db.connection(), (await givenWorkspace()).id, contactId))
  })

  test('is gone after an erasure, but for a hash and the figures', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contactId = await givenGiulia(workspace)
    await allow(workspace, contactId)
    await givenEvents(workspace, inbound('Ciao'))
    assert.isTrue(await transaction((trx) => eraseContact(trx, workspace.id, contactId)))

    const rest = JSON.stringify({
      contacts: await rowsOf('contacts', workspace),
      events: await rowsOf('events', workspace),
      orders: await rowsOf('orders', workspace),
      suppressions: await rowsOf('suppressions', workspace),
    })
    for (const trace of ['Giulia', 'giulia.ferrero', '3475550142', '#1042', 'Ciao']) assert.notInclude(rest, trace)
    assert.lengthOf(await rowsOf('contact_identities', workspace), 0)
    assert.lengthOf(await rowsOf('consents', workspace), 0)
    assert.lengthOf(await rowsOf('suppressions', workspace), 3)
    assert.equal(Number((await rowsOf('orders', workspace))[0].total), 18_400)
    assert.isFalse(await transaction((trx) => eraseContact(trx, workspace.id, contactId)))
  })

  test('that comes back gets no marketing until it is allowed anew', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const erased = await givenGiulia(workspace)
    await transaction((trx) => eraseContact(trx, workspace.id, erased))
    const [event] = await givenEvents(workspace, { type: 'customer.created', key: 'again', person: giulia() })
    const contactId = String(event.contactId)

    assert.notEqual(contactId, erased)
    assert.equal((await suppressionFor(db.connection(), contactId, 'whatsapp', 'marketing'))?.reason, 'erased')
    assert.isNull(await suppressionFor(db.connection(), contactId, 'whatsapp', 'transactional'))
    await allow(workspace, contactId)
    assert.isNull(await suppressionFor(db.connection(), contactId, 'whatsapp', 'marketing'))
  })

  test('is erased when the shop passes the wish on, and the log says so', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contactId = await givenGiulia(workspace)
    await givenEvents(workspace, {
      type: 'customer.erasure_requested',
      key: 'redact-1',
      person: giulia(),
      payload: { customerId: '6671203948' },
    })
    await drain()

    assert.isNotNull((await db.from('contacts').where('id', contactId).firstOrFail()).erased_at)
    const [entry] = await db.from('audit_entries').where('workspace_id', workspace.id)
    assert.containsSubset(entry, { action: 'contact.erased', subject_id: contactId, actor_kind: 'system' })
    for (const row of await rowsOf('events', workspace)) assert.equal(row.state, 'routed')
  })

  test('makes nobody a contact by asking to be forgotten', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [event] = await givenEvents(workspace, {
      type: 'customer.erasure_requested',
      key: 'redact-2',
      person: giulia(),
      payload: { customerId: '6671203948' },
    })
    await drain()

    assert.isNull(event.contactId)
    assert.lengthOf(await rowsOf('contacts', workspace), 0)
    assert.deepEqual(JSON.parse((await rowsOf('events', workspace))[0].notes), [{ code: 'person_unknown' }])
  })
})

test.group('Merging', (group) => {
  group.each.setup(() => {
    clock.freeze()
    return () => clock.restore()
  })

  async function givenTwo() {
    const workspace = await givenWorkspace()
    const winnerId = await givenGiulia(workspace)
    const [event] = await givenEvents(
      workspace,
      inbound('Ciao', {
        person: {
          identities: [
            { kind: 'phone', value: '+393475550199' },
            { kind: 'email', value: 'giulia.ferrero@mail.example' },
          ],
          city: 'Lucca',
        },
      })
    )
    const loserId = String(event.contactId)
    const merge = () =>
      transaction((trx) => mergeContacts(trx, { workspaceId: workspace.id, winnerId, loserId, decidedBy: null }))
    return { workspace, winnerId, loserId, merge }
  }

  test('moves all there is and leaves a sign-post', async ({ assert }) => {
    const { workspace, winnerId, loserId, merge } = await givenTwo()
    await transaction(async (trx) => {
      await addTag(trx, winnerId, 'VIP')
      await addTag(trx, loserId, 'vip')
      await addTag(trx, loserId, 'Lucca')
      await setField(trx, loserId, 'company', 'Ferrero & Co')
    })
    assert.deepEqual(await merge(), { ok: true })

    assert.deepEqual(await tagsOf(db.connection(), winnerId), ['Lucca', 'VIP'])
    assert.lengthOf(await rowsOf('contact_identities', workspace).where('contact_id', winnerId), 4)
    assert.lengthOf(await rowsOf('events', workspace).where('contact_id', loserId), 0)
    const winner = await db.from('contacts').where('id', winnerId).firstOrFail()
    assert.containsSubset(winner, { city: 'Lucca', company: 'Ferrero & Co', phone: '+393475550142' })
    assert.equal((await db.from('contacts').where('id', loserId).firstOrFail()).merged_into, winnerId)
    assert.equal((await rowsOf('merge_suggestions', workspace))[0].state, 'merged')
  })

  test('takes the stricter consent of the two', async ({ assert }) => {
    const { workspace, winnerId, loserId, merge } = await givenTwo()
    await allow(workspace, winnerId)
    await allow(workspace, loserId, 'withdrawn')
    await merge()
    assert.equal(await marketing(winnerId), 'withdrawn')
    assert.lengthOf(await rowsOf('consents', workspace).where('contact_id', winnerId), 2)
  })

  test('keeps a consent that only one of the two gave', async ({ assert }) => {
    const { workspace, winnerId, loserId, merge } = await givenTwo()
    await allow(workspace, loserId)
    await merge()
    assert.equal(await marketing(winnerId), 'granted')
  })

  test('cannot be done twice', async ({ assert }) => {
    const { merge } = await givenTwo()
    await merge()
    assert.deepEqual(await merge(), { ok: false, reason: 'already_merged' })
  })

  test('sends later events of the loser to the winner', async ({ assert }) => {
    const { workspace, winnerId, merge } = await givenTwo()
    await merge()
    clock.advance(HOUR)
    const [event] = await givenEvents(
      workspace,
      inbound('Ancora io', { person: { identities: [{ kind: 'phone', value: '+393475550199' }] } })
    )
    assert.equal(event.contactId, winnerId)
  })
})
