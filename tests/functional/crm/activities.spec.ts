import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { transaction } from '#app/database'
import { forgetSyncs } from '#app/crm/active_syncs'
import { noteSent } from '#app/crm/noting_messages'
import type { Activities } from '#app/crm/sync'
import { newId } from '#app/ids'
import { drain } from '#app/work/worker'
import { givenConnection } from '#tests/support/connections'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { givenEvents, giulia } from '#tests/support/events'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'

/** Ten in the morning of a Friday in Rome. */
const MORNING = Date.UTC(2026, 10, 20, 9)
let messages = 0

test.group('Chats logged in the CRM', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(() => {
    clock.freeze(MORNING)
    return () => {
      clock.restore()
      forgetSyncs()
      hubspot.faults.reset()
    }
  })

  async function givenChat(activities: Activities) {
    const crm = await givenCrm(hubspot, { activities })
    const { connection: channel } = await givenConnection(crm.workspace, 'sandbox')
    const form = {
      type: 'form.submitted',
      key: `chat-${++messages}`,
      connector: 'core',
      account: null,
      person: giulia(),
    }
    await givenEvents(crm.workspace, form)
    await crm.settled()
    const [contact] = await crm.contacts()
    const received = async (text: string) => {
      await givenEvents(crm.workspace, {
        type: 'message.received',
        key: `in-${++messages}`,
        connector: 'sandbox',
        connectionId: channel.id,
        account: channel.account,
        contactId: String(contact.id),
        payload: { providerId: `in-${messages}`, channel: 'whatsapp', kind: 'text', text },
      })
      await drain()
    }
    const sent = async (text: string) => {
      const id = newId('message')
      const times = { sent_at: clock.now(), created_at: clock.now(), updated_at: clock.now() }
      await db.table('messages').insert({
        id,
        workspace_id: crm.workspace.id,
        natural_key: id,
        direction: 'out',
        medium: 'whatsapp',
        connection_id: channel.id,
        contact_id: contact.id,
        kind: 'text',
        content: JSON.stringify({ kind: 'text', text }),
        lane: 'default',
        state: 'sent',
        ...times,
      })
      const settled = {
        id,
        workspaceId: crm.workspace.id,
        contactId: String(contact.id),
        runId: null,
        stepRunId: null,
        leg: 0,
        purpose: 'service',
        lane: 'default' as const,
        code: null,
        params: null,
      }
      for (const state of ['sent', 'delivered'] as const)
        await transaction((trx) => noteSent(trx, { ...settled, state }))
      await drain()
    }
    const logged = () => crm.portal.of('communications')
    return { ...crm, received, sent, logged }
  }

  test('a message is an entry of its own, once', async ({ assert }) => {
    const { received, sent, logged, entries } = await givenChat('each')
    await received('Is the lamp still there?')
    await sent('It is!')
    await drain()
    assert.deepEqual(
      logged().map((one) => valueOf(one, 'hs_communication_body')?.split('<br>').at(-1)),
      ['Is the lamp still there?', 'It is!']
    )
    assert.deepEqual([...(logged()[0].associated.get('contacts') ?? [])].length, 1)
    assert.equal((await entries()).filter(({ outcome }) => outcome === 'logged').length, 2)
  })

  test('a conversation’s day is one entry, when it is over', async ({ assert }) => {
    const { received, sent, logged } = await givenChat('daily')
    await received('Is the lamp still there?')
    clock.advance(5 * MINUTE)
    await sent('It is!')
    await drain()
    assert.lengthOf(logged(), 0)
    clock.advance(DAY)
    await drain()
    assert.deepEqual(
      logged().map((one) => valueOf(one, 'hs_communication_body')?.split('<br>').slice(1)),
      [['10:00 ← Is the lamp still there?', '10:05 → It is!']]
    )
    clock.advance(DAY)
    await received('Then I take it')
    clock.advance(DAY)
    await drain()
    assert.lengthOf(logged(), 2)
  })

  test('nothing is logged where it is turned off', async ({ assert }) => {
    const { received, logged } = await givenChat('off')
    await received('Hello')
    clock.advance(2 * DAY)
    await drain()
    assert.lengthOf(logged(), 0)
  })

  test('an entry whose answer was lost is shown, and never written twice', async ({ assert }) => {
    const { received, logged, entries } = await givenChat('each')
    hubspot.faults.fail(1, { path: '/communications', status: 502 })
    await received('Hello')
    for (let turn = 0; turn < 3; turn++) {
      clock.advance(HOUR)
      await drain()
    }
    assert.lengthOf(logged(), 0)
    assert.include(
      (await entries()).map(({ code }) => code),
      'outcome_unknown'
    )
  })

  test('a busy CRM is told later', async ({ assert }) => {
    const { received, logged } = await givenChat('each')
    hubspot.faults.rateLimit(1, { path: '/communications' })
    await received('Hello')
    assert.lengthOf(logged(), 0)
    clock.advance(MINUTE)
    await drain()
    assert.lengthOf(logged(), 1)
  })
})
