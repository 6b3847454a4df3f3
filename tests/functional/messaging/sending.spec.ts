import { test } from '@japa/runner'
import { clock } from '#app/clock'
import { drain } from '#app/work/worker'
import { SandboxPhone } from '#app/sandbox/phone'
import {
  attemptsOf,
  composed,
  content,
  FRIDAY_MORNING,
  givenContact,
  givenOpenWindow,
  givenSandbox,
  givenTemplate,
  messageOf,
  statusesOf,
} from '#tests/support/messaging'

test.group('Sending through the sandbox', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('a marketing template is sent, delivered and read', async ({ assert }) => {
    const scene = await givenSandbox()
    await givenTemplate(scene.workspace)
    const contactId = await givenContact(scene.workspace)
    const message = await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })
    assert.equal(message.state, 'queued')
    assert.equal(message.preview, 'Hi Giulia, your cart is still here.')

    await drain()
    const sent = await messageOf(message.id)
    assert.equal(sent.state, 'read')
    assert.isNotNull(sent.sentAt)
    assert.isNotNull(sent.providerId)
    const [attempt] = await attemptsOf(message.id)
    assert.equal(attempt.state, 'sent')
    assert.deepEqual(
      (await statusesOf(message.id)).map((row) => row.status),
      ['sent', 'delivered', 'read']
    )
  })

  test('a phone that is offline gets its message when it is back', async ({ assert }) => {
    const scene = await givenSandbox()
    const contactId = await givenContact(scene.workspace)
    await givenOpenWindow(scene, contactId)
    await composed(scene, contactId)
    await drain()

    const phone = await SandboxPhone.query().where('workspaceId', scene.workspace.id).firstOrFail()
    await phone.merge({ offline: true }).save()
    const message = await composed(scene, contactId)
    await drain()
    assert.equal((await messageOf(message.id)).state, 'sent')
  })

  test('composing the same key twice answers the first message', async ({ assert }) => {
    const scene = await givenSandbox()
    const contactId = await givenContact(scene.workspace)
    await givenOpenWindow(scene, contactId)
    const first = await composed(scene, contactId, { naturalKey: 'api:once', content: { kind: 'text', text: 'One' } })
    const second = await composed(scene, contactId, { naturalKey: 'api:once', content: { kind: 'text', text: 'Two' } })
    assert.equal(second.id, first.id)
    assert.equal(second.preview, 'One')
    await drain()
    assert.lengthOf(await attemptsOf(first.id), 1)
  })

  test('a missing value without a fallback refuses the message by name', async ({ assert }) => {
    const scene = await givenSandbox()
    await givenTemplate(scene.workspace, {
      variants: { it: content({ body: 'Order {{ order.number }}' }) },
      variables: [{ name: 'order.number', source: 'order.number', sample: '#1', fallback: null }],
    })
    const message = await composed(scene, await givenContact(scene.workspace), {
      purpose: 'marketing',
      template: 'cart_reminder',
    })
    assert.equal(message.state, 'refused')
    assert.equal(message.code, 'missing_variable')
    assert.deepEqual(message.params, { name: 'order.number' })
  })
})
