import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, HOUR } from '#app/clock'
import { consentFor } from '#app/contacts/consent_states'
import { rowsOf } from '#tests/support/events'
import { givenMember } from '#tests/support/workspace'
import { ANA, fakeTwilio, givenAna, givenSender, settled } from './given.ts'

test.group('SMS that people write', (group) => {
  const twilio = fakeTwilio(group)

  /** Ana, whom both channels may write offers to, wrote this. */
  async function written(text: string, media: { mimeType: string; bytes: Buffer }[] = []) {
    const scene = await givenSender(twilio())
    const ana = await givenAna(scene.workspace, ANA, ['sms', 'whatsapp'])
    clock.advance(HOUR)
    await twilio().receive(scene.number, ANA, text, media)
    await settled(twilio())
    return { ...scene, ana, member: await givenMember(scene.workspace, 'operator') }
  }

  const marketingOf = async (contactId: string, channel: 'sms' | 'whatsapp') =>
    (await consentFor(db.connection(), contactId, channel, 'marketing'))?.state

  test('open a conversation with the contact who has that phone', async ({ assert }) => {
    const { workspace, connection, ana } = await written('Where is my parcel?')
    const conversations = await rowsOf('conversations', workspace)
    assert.lengthOf(conversations, 1)
    assert.containsSubset(conversations[0], {
      contact_id: ana,
      connection_id: connection.id,
      state: 'open',
      last_inbound_at: clock.now(),
    })
    const [message] = await rowsOf('messages', workspace)
    assert.equal(message.conversation_id, conversations[0].id)
  })

  test('of somebody unknown make a contact', async ({ assert }) => {
    const { workspace, number } = await givenSender(twilio())
    await twilio().receive(number, '+447700900456', 'Hello?')
    await settled(twilio())
    const [contact] = await rowsOf('contacts', workspace)
    assert.equal(contact.phone, '+447700900456')
    assert.containsSubset(await rowsOf('conversations', workspace), [{ contact_id: contact.id }])
  })

  test('stand in the list of messages and in the contact’s story', async ({ client, assert }) => {
    const { workspace, ana, member } = await written('Where is my parcel?')
    const list = await client.get(`/w/${workspace.id}/messages?group=received`).loginAs(member).withInertia()
    assert.containsSubset(list.inertiaProps, {
      messages: [{ preview: 'Where is my parcel?', direction: 'in', contact: { id: ana } }],
    })
    const profile = await client.get(`/w/${workspace.id}/contacts/${ana}`).loginAs(member).withInertia()
    assert.containsSubset(profile.inertiaProps, {
      timeline: [
        {
          of: 'messages',
          code: 'messages.timeline.received',
          detail: 'Where is my parcel?',
          params: { medium: 'sms' },
        },
      ],
    })
  })

  test('keep their pictures, each as a message with its words', async ({ assert }) => {
    const picture = { mimeType: 'image/jpeg', bytes: Buffer.from('a broken lamp') }
    const { workspace } = await written('It came broken', [picture, picture])
    const messages = await rowsOf('messages', workspace)
    const contents = messages.map(({ content }) => JSON.parse(String(content)) as Record<string, unknown>)
    assert.containsSubset(contents, [
      { kind: 'media', text: 'It came broken', attachment: { kind: 'image', mimeType: 'image/jpeg' } },
      { kind: 'media', text: null, attachment: { kind: 'image' } },
    ])
    assert.lengthOf(await rowsOf('conversations', workspace), 1)
  })

  test('STOP ends the offers by SMS, and none on WhatsApp', async ({ assert }) => {
    const { ana } = await written('STOP')
    assert.equal(await marketingOf(ana, 'sms'), 'withdrawn')
    assert.equal(await marketingOf(ana, 'whatsapp'), 'granted')
    assert.lengthOf(twilio().ownAnswers, 1)
    assert.lengthOf(twilio().sent, 0)
  })

  for (const advanced of [false, true]) {
    test(`HELP is answered by Twilio alone${advanced ? ', with Advanced Opt-Out too' : ''}`, async ({ assert }) => {
      twilio().advancedOptOut = advanced
      const { ana } = await written('HELP')
      assert.lengthOf(twilio().ownAnswers, 1)
      assert.lengthOf(twilio().sent, 0)
      assert.equal(await marketingOf(ana, 'sms'), 'granted')
    })
  }
})
