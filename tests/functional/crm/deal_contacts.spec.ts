import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#app/database'
import { eraseContact } from '#app/contacts/erasure'
import { mergeContacts } from '#app/contacts/merge'
import { catalogue } from '#app/events/catalogue'
import type { NewEvent } from '#app/events/event'
import { registerConsumer } from '#app/events/registry'
import { drain } from '#app/work/worker'
import { givenEvents, giulia } from '#tests/support/events'
import { givenContact } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'

const NOON = Date.UTC(2026, 10, 20, 12)
const deal = (type: string, at: number, change: Partial<NewEvent> = {}) => ({
  connector: 'hubspot',
  account: '48112233',
  type,
  key: type === 'deal.updated' ? `D-77:${at}` : 'D-77',
  revision: String(at),
  occurredAt: NOON + at,
  ...change,
})
const told = async (workspace: { id: string }, ...facts: ReturnType<typeof deal>[]) =>
  (await givenEvents(workspace, ...facts))
    .filter(({ type }) => type.startsWith('deal.'))
    .map((event) => event.contactId)

test.group('Whose a deal is', () => {
  test('is remembered for tellings that leave the person out', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [contact] = await told(workspace, deal('deal.updated', 1, { person: giulia() }))
    assert.isNotNull(contact)
    assert.deepEqual(await told(workspace, deal('deal.updated', 2), deal('deal.won', 3)), [contact, contact])
  })

  test('holds within one delivery, whatever comes first in it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const facts = [deal('deal.won', 1), deal('deal.updated', 2, { person: giulia() })]
    const [won, updated] = await told(workspace, ...facts)
    assert.isNotNull(won)
    assert.equal(won, updated)
  })

  test('is known to whoever reacts to the deal', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const heard: (string | null)[] = []
    registerConsumer({
      name: 'deal_listener',
      listens: (_trx, event) => event.type === 'deal.won' && event.workspaceId === workspace.id,
      consume: async (_trx, event) => void heard.push(event.contactId),
    })
    const [contact] = await told(workspace, deal('deal.updated', 1, { person: giulia() }))
    await told(workspace, deal('deal.won', 2))
    await drain()
    assert.deepEqual(heard, [contact])
  })

  test('follows the last telling, not the last to arrive', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [first, second] = [await givenContact(workspace), await givenContact(workspace)]
    await told(workspace, deal('deal.updated', 5, { contactId: second }))
    await told(workspace, deal('deal.updated', 1, { contactId: first }))
    assert.deepEqual(await told(workspace, deal('deal.won', 6)), [second])
  })

  test('is each CRM’s own affair', async ({ assert }) => {
    const [workspace, other] = [await givenWorkspace(), await givenWorkspace()]
    await told(workspace, deal('deal.updated', 1, { person: giulia() }))
    assert.deepEqual(await told(workspace, deal('deal.won', 2, { account: '99' })), [null])
    assert.deepEqual(await told(workspace, deal('deal.won', 2, { connector: 'salesforce' })), [null])
    assert.deepEqual(await told(other, deal('deal.won', 2)), [null])
    const payload = { ...catalogue.get('deal.won')!.sample, dealId: 'D-78' }
    assert.deepEqual(await told(workspace, deal('deal.won', 2, { key: 'D-78', payload })), [null])
  })

  test('goes on to whom a contact was merged into, and is forgotten with one that is erased', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [loser, winner] = [await givenContact(workspace), await givenContact(workspace)]
    await told(workspace, deal('deal.updated', 1, { contactId: loser }))
    const merge = { workspaceId: workspace.id, winnerId: winner, loserId: loser, decidedBy: null }
    await transaction((trx) => mergeContacts(trx, merge))
    assert.deepEqual(await told(workspace, deal('deal.updated', 2)), [winner])

    await transaction((trx) => eraseContact(trx, workspace.id, winner))
    assert.deepEqual(await told(workspace, deal('deal.won', 3)), [null])
    assert.lengthOf(await db.from('deal_contacts').where('workspace_id', workspace.id), 0)
  })
})
