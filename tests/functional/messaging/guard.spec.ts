import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR } from '#app/clock'
import { transaction } from '#app/database'
import { Connection } from '#app/connectors/connection'
import { recordConsent } from '#app/contacts/consents'
import { suppress } from '#app/contacts/suppressions'
import { guardRules } from '#app/messaging/guard'
import { drain } from '#app/work/worker'
import type { Purpose } from '#sdk/index'
import {
  composed,
  FRIDAY_MORNING,
  givenContact,
  givenOpenWindow,
  givenTemplate,
  messageOf,
} from '#tests/support/messaging'
import { givenSandbox } from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'

const EVERY: Purpose[] = ['authentication', 'transactional', 'service', 'marketing']

/** Which rule binds which purpose: the table of the guard, written down once more by hand. */
const BINDS: Record<string, Purpose[]> = {
  workspace_active: EVERY,
  test_workspace: EVERY,
  connection_healthy: EVERY,
  contact_reachable: EVERY,
  not_suppressed: EVERY,
  consent: ['transactional', 'marketing'],
  content: EVERY,
  conversation_window: EVERY,
  quiet_hours: ['marketing'],
  expiry: EVERY,
  frequency_cap: ['marketing'],
}

test.group('The send guard', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('binds each rule to the purposes of the table', ({ assert }) => {
    const own = guardRules().filter((rule) => rule.name in BINDS)
    assert.deepEqual(Object.fromEntries(own.map((rule) => [rule.name, [...rule.binds]])), BINDS)
  })

  for (const purpose of EVERY) {
    test(`keeps a verdict of every rule for a ${purpose} message`, async ({ assert }) => {
      const scene = await new ScriptedChannel().connected()
      const message = await composed(
        scene,
        await givenContact(scene.workspace, { consents: ['marketing', 'transactional'] }),
        { purpose }
      )
      assert.equal(message.state, 'queued')
      for (const { rule, verdict } of message.verdicts ?? []) {
        if (rule in BINDS)
          assert.equal(verdict, BINDS[rule].includes(purpose) ? 'allow' : 'skip', `${rule} for ${purpose}`)
      }
    })
  }

  test('refuses marketing to whoever never allowed it, on every path', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const contactId = await givenContact(scene.workspace, { consents: [] })
    await givenTemplate(scene.workspace)
    for (const change of [
      {},
      { template: 'cart_reminder' },
      { runId: 'run_x' },
      { naturalKey: 'api:x' },
      { naturalKey: 'campaign:c:1:x:0' },
    ]) {
      const message = await composed(scene, contactId, { purpose: 'marketing', ...change })
      assert.containsSubset(message.$attributes, { state: 'refused', code: 'no_consent' })
    }
    const service = await composed(scene, contactId)
    assert.equal(service.state, 'queued')
  })

  test('does not take consent for another channel', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const contactId = await givenContact(scene.workspace, { consents: [] })
    await transaction((trx) =>
      recordConsent(trx, {
        workspaceId: scene.workspace.id,
        contactId,
        channel: 'email',
        purpose: 'marketing',
        action: 'granted',
        method: 'form',
        source: 'test',
        proof: {},
        occurredAt: clock.now(),
      })
    )
    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).code, 'no_consent')
  })

  test('lets a transactional message rest on a year of custom', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const contactId = await givenContact(scene.workspace, { consents: [] })
    assert.equal((await composed(scene, contactId, { purpose: 'transactional' })).code, 'no_basis')
    await db
      .from('contacts')
      .where('id', contactId)
      .update({ basis_at: clock.now() - 300 * DAY })
    assert.equal((await composed(scene, contactId, { purpose: 'transactional' })).state, 'queued')
    clock.advance(100 * DAY)
    assert.equal((await composed(scene, contactId, { purpose: 'transactional' })).code, 'no_basis')
  })

  test('asks again when the message is claimed', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    const message = await composed(scene, contactId, { purpose: 'marketing' })
    assert.equal(message.state, 'queued')
    await transaction((trx) =>
      recordConsent(trx, {
        workspaceId: scene.workspace.id,
        contactId,
        channel: 'whatsapp',
        purpose: 'marketing',
        action: 'withdrawn',
        method: 'keyword',
        source: 'test',
        proof: {},
        occurredAt: clock.now() + 1,
      })
    )
    await drain()
    const refused = await messageOf(message.id)
    assert.equal(refused.state, 'refused')
    assert.match(String(refused.code), /^(suppressed|consent_withdrawn)$/)
    assert.lengthOf(channel.sent, 0)
  })

  test('leaves whoever is suppressed in peace, and answers them still', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const contactId = await givenContact(scene.workspace)
    await transaction((trx) =>
      suppress(trx, { workspaceId: scene.workspace.id, contactId, channel: 'any', purpose: 'marketing' }, 'manual')
    )
    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).code, 'suppressed')
    assert.equal((await composed(scene, contactId)).state, 'queued')
  })

  test('writes free text only while the window is open', async ({ assert }) => {
    const scene = await givenSandbox()
    const contactId = await givenContact(scene.workspace)
    assert.equal((await composed(scene, contactId)).code, 'window_closed')
    await givenTemplate(scene.workspace)
    assert.equal(
      (await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })).state,
      'queued'
    )
    await givenOpenWindow(scene, contactId)
    assert.equal((await composed(scene, contactId)).state, 'queued')
    clock.advance(25 * HOUR)
    assert.equal((await composed(scene, contactId)).code, 'window_closed')
  })

  test('keeps marketing for the day, as the contact’s own clock has it', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    // 22:30 in Tokyo, 14:30 in Rome.
    clock.freeze(Date.UTC(2026, 10, 20, 13, 30))
    const far = await givenContact(scene.workspace, { timezone: 'Asia/Tokyo' })
    const near = await givenContact(scene.workspace)
    const delayed = await composed(scene, far, { purpose: 'marketing' })
    assert.containsSubset(delayed.$attributes, {
      state: 'delayed',
      code: 'quiet_hours',
      dueAt: Date.UTC(2026, 10, 21, 0, 0),
    })
    assert.equal((await composed(scene, near, { purpose: 'marketing' })).state, 'queued')
    assert.equal((await composed(scene, far, { purpose: 'transactional' })).code, 'no_basis')

    clock.freeze(Date.UTC(2026, 10, 21, 0, 0))
    await drain()
    assert.equal((await messageOf(delayed.id)).state, 'sent')
  })

  test('counts what is sent and nothing else against the cap', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    const messages = []
    for (let n = 0; n < 5; n++) messages.push(await composed(scene, contactId, { purpose: 'marketing' }))
    await drain()
    const states = await Promise.all(messages.map(async ({ id }) => (await messageOf(id)).code ?? 'sent'))
    assert.deepEqual(states, ['sent', 'sent', 'sent', 'frequency_cap', 'frequency_cap'])
    assert.lengthOf(channel.sent, 3)

    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).code, 'frequency_cap')
    await scene.workspace.changeSettings({ frequency_cap: 5 })
    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).state, 'queued')
    clock.advance(8 * DAY)
    await scene.workspace.changeSettings({ frequency_cap: 1 })
    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).state, 'queued')
  })

  test('never lets a test workspace reach a real channel', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected({}, { kind: 'test' })
    const message = await composed(scene, await givenContact(scene.workspace))
    assert.containsSubset(message.$attributes, { state: 'refused', code: 'test_workspace' })

    const sandbox = await givenSandbox({ kind: 'test' })
    const contactId = await givenContact(sandbox.workspace)
    await givenOpenWindow(sandbox, contactId)
    assert.equal((await composed(sandbox, contactId)).state, 'queued')
  })

  test('waits for a connection that somebody may mend, and not for one that is gone', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const contactId = await givenContact(scene.workspace)
    const connection = await Connection.findOrFail(scene.connection.id)
    await connection.merge({ state: 'broken' }).save()
    assert.containsSubset((await composed(scene, contactId)).$attributes, {
      state: 'delayed',
      code: 'connection_broken',
    })
    await connection.merge({ state: 'not_connected' }).save()
    assert.equal((await composed(scene, contactId)).code, 'not_connected')
  })

  test('refuses what a paused workspace, a stranger and a lost address make impossible', async ({ assert }) => {
    const scene = await new ScriptedChannel().connected()
    const byMail = await givenContact(scene.workspace, {
      identities: [{ kind: 'email', value: 'giulia@mail.example' }],
    })
    assert.equal((await composed(scene, byMail)).code, 'no_address')
    assert.equal((await composed(scene, 'ctc_nobody')).code, 'contact_gone')
    await scene.workspace.merge({ state: 'paused' }).save()
    assert.equal((await composed(scene, byMail)).code, 'workspace_paused')
  })
})
