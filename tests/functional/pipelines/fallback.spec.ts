import { test } from '@japa/runner'
import { clock, HOUR, MINUTE } from '#app/clock'
import { transaction } from '#app/database'
import { recordConsent } from '#app/contacts/consents'
import { drain } from '#app/work/worker'
import { OutcomeUnknown, Permanent } from '#sdk/errors'
import type { Identity } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, messagesOf, onlyRun, runsOf, stepsOf } from '#tests/support/pipelines'
import { reported, ScriptedChannel } from '#tests/support/scripted_channel'
import { givenMember } from '#tests/support/workspace'

const PHONE: Identity = { kind: 'phone', value: '+39 333 000 0101', country: 'IT' }
const WHATSAPP: Identity = { kind: 'whatsapp_user', value: 'IT.1000000000000001' }

/** A pipeline that writes on WhatsApp, and by SMS what did not arrive within half an hour. */
async function givenFallback({ identities = [PHONE], within = '30min' as string | null, cap = false } = {}) {
  const whatsapp = new ScriptedChannel({ medium: 'whatsapp', addresses: ['whatsapp_user', 'phone'] })
  const sms = new ScriptedChannel({ medium: 'sms', addresses: ['phone'] })
  const { workspace, connection } = await whatsapp.connected()
  const { connection: smsConnection } = await givenConnection(workspace, sms.id)
  const contactId = await givenContact(workspace, { identities })
  await transaction((trx) =>
    recordConsent(trx, {
      workspaceId: workspace.id,
      contactId,
      channel: 'sms',
      purpose: 'marketing',
      action: 'granted',
      method: 'form',
      source: 'test',
      proof: {},
      occurredAt: clock.now(),
    })
  )
  if (cap) {
    workspace.settings = { ...workspace.settings, frequency_cap: 1 }
    await workspace.save()
  }
  const pipeline = await givenPipeline(
    workspace,
    chain(
      {
        type: 'send_message',
        id: 'send',
        by: 'sent',
        config: {
          legs: [
            { text: 'Hi', connection: connection.id, ...(within ? { delivered_within: within } : {}) },
            { text: 'Hi by SMS', connection: smsConnection.id },
          ],
        },
      },
      { type: 'add_tag', config: { tag: 'reached' } }
    )
  )
  return { workspace, whatsapp, sms, connection, smsConnection, contactId, pipeline }
}

async function sendIn(scene: Awaited<ReturnType<typeof givenFallback>>) {
  await abandon(scene.workspace, scene.contactId)
  await drain()
  return onlyRun(scene.pipeline)
}

async function later(time: number) {
  clock.advance(time)
  await drain()
}

