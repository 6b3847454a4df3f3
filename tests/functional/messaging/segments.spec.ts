import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { preview } from '#app/templates/template_previews'
import type { Preview } from '#app/templates/template_previews'
import { drain } from '#app/work/worker'
import { composed, content, FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'
import { givenWorkspace } from '#tests/support/workspace'

test.group('The parts of an SMS', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('what the provider counted is kept with the message', async ({ assert }) => {
    const channel = new ScriptedChannel()
    channel.script = (_message, { key }) => ({ providerId: key, segments: 3 })
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    const message = await composed(scene, contactId, { content: { kind: 'text', text: 'Hi' } })
    await drain()
    const row = await db.from('messages').where('id', message.id).firstOrFail()
    assert.containsSubset(row, { state: 'sent', segments: 3 })
  })

  async function smsOf(body: string) {
    const variant = { language: 'en', content: content({ body }), variables: [] }
    const shown: Preview = preview(await givenWorkspace(), variant, false)
    if (!shown.ok) throw new Error(shown.code)
    return shown.sms
  }

  test('the editor counts while one is typing', async ({ assert }) => {
    assert.deepEqual(await smsOf('a'.repeat(160)), {
      encoding: 'GSM-7',
      parts: 1,
      units: 160,
      room: 160,
      foreign: null,
    })
    assert.deepEqual(await smsOf('a'.repeat(161)), {
      encoding: 'GSM-7',
      parts: 2,
      units: 161,
      room: 306,
      foreign: null,
    })
  })

  test('and names the characters that cost a part', async ({ assert }) => {
    const sms = await smsOf(`It’s ${'a'.repeat(100)}`)
    assert.containsSubset(sms, { encoding: 'UCS-2', parts: 2, foreign: { characters: '’', parts: 1 } })
  })
})
