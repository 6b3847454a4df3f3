import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR } from '#app/clock'
import { Message } from '#app/messaging/message'
import { drain } from '#app/work/worker'
import { givenEvents, inbound } from '#tests/support/events'
import { composed, FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'

type Scene = Awaited<ReturnType<typeof givenSandbox>>

const writer = ({ connection }: Scene) => ({
  identities: [{ kind: 'sandbox_user' as const, value: 'writer', issuer: String(connection.account) }],
})

async function writes(scene: Scene, text: string, change: object = {}) {
  const { connection } = scene
  const event = inbound(text, {
    connectionId: connection.id,
    account: connection.account,
    person: writer(scene),
    ...change,
  } as never)
  return givenEvents(scene.workspace, { ...event, connector: 'sandbox' })
}

const messagesOf = (workspaceId: string, direction: 'in' | 'out') =>
  Message.query().where({ workspaceId, direction }).orderBy('id')

test.group('What people write to us', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('is kept once, and opens the window', async ({ assert }) => {
    const scene = await givenSandbox()
    await writes(scene, 'Does it dim?', { key: 'in-1' })
    await writes(scene, 'Does it dim?', { key: 'in-1' })
    const kept = await messagesOf(scene.workspace.id, 'in')
    assert.lengthOf(kept, 1)
    assert.containsSubset(kept[0].$attributes, { state: 'received', preview: 'Does it dim?', providerId: 'in-1' })
    const conversation = await db.from('conversations').where('workspace_id', scene.workspace.id).firstOrFail()
    assert.equal(conversation.window_until, FRIDAY_MORNING + 24 * HOUR)

    const answer = await composed(scene, String(kept[0].contactId))
    assert.equal(answer.state, 'queued')
    await drain()
  })

  test('is kept when it is of a kind nobody knows', async ({ assert }) => {
    const scene = await givenSandbox()
    await writes(scene, '', {
      key: 'in-2',
      payload: { providerId: 'in-2', channel: 'whatsapp', kind: 'unsupported', text: null, vendorType: 'poll' },
    })
    const [kept] = await messagesOf(scene.workspace.id, 'in')
    assert.containsSubset(kept.$attributes, { kind: 'unsupported', preview: 'poll' })
  })

  test('keeps where an attachment lies, and the ad a person came by', async ({ assert }) => {
    const scene = await givenSandbox()
    const attachment = { kind: 'image' as const, mediaId: 'media-1', mimeType: 'image/jpeg', caption: 'This one' }
    const referral = { sourceType: 'ad', sourceId: '1', sourceUrl: null, clickId: 'ctwa-1' }
    await writes(scene, '', {
      key: 'in-3',
      payload: { providerId: 'in-3', channel: 'whatsapp', kind: 'media', text: null, attachment, referral },
    })
    const [kept] = await messagesOf(scene.workspace.id, 'in')
    assert.containsSubset(kept.content, { kind: 'media', attachment: { mediaId: 'media-1' } })
    const conversation = await db.from('conversations').where('workspace_id', scene.workspace.id).firstOrFail()
    assert.isAbove(Number(conversation.free_entry_until), Number(conversation.window_until))
  })

  test('never shortens a window when it comes late', async ({ assert }) => {
    const scene = await givenSandbox()
    await writes(scene, 'Second', { key: 'in-5', occurredAt: FRIDAY_MORNING })
    await writes(scene, 'First', { key: 'in-4', occurredAt: FRIDAY_MORNING - HOUR })
    const conversation = await db.from('conversations').where('workspace_id', scene.workspace.id).firstOrFail()
    assert.equal(conversation.window_until, FRIDAY_MORNING + 24 * HOUR)
  })

  test('STOP is answered exactly once, in the language of whoever wrote it', async ({ assert }) => {
    const scene = await givenSandbox()
    const contactId = await givenContact(scene.workspace, { ...writer(scene), language: 'it' })
    await writes(scene, 'STOP', { key: 'stop-1' })
    await writes(scene, 'STOP', { key: 'stop-1' })
    await drain()
    await writes(scene, 'stop!', { key: 'stop-2' })
    await drain()

    const answers = await messagesOf(scene.workspace.id, 'out')
    assert.lengthOf(answers, 1)
    assert.containsSubset(answers[0].$attributes, { state: 'read', purpose: 'service', replyTo: 'stop-1' })
    assert.match(answers[0].preview ?? '', /^Fatto/)
    assert.equal((await composed(scene, contactId, { purpose: 'marketing' })).state, 'refused')
  })

  test('START brings back what STOP took, and says so once', async ({ assert }) => {
    const scene = await givenSandbox()
    await givenContact(scene.workspace, { ...writer(scene), language: 'en' })
    await writes(scene, 'STOP', { key: 'a' })
    await drain()
    clock.advance(1000)
    await writes(scene, 'START', { key: 'b', occurredAt: clock.now() })
    await drain()
    const answers = (await messagesOf(scene.workspace.id, 'out')).map(({ preview }) => preview?.slice(0, 7))
    assert.deepEqual(answers, ['Done: y', 'Welcome'])
  })
})
