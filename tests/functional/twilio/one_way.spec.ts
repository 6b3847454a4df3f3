import { test } from '@japa/runner'
import { drain } from '#app/work/worker'
import { rowsOf } from '#tests/support/events'
import { attemptsOf, composed, givenContact, messageOf } from '#tests/support/messaging'
import { fakeTwilio, givenAna, givenSender, settled } from './given.ts'

const PHONES = ['+393330000101', '+393330000102', '+393330000103']

test.group('SMS from a name', (group) => {
  const twilio = fakeTwilio(group)

  test('go to many, each with its receipt', async ({ assert }) => {
    const scene = await givenSender(twilio(), { name: 'BOTTEGA' })
    const people = await Promise.all(PHONES.map((phone) => givenAna(scene.workspace, phone)))
    for (const person of people) await composed(scene, person, { purpose: 'marketing' })
    await settled(twilio())
    assert.sameMembers(
      twilio().sent.map(({ to }) => to),
      PHONES
    )
    assert.deepEqual([...new Set(twilio().sent.map(({ from }) => from))], ['BOTTEGA'])
    const messages = await rowsOf('messages', scene.workspace)
    assert.deepEqual([...new Set(messages.map(({ state }) => state))], ['delivered'])
  })

  test('offer no address to reply to, and the connection says so', async ({ assert }) => {
    const { connection, number } = await givenSender(twilio(), { name: 'NIDO' })
    assert.containsSubset(connection.warnings, [{ code: 'sender_one_way' }])
    assert.equal(twilio().state.numbers.get(number)?.smsUrl, '', 'no number is led here')
  })

  test('may be sent under one name by two merchants', async ({ assert }) => {
    const scenes = [await givenSender(twilio(), { name: 'LUCE' }), await givenSender(twilio(), { name: 'LUCE' })]
    for (const scene of scenes) await composed(scene, await givenAna(scene.workspace, PHONES[0]), {})
    await settled(twilio())
    for (const { workspace } of scenes)
      assert.containsSubset(await rowsOf('messages', workspace), [{ state: 'delivered' }])
  })

  test('are refused where names are not shown, with the reason', async ({ assert }) => {
    const scene = await givenSender(twilio(), { name: 'ONDA' })
    const message = await composed(scene, await givenAna(scene.workspace, '+12025550101'), {})
    await settled(twilio())
    const { state, code } = await messageOf(message.id)
    assert.deepEqual({ state, code }, { state: 'failed', code: 'recipient_unreachable' })
    const [attempt] = await attemptsOf(message.id)
    assert.equal(attempt.vendor_code, '21612')
  })
})

test.group('How fast SMS leave', (group) => {
  const twilio = fakeTwilio(group)

  test('a long text takes as much room as it has parts', async ({ assert }) => {
    const scene = await givenSender(twilio(), { settings: { perSecond: 4 } })
    const text = 'a'.repeat(400)
    const person = await givenContact(scene.workspace, {
      identities: [{ kind: 'phone', value: PHONES[0] }],
      consents: [],
    })
    for (let n = 0; n < 3; n++) await composed(scene, person, { content: { kind: 'text', text: `${n}${text}` } })
    await drain()
    assert.lengthOf(twilio().sent, 2, 'three parts, and three more while there was room')
  })
})
