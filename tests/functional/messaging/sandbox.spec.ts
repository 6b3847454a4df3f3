import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { currentPhone, sandboxOf } from '#app/sandbox/people'
import { change, write } from '#app/sandbox/phone_acts'
import { abandonCart, buy, contactIdOf } from '#app/sandbox/shop'
import { drain } from '#app/work/worker'
import { composed, FRIDAY_MORNING, givenSandbox, givenTemplate, messageOf } from '#tests/support/messaging'
import { givenMember } from '#tests/support/workspace'

async function givenPhone() {
  const scene = await givenSandbox()
  const sandbox = await sandboxOf(scene.workspace)
  if (!sandbox) throw new Error('There should be a sandbox')
  return { ...scene, phone: await currentPhone(sandbox) }
}

const typesOf = async (workspaceId: string) =>
  (await db.from('events').where('workspace_id', workspaceId).orderBy('id')).map(({ type }) => String(type))

test.group('The sandbox', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('abandons a cart, of somebody who allowed reminders', async ({ assert }) => {
    const { workspace, phone } = await givenPhone()
    await abandonCart(workspace, phone)
    await drain()
    const types = await typesOf(workspace.id)
    assert.includeMembers(types, ['consent.granted', 'cart.updated', 'cart.abandoned'])
    const contactId = await contactIdOf(phone)
    const consent = await db
      .from('consent_states')
      .where({ contact_id: contactId ?? '', purpose: 'marketing' })
      .firstOrFail()
    assert.equal(consent.state, 'granted')
  })

  test('buys what is in the cart', async ({ assert }) => {
    const { workspace, phone } = await givenPhone()
    await abandonCart(workspace, phone)
    await drain()
    clock.advance(60_000)
    await buy(workspace, phone)
    await drain()
    const types = await typesOf(workspace.id)
    assert.includeMembers(types, ['order.placed', 'order.paid', 'cart.recovered'])
  })

  test('writes back, and what waited offline arrives when the phone is online', async ({ assert }) => {
    const scene = await givenPhone()
    const { workspace, phone } = scene
    await write(workspace, phone, { text: 'Does the amber one dim?' })
    await drain()
    const contactId = String(await contactIdOf(phone))

    await change(phone, { offline: true })
    const answer = await composed(scene, contactId, { content: { kind: 'text', text: 'Yes, with any LED dimmer.' } })
    await drain()
    assert.equal((await messageOf(answer.id)).state, 'sent')
    await change(phone, { offline: false, readsAtOnce: false })
    await drain()
    assert.equal((await messageOf(answer.id)).state, 'delivered')
    await change(phone, { readsAtOnce: true })
    await drain()
    assert.equal((await messageOf(answer.id)).state, 'read')
  })

  test('a phone that blocks us refuses, and says why', async ({ assert }) => {
    const scene = await givenPhone()
    await write(scene.workspace, scene.phone, { text: 'Hello' })
    await drain()
    await change(scene.phone, { blocks: true })
    const message = await composed(scene, String(await contactIdOf(scene.phone)))
    await drain()
    assert.containsSubset((await messageOf(message.id)).$attributes, { state: 'failed', code: 'recipient_unreachable' })
  })

  test('a tapped button comes back as the choice it is', async ({ assert }) => {
    const { workspace, phone } = await givenPhone()
    await write(workspace, phone, { text: 'Ask a question', choiceId: 'question', replyTo: 'sbx_1' })
    await drain()
    assert.includeMembers(await typesOf(workspace.id), ['message.received', 'message.button_clicked'])
  })

  test('is used from the console', async ({ client, assert }) => {
    const { workspace, phone } = await givenPhone()
    await givenTemplate(workspace)
    const user = await givenMember(workspace, 'operator')
    const page = await client.get(`/w/${workspace.id}/developers/sandbox`).loginAs(user).withInertia()
    page.assertStatus(200)
    assert.equal(page.body().component, 'developers/sandbox_phone')

    await client
      .post(`/w/${workspace.id}/developers/sandbox/happenings`)
      .loginAs(user)
      .withCsrfToken()
      .form({ kind: 'cart' })
      .redirects(0)
    await client
      .post(`/w/${workspace.id}/developers/sandbox/messages`)
      .loginAs(user)
      .withCsrfToken()
      .form({ text: 'Hello' })
      .redirects(0)
    await drain()
    assert.includeMembers(await typesOf(workspace.id), ['cart.updated', 'message.received'])
    assert.isNotNull(await contactIdOf(phone))
  })
})