test.group('WhatsApp with SMS to fall back on', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('a message that arrives in time is followed by no SMS', async ({ assert }) => {
    const scene = await givenFallback()
    const run = await sendIn(scene)
    assert.equal(run.state, 'waiting', 'accepted is not delivered')
    clock.advance(MINUTE)
    await reported(scene.connection, 'delivered', { providerId: `p-${scene.whatsapp.sent[0].attempt.key}` })
    await drain()
    assert.equal((await onlyRun(scene.pipeline)).state, 'completed')
    await later(2 * HOUR)
    assert.lengthOf(scene.sms.sent, 0)
  })

  test('one that does not arrive in time is followed by exactly one SMS', async ({ assert }) => {
    const scene = await givenFallback()
    const run = await sendIn(scene)
    await later(29 * MINUTE)
    assert.lengthOf(scene.sms.sent, 0)
    await later(2 * MINUTE)
    assert.lengthOf(scene.sms.sent, 1)
    await reported(scene.connection, 'delivered', { providerId: `p-${scene.whatsapp.sent[0].attempt.key}` })
    await later(3 * HOUR)
    assert.lengthOf(scene.sms.sent, 1)
    assert.deepEqual(
      (await messagesOf(run)).map(({ leg, medium, state }) => [leg, medium, state]),
      [
        [0, 'whatsapp', 'delivered'],
        [1, 'sms', 'sent'],
      ]
    )
    assert.containsSubset((await stepsOf(run))[0], { state: 'done', branch: 'sent' })
  })

  test('one that fails after it was accepted is followed at once', async ({ assert }) => {
    const scene = await givenFallback()
    await sendIn(scene)
    await reported(scene.connection, 'failed', {
      providerId: `p-${scene.whatsapp.sent[0].attempt.key}`,
      error: { code: '131026', title: 'Undeliverable', reason: 'not_on_whatsapp' },
    })
    await drain()
    assert.lengthOf(scene.sms.sent, 1)
    await later(2 * HOUR)
    assert.lengthOf(scene.sms.sent, 1)
  })

  test('one that is refused is followed at once, also where nobody waits for delivery', async ({ assert }) => {
    const scene = await givenFallback({ within: null })
    scene.whatsapp.script = () => {
      throw new Permanent('not on WhatsApp', { vendorCode: '131026' })
    }
    await sendIn(scene)
    assert.lengthOf(scene.sms.sent, 1)
  })

  test('one whose outcome is unknown waits for a status first', async ({ assert }) => {
    const scene = await givenFallback()
    scene.whatsapp.script = () => {
      throw new OutcomeUnknown('silence')
    }
    await sendIn(scene)
    assert.lengthOf(scene.sms.sent, 0)
    const { key } = scene.whatsapp.sent[0].attempt
    await reported(scene.connection, 'delivered', { providerId: 'p-late', correlation: key })
    await later(HOUR)
    assert.lengthOf(scene.sms.sent, 0)
    assert.equal((await onlyRun(scene.pipeline)).state, 'completed')
  })

  test('a status that came before anybody listened is not overlooked', async ({ assert }) => {
    const scene = await givenFallback()
    scene.whatsapp.script = async (_message, { key }) => {
      await reported(scene.connection, 'delivered', { providerId: `p-${key}`, correlation: key })
      return { providerId: `p-${key}` }
    }
    await sendIn(scene)
    await later(2 * HOUR)
    assert.lengthOf(scene.sms.sent, 0)
    assert.equal((await onlyRun(scene.pipeline)).state, 'completed')
  })

  test('both messages and the run tell of each other, and why', async ({ client, assert }) => {
    const scene = await givenFallback()
    const run = await sendIn(scene)
    await later(31 * MINUTE)
    const member = await givenMember(scene.workspace)
    const propsOf = async (path: string) => {
      const page = await client.get(`/w/${scene.workspace.id}/${path}`).loginAs(member).withInertia()
      return page.inertiaProps
    }
    const [whatsapp, sms] = await messagesOf(run)
    const why = { code: 'not_delivered_in_time', params: { count: 30, unit: 'min' } }
    const before = { id: whatsapp.id, medium: 'whatsapp', state: 'sent', ...why }
    assert.containsSubset(await propsOf(`messages/${sms.id}`), { standIns: { before, after: null } })
    const after = { id: sms.id, medium: 'sms', state: 'sent', ...why }
    assert.containsSubset(await propsOf(`messages/${whatsapp.id}`), { standIns: { before: null, after } })
    assert.containsSubset(await propsOf(`runs/${run.id}`), {
      messages: [
        { id: whatsapp.id, leg: 0, insteadOf: null },
        { id: sms.id, leg: 1, insteadOf: why },
      ],
    })
  })

  test('a refused message names its own reason to the one that stands in for it', async ({ assert }) => {
    const scene = await givenFallback({ within: null })
    scene.whatsapp.script = () => {
      throw new Permanent('not on WhatsApp', { vendorCode: '131026' })
    }
    const run = await sendIn(scene)
    const [whatsapp, sms] = await messagesOf(run)
    assert.containsSubset(JSON.parse(String(sms.instead_of)), {
      messageId: whatsapp.id,
      code: 'provider_refused',
      params: { vendorCode: '131026' },
    })
  })

  test('without a phone the step says so', async ({ assert }) => {
    const scene = await givenFallback({ identities: [WHATSAPP] })
    const run = await sendIn(scene)
    await later(HOUR)
    assert.lengthOf(scene.sms.sent, 0)
    assert.containsSubset((await stepsOf(run))[0], { state: 'refused', code: 'no_address', branch: 'refused' })
    assert.deepEqual(JSON.parse(String((await messagesOf(run))[1].params)), { medium: 'sms' })
  })

  test('the SMS that stands in for it is no second message for the cap', async ({ assert }) => {
    const scene = await givenFallback({ cap: true })
    await sendIn(scene)
    await later(HOUR)
    assert.lengthOf(scene.sms.sent, 1)
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [, again] = await runsOf(scene.pipeline)
    assert.deepEqual(
      (await messagesOf(again)).map(({ state, code }) => [state, code]),
      [
        ['refused', 'frequency_cap'],
        ['refused', 'frequency_cap'],
      ]
    )
    assert.lengthOf(scene.whatsapp.sent, 1, 'a second cart is over the cap')
    assert.lengthOf(scene.sms.sent, 1)
  })

  test('a run that is ended meanwhile sends no SMS', async ({ assert }) => {
    const scene = await givenFallback()
    const run = await sendIn(scene)
    const { endRunByPerson } = await import('#app/runs/operations')
    await endRunByPerson(run)
    await later(2 * HOUR)
    assert.lengthOf(scene.sms.sent, 0)
  })
})
