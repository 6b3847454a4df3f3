import { test } from '@japa/runner'
import { clock, HOUR, MINUTE, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import { drain } from '#app/work/worker'
import db from '@adonisjs/lucid/services/db'
import { cancelMessages } from '#app/messaging/cancel'
import { onSettled } from '#app/messaging/observers'
import {
  AuthenticationExpired,
  OutcomeUnknown,
  PolicyRefused,
  RateLimited,
  RecipientUnreachable,
  Temporary,
} from '#sdk/index'
import {
  attemptsOf,
  composed,
  FRIDAY_MORNING,
  givenContact,
  givenTemplate,
  messageOf,
  statusesOf,
} from '#tests/support/messaging'
import { reported, ScriptedChannel } from '#tests/support/scripted_channel'

const settled: { id: string; state: string; code: string | null }[] = []
onSettled(async (_trx, { id, state, code }) => void settled.push({ id, state, code }))
const fortuneOf = (id: string) => settled.filter((each) => each.id === id).map(({ state }) => state)

test.group('What becomes of a message', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('an attempt is committed before the provider is called', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    let seen: unknown[] = []
    channel.script = async (message, attempt) => {
      seen = await attemptsOf(message.id)
      return { providerId: attempt.key }
    }
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    assert.lengthOf(seen, 1)
    assert.containsSubset(seen, [{ n: 1, state: 'open' }])
    assert.equal(channel.sent[0].attempt.key, `${message.id}/1`)
    assert.deepEqual(fortuneOf(message.id), ['sent'])
  })

  test('a refusal that tells of a STOP withdraws consent, and the next message is not even tried', async ({
    assert,
  }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contact = await givenContact(scene.workspace)
    channel.script = () => {
      throw new PolicyRefused('They wrote STOP', { policy: 'recipient_opted_out', consent: 'withdrawn' })
    }
    const offer = () => composed(scene, contact, { purpose: 'marketing' })
    const first = await offer()
    await drain()
    const refused = await messageOf(first.id)
    assert.deepEqual([refused.state, refused.code], ['refused', 'recipient_opted_out'])
    const entry = await db.from('consents').where({ contact_id: contact, action: 'withdrawn' }).first()
    assert.deepInclude(entry, { channel: 'whatsapp', purpose: 'marketing', method: 'provider_refusal' })
    assert.equal((JSON.parse(entry.proof) as { message: string }).message, first.id)

    const second = await offer()
    assert.deepEqual([second.state, second.code], ['refused', 'consent_withdrawn'])
    await drain()
    assert.lengthOf(channel.sent, 1)
  })

  test('what was certainly not sent is tried again later', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    channel.script = (_message, attempt) => {
      if (attempt.n === 1)
        throw new RateLimited('Slow down', { retryAfter: 30 * SECOND, scope: 'recipient', vendorCode: '131056' })
      if (attempt.n === 2) throw new Temporary('Ill')
      return { providerId: attempt.key }
    }
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    const limited = await messageOf(message.id)
    assert.containsSubset(limited.$attributes, {
      state: 'delayed',
      code: 'rate_limited',
      dueAt: FRIDAY_MORNING + 30 * SECOND,
    })

    clock.advance(30 * SECOND)
    await drain()
    assert.equal((await messageOf(message.id)).code, 'provider_unavailable')
    clock.advance(MINUTE)
    await drain()
    assert.equal((await messageOf(message.id)).state, 'sent')
    assert.deepEqual(
      (await attemptsOf(message.id)).map(({ state }) => state),
      ['not_sent', 'not_sent', 'sent']
    )
    assert.deepEqual(fortuneOf(message.id), ['sent'])
  })

  test('a connection that is signed out is not hammered', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    channel.script = () => {
      throw new AuthenticationExpired('The token is dead')
    }
    const contactId = await givenContact(scene.workspace)
    const message = await composed(scene, contactId)
    await drain()
    const stopped = await messageOf(message.id)
    assert.containsSubset(stopped.$attributes, { state: 'delayed', code: 'authentication_expired' })
    assert.lengthOf(channel.sent, 1)
  })

  test('errors with a vendor code end as failed or refused, with the code kept', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    channel.script = (message) => {
      if (message.purpose === 'service') throw new RecipientUnreachable('Undeliverable', { vendorCode: '131026' })
      throw new PolicyRefused('Too late', { policy: 'window_closed', vendorCode: '131047' })
    }
    const failed = await composed(scene, contactId)
    const refused = await composed(scene, contactId, { purpose: 'marketing' })
    await drain()
    assert.containsSubset((await messageOf(failed.id)).$attributes, {
      state: 'failed',
      code: 'recipient_unreachable',
      params: { vendorCode: '131026' },
    })
    assert.containsSubset((await messageOf(refused.id)).$attributes, {
      state: 'refused',
      code: 'window_closed',
      countedAt: null,
    })
    assert.equal((await attemptsOf(failed.id))[0].vendor_code, '131026')
  })

  test('silence is unknown, and ends as refused when no status ever comes', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected({ resendUnknown: true })
    channel.script = () => {
      throw new OutcomeUnknown('No answer')
    }
    const message = await composed(scene, await givenContact(scene.workspace), { purpose: 'marketing' })
    await drain()
    assert.equal((await messageOf(message.id)).state, 'unknown')
    clock.advance(HOUR)
    await drain()
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'refused', code: 'outcome_unknown' })
    assert.lengthOf(channel.sent, 1)
    assert.deepEqual(fortuneOf(message.id), ['unknown', 'refused'])
  })

  test('an unknown transactional message is repeated once, where the connection allows it', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected({ resendUnknown: true })
    channel.script = () => {
      throw new OutcomeUnknown('No answer')
    }
    const message = await composed(scene, await givenContact(scene.workspace, { consents: ['transactional'] }), {
      purpose: 'transactional',
    })
    await drain()
    clock.advance(HOUR)
    await drain()
    clock.advance(HOUR)
    await drain()
    assert.lengthOf(channel.sent, 2)
    assert.containsSubset((await messageOf(message.id)).$attributes, {
      state: 'refused',
      code: 'outcome_unknown',
      possibleDuplicate: true,
    })
  })

  test('a status that carries our key ends the unknown', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    channel.script = () => {
      throw new OutcomeUnknown('No answer')
    }
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    await reported(scene.connection, 'delivered', { providerId: 'p-9', correlation: `${message.id}/1` })
    clock.advance(HOUR)
    await drain()
    assert.containsSubset((await messageOf(message.id)).$attributes, {
      state: 'delivered',
      providerId: 'p-9',
      code: null,
    })
    assert.equal((await attemptsOf(message.id))[0].state, 'sent')
    assert.deepEqual(fortuneOf(message.id), ['unknown', 'delivered'])
  })

  test('a status may come before the answer of the very call', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    channel.script = async (_message, attempt) => {
      await reported(scene.connection, 'sent', { providerId: 'early', correlation: attempt.key })
      await reported(scene.connection, 'delivered', { providerId: 'early', correlation: attempt.key })
      return { providerId: 'early' }
    }
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    assert.equal((await messageOf(message.id)).state, 'delivered')
    assert.lengthOf(await statusesOf(message.id), 2)
  })

  test('a status without our key is parked until the answer names its message', async ({ assert }) => {
    const channel = new ScriptedChannel({ echoesCorrelation: false })
    const scene = await channel.connected()
    channel.script = async () => {
      await reported(scene.connection, 'read', { providerId: 'late' })
      return { providerId: 'late' }
    }
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    assert.equal((await messageOf(message.id)).state, 'read')
    assert.lengthOf(await db.from('parked_statuses').where('connection_id', scene.connection.id), 0)
  })

  test('statuses only ever move a message forward', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    await drain()
    const providerId = String((await messageOf(message.id)).providerId)
    const after = async (word: 'sent' | 'delivered' | 'read' | 'failed') => {
      await reported(scene.connection, word, {
        providerId,
        error: word === 'failed' ? { code: '1', title: 'No', reason: 'recipient_unreachable' } : null,
      })
      return (await messageOf(message.id)).state
    }
    assert.equal(await after('read'), 'read')
    assert.equal(await after('delivered'), 'read')
    assert.equal(await after('sent'), 'read')
    assert.equal(await after('failed'), 'read')
    assert.equal(await after('read'), 'read')
    assert.lengthOf(await statusesOf(message.id), 4)
  })

  test('a message that fails after it was accepted says why and gives its place in the cap back', async ({
    assert,
  }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace), { purpose: 'marketing' })
    await drain()
    const accepted = await messageOf(message.id)
    assert.isNotNull(accepted.countedAt)
    await reported(scene.connection, 'failed', {
      providerId: String(accepted.providerId),
      error: { code: '131026', title: 'Undeliverable', reason: 'recipient_unreachable' },
    })
    assert.containsSubset((await messageOf(message.id)).$attributes, {
      state: 'failed',
      code: 'recipient_unreachable',
      countedAt: null,
    })
    assert.deepEqual(fortuneOf(message.id), ['sent', 'failed'])
  })

  test('a message found half sent after a crash is never simply repeated', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    await crashWhileSending(message.id)
    await drain()
    assert.lengthOf(channel.sent, 0)
    assert.equal((await messageOf(message.id)).state, 'unknown')
  })

  test('after a crash a provider that can be asked is asked', async ({ assert }) => {
    const channel = new ScriptedChannel()
    channel.lookup = (attempt) => (attempt.n === 1 ? null : { providerId: 'found' })
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace))
    await crashWhileSending(message.id)
    await drain()
    assert.lengthOf(channel.sent, 1)
    assert.equal((await messageOf(message.id)).state, 'sent')
    assert.deepEqual(
      (await attemptsOf(message.id)).map(({ state }) => state),
      ['not_sent', 'sent']
    )
  })

  test('a cancelled message is not sent, even when a sender has just claimed it', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    const message = await composed(scene, contactId, { runId: 'run_1' })
    await db.from('messages').where('id', message.id).update({ lease_token: 'somebody', lease_until: 0 })
    await transaction((trx) => cancelMessages(trx, { runId: 'run_1', reason: 'run_exited' }))
    await drain()
    assert.lengthOf(channel.sent, 0)
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'cancelled', code: 'run_exited' })
    assert.deepEqual(fortuneOf(message.id), ['cancelled'])
  })

  test('what has waited too long expires', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const message = await composed(scene, await givenContact(scene.workspace), { purpose: 'authentication' })
    clock.advance(11 * MINUTE)
    await drain()
    assert.lengthOf(channel.sent, 0)
    assert.equal((await messageOf(message.id)).state, 'expired')
  })

  test('one sender keeps to its rate', async ({ assert }) => {
    const channel = new ScriptedChannel({ perSecond: 5 })
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    for (let n = 0; n < 8; n++) await composed(scene, contactId)
    await drain()
    assert.lengthOf(channel.sent, 5)
    const left = await db.from('messages').where('workspace_id', scene.workspace.id).where('state', 'queued')
    assert.lengthOf(left, 3)
  })

  test('the provider gets the template by name, with its values', async ({ assert }) => {
    const channel = new ScriptedChannel({ templateApproval: true, conversationWindow: true })
    const scene = await channel.connected()
    const template = await givenTemplate(scene.workspace)
    const version = await db.from('template_versions').where('template_id', template.id).firstOrFail()
    const contactId = await givenContact(scene.workspace)
    const early = await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })
    assert.containsSubset(early.$attributes, { state: 'refused', code: 'template_not_approved' })

    await db.table('template_approvals').insert({
      id: `tpa_${version.id.slice(4)}`,
      workspace_id: scene.workspace.id,
      template_version_id: version.id,
      connection_id: scene.connection.id,
      provider_name: 'cart_reminder',
      provider_template_id: '1',
      language: 'it',
      status: 'approved',
      category: 'marketing',
      submitted_at: 0,
      status_since: 0,
      created_at: 0,
      updated_at: 0,
    })
    await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })
    await drain()
    assert.containsSubset(channel.sent[0].message.content, {
      kind: 'template',
      name: 'cart_reminder',
      language: 'it',
      category: 'marketing',
      body: {
        text: 'Hi {{ contact.first_name }}, your cart is still here.',
        values: [{ name: 'contact.first_name', text: 'Giulia' }],
      },
    })
  })
})

/** As a worker leaves a message that dies between committing the attempt and storing the answer. */
async function crashWhileSending(messageId: string) {
  const row = await db.from('messages').where('id', messageId).firstOrFail()
  await db
    .from('messages')
    .where('id', messageId)
    .update({ state: 'sending', tries: 1, lease_token: 'dead', lease_until: 1 })
  await db.table('attempts').insert({
    id: `att_${messageId.slice(4)}`,
    workspace_id: row.workspace_id,
    message_id: messageId,
    n: 1,
    lease_token: 'dead',
    state: 'open',
    started_at: 0,
  })
}
