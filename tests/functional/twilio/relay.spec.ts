import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { clock, HOUR, MINUTE } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { Connection } from '#app/connectors/connection'
import { reconcile } from '#app/deliveries/reconciling'
import { changeConnection } from '#app/connectors/repair'
import { drain } from '#app/work/worker'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { rowsOf } from '#tests/support/events'
import type { FakeTwilio } from '#tests/support/fake_world/twilio'
import { signedForm } from '#tests/support/fake_world/twilio_shapes'
import { attemptsOf, composed, givenTemplate, messageOf, statusesOf } from '#tests/support/messaging'
import { givenMember, givenWorkspace } from '#tests/support/workspace'
import { ANA, fakeTwilio, givenAna, givenSender, nextNumber, settled, TOKEN } from './given.ts'

test.group('SMS, from here to Twilio and back', (group) => {
  const fake = fakeTwilio(group)
  let twilio: FakeTwilio
  group.each.setup(() => void (twilio = fake()))

  const settle = () => settled(twilio)
  const stateOf = async ({ id }: { id: string }) => {
    const { state, code } = await messageOf(id)
    return { state, code }
  }

  test('the whole story: sent, delivered, stopped, cut off and mended', async ({ assert }) => {
    const scene = await givenSender(twilio)
    const { workspace, number, account } = scene
    const ana = await givenAna(workspace)
    await givenTemplate(workspace)

    const first = await composed(scene, ana, { template: 'cart_reminder', purpose: 'marketing' })
    await settle()
    assert.containsSubset(twilio.sent[0], {
      to: ANA,
      from: number,
      body: 'Hi Giulia, your cart is still here.',
    })
    assert.include(twilio.sent[0].statusCallback, `?attempt=${first.id}.1`)
    assert.deepEqual(await stateOf(first), { state: 'delivered', code: null })
    assert.lengthOf(await statusesOf(first.id), 2)

    clock.advance(HOUR)
    await twilio.receive(number, ANA, 'Stop')
    await settle()
    const [withdrawn] = await rowsOf('consents', workspace).where({ action: 'withdrawn' })
    assert.containsSubset(JSON.parse(String(withdrawn.proof)), { answered_by: 'twilio' })
    assert.lengthOf(twilio.ownAnswers, 1)
    assert.lengthOf(twilio.sent, 1, 'Twilio has answered, so we have not')

    const offer = await composed(scene, ana, { template: 'cart_reminder', purpose: 'marketing' })
    const answer = await composed(scene, ana, { content: { kind: 'text', text: 'Your parcel is here.' } })
    await settle()
    assert.containsSubset(await stateOf(offer), { state: 'refused' })
    assert.deepEqual(await stateOf(answer), { state: 'refused', code: 'recipient_opted_out' })

    account.token = 'another-primary-token'
    const bruno = await givenAna(workspace, '+447700900456')
    const late = await composed(scene, bruno, {})
    await settle()
    const broken = await Connection.findOrFail(scene.connection.id)
    assert.containsSubset(broken.$attributes, { state: 'broken', reason: { code: 'authentication_expired' } })
    assert.lengthOf(twilio.sent, 1)

    const mended = await changeConnection(
      broken,
      { actor: SYSTEM, workspace },
      { credentials: { accountSid: account.sid, authToken: account.token } }
    )
    assert.isTrue(mended.ok)
    clock.advance(10 * MINUTE)
    await settle()
    assert.deepEqual(await stateOf(late), { state: 'delivered', code: null })
  })

  test('a webhook signed with a token that is no longer ours is refused', async ({ client, assert }) => {
    const { number, account, workspace } = await givenSender(twilio)
    account.token = 'another-primary-token'
    await twilio.receive(number, ANA, 'Hello?')
    await drain()
    assert.lengthOf(await rowsOf('messages', workspace), 0)
    const url = new URL(twilio.state.numbers.get(number)!.smsUrl)
    const unsigned = await client.post(url.pathname).form({ MessageSid: 'SM1', From: ANA, To: number, Body: 'Hi' })
    unsigned.assertStatus(401)
  })

  test('Twilio is told to do nothing more', async ({ client, assert }) => {
    const { number, account } = await givenSender(twilio)
    const url = twilio.state.numbers.get(number)!.smsUrl
    const { headers, body } = signedForm(url, account, {
      MessageSid: 'SM1',
      SmsStatus: 'received',
      From: ANA,
      To: number,
      Body: 'Hi',
    })
    const answer = await client
      .post(new URL(url).pathname)
      .headers(headers)
      .setup((request) => void request.request.send(String(body)))
    answer.assertStatus(200)
    assert.equal(answer.text(), '<Response/>')
    assert.match(String(answer.header('content-type')), /^text\/xml/)
  })

  test('a messaging service sends, is led here, and hears its numbers', async ({ assert }) => {
    const scene = await givenSender(twilio, { service: true })
    const ana = await givenAna(scene.workspace)
    const message = await composed(scene, ana, {})
    await twilio.receive(scene.number, ANA, 'Hello?')
    await settle()
    assert.equal(twilio.sent[0].service, scene.connection.account)
    assert.equal((await stateOf(message)).state, 'delivered')
    const [received] = await rowsOf('messages', scene.workspace).where({ direction: 'in' })
    assert.containsSubset(received, { medium: 'sms', preview: 'Hello?', contact_id: ana })
  })

  test('START gives back what STOP took, and is not answered twice either', async ({ assert }) => {
    const { workspace, number } = await givenSender(twilio)
    const ana = await givenAna(workspace)
    for (const word of ['STOP', 'START']) {
      clock.advance(HOUR)
      await twilio.receive(number, ANA, word)
      await settle()
    }
    const [state] = await rowsOf('consent_states', workspace).where({
      contact_id: ana,
      channel: 'sms',
      purpose: 'marketing',
    })
    assert.equal(state.state, 'granted')
    assert.lengthOf(twilio.ownAnswers, 2)
    assert.lengthOf(twilio.sent, 0)
  })

  test('a word that Twilio does not know is answered by us', async ({ assert }) => {
    const { workspace, number } = await givenSender(twilio)
    await givenAna(workspace)
    clock.advance(HOUR)
    await twilio.receive(number, ANA, 'Basta!')
    await settle()
    assert.lengthOf(twilio.ownAnswers, 0)
    assert.lengthOf(twilio.sent, 1)
  })

  test('a STOP that we missed is learnt from the refusal of a later message', async ({ assert }) => {
    const scene = await givenSender(twilio)
    const ana = await givenAna(scene.workspace)
    twilio.failDeliveries(ANA, 21610)
    clock.advance(HOUR)
    const message = await composed(scene, ana, {})
    await settle()
    assert.deepEqual(await stateOf(message), { state: 'failed', code: 'recipient_opted_out' })
    const [state] = await rowsOf('consent_states', scene.workspace).where({
      contact_id: ana,
      channel: 'sms',
      purpose: 'marketing',
    })
    assert.equal(state.state, 'withdrawn')
    assert.lengthOf(twilio.sent, 1, 'nobody wrote, so nobody is answered')
  })

  test('a STOP that only Twilio heard holds from the first refusal on, and START undoes it', async ({ assert }) => {
    const scene = await givenSender(twilio)
    const ana = await givenAna(scene.workspace)
    await givenTemplate(scene.workspace)
    const offer = () => composed(scene, ana, { template: 'cart_reminder', purpose: 'marketing' })
    twilio.faults.goSilent()
    await twilio.receive(scene.number, ANA, 'STOP')
    clock.advance(HOUR)

    const first = await offer()
    await settle()
    assert.deepEqual(await stateOf(first), { state: 'refused', code: 'recipient_opted_out' })
    const second = await offer()
    assert.deepEqual([second.state, second.code], ['refused', 'consent_withdrawn'])

    twilio.faults.reset()
    clock.advance(HOUR)
    await twilio.receive(scene.number, ANA, 'START')
    await settle()
    const third = await offer()
    await settle()
    assert.deepEqual(await stateOf(third), { state: 'delivered', code: null })
  })

  test('a carrier that filters says so', async ({ assert }) => {
    const scene = await givenSender(twilio)
    twilio.failDeliveries(ANA, 30007)
    const message = await composed(scene, await givenAna(scene.workspace), {})
    await settle()
    assert.deepEqual(await stateOf(message), { state: 'failed', code: 'carrier_filtered' })
  })

  test('a lost answer is made up for by the status that carries our key', async ({ assert }) => {
    const scene = await givenSender(twilio)
    twilio.faults.swallowAnswer(1, { path: 'Messages.json' })
    const message = await composed(scene, await givenAna(scene.workspace), {})
    await settle()
    assert.lengthOf(twilio.sent, 1)
    assert.equal((await stateOf(message)).state, 'delivered')
  }).timeout(30_000)

  test('without any status a lost message is looked up, and not sent again', async ({ assert }) => {
    const scene = await givenSender(twilio)
    const ana = await givenAna(scene.workspace)
    twilio.faults.goSilent()
    twilio.faults.swallowAnswer(1, { path: 'Messages.json' })
    const message = await composed(scene, ana, {})
    await settle()
    assert.equal((await stateOf(message)).state, 'unknown')
    clock.advance(16 * MINUTE)
    await settle()
    assert.equal((await stateOf(message)).state, 'sent')
    assert.lengthOf(twilio.sent, 1)
  }).timeout(30_000)

  test('a message that never reached Twilio is looked up, and then sent', async ({ assert }) => {
    const scene = await givenSender(twilio)
    const ana = await givenAna(scene.workspace)
    // The very same words, earlier: they are another message.
    await composed(scene, ana, {})
    await settle()
    clock.advance(HOUR)
    await settle()
    twilio.faults.stall(1, { path: 'Messages.json' })
    const message = await composed(scene, ana, {})
    await settle()
    assert.equal((await stateOf(message)).state, 'unknown')
    clock.advance(16 * MINUTE)
    await settle()
    assert.equal((await stateOf(message)).state, 'delivered')
    assert.lengthOf(twilio.sent, 2)
    assert.lengthOf(await attemptsOf(message.id), 2)
  }).timeout(30_000)

  test('too fast waits and then goes, once', async ({ assert }) => {
    const scene = await givenSender(twilio)
    twilio.faults.rateLimit(1, { path: 'Messages.json', retryAfterSeconds: 0.2 })
    const message = await composed(scene, await givenAna(scene.workspace), {})
    await settle()
    assert.deepEqual(await stateOf(message), { state: 'delayed', code: 'rate_limited' })
    // The pace is kept by the machine's clock, which nobody advances.
    while ((await stateOf(message)).state === 'delayed') {
      clock.advance(MINUTE)
      await settle()
    }
    assert.equal((await stateOf(message)).state, 'delivered')
    assert.lengthOf(twilio.sent, 1)
  })

  test('callbacks that come twice count once', async ({ assert }) => {
    const scene = await givenSender(twilio)
    twilio.faults.duplicate = true
    const message = await composed(scene, await givenAna(scene.workspace), {})
    await settle()
    assert.lengthOf(await statusesOf(message.id), 2)
  })

  test('typographic signs leave plainly where that is wished, and the message says so', async ({ client, assert }) => {
    const scene = await givenSender(twilio, { settings: { transliterate: true } })
    const text = 'It’s “ready” – perché no? '.repeat(4).trim()
    const message = await composed(scene, await givenAna(scene.workspace), { content: { kind: 'text', text } })
    const pageOf = async () =>
      client
        .get(`/w/${scene.workspace.id}/messages/${message.id}`)
        .loginAs(await givenMember(scene.workspace))
        .withInertia()
    assert.containsSubset((await pageOf()).inertiaProps, {
      message: { sms: { encoding: 'UCS-2', parts: 2, text: null } },
    })
    await settle()
    const plain = 'It\'s "ready" - perché no? '.repeat(4).trim()
    assert.equal(twilio.sent[0].body, plain)
    const shown = await pageOf()
    assert.containsSubset(shown.inertiaProps, { message: { sms: { encoding: 'GSM-7', parts: 1, text: plain } } })
  })

  test('a picture is kept, and its bytes are fetched without our token going along', async ({ assert }) => {
    const { workspace, number, connection } = await givenSender(twilio)
    await twilio.receive(number, ANA, 'Look', [{ mimeType: 'image/png', bytes: Buffer.from('picture') }])
    await drain()
    const [message] = await rowsOf('messages', workspace)
    const { attachment } = JSON.parse(String(message.content)) as { attachment: { mediaId: string } }
    const { channel } = await connectors.implementation('twilio')
    const { bytes, mimeType } = await channel!.media!.download(await contextFor(connection), attachment.mediaId)
    assert.deepEqual([bytes.toString(), mimeType], ['picture', 'image/png'])
  })

  test('wrong credentials and foreign numbers name their field', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const account = twilio.addAccount(TOKEN)
    const attempt = (authToken: string, from: string) =>
      connect(workspace, 'twilio', {
        credentials: { accountSid: account.sid, authToken },
        settings: { from },
        actor: SYSTEM,
      })
    assert.containsSubset(await attempt('not-the-token-at-all', '+12025550111'), {
      ok: false,
      why: { code: 'authentication_expired' },
    })
    assert.containsSubset(await attempt(TOKEN, '+12025550111'), {
      ok: false,
      field: 'from',
      why: { code: 'settings_refused' },
    })
    assert.containsSubset(
      await connect(workspace, 'twilio', {
        credentials: { accountSid: account.sid, authToken: TOKEN },
        settings: {},
        actor: SYSTEM,
      }),
      {
        ok: false,
        reason: 'invalid',
        errors: [{ field: 'settings.messagingServiceSid' }],
      }
    )
  })
})

test.group('SMS after we were away', (group) => {
  const fake = fakeTwilio(group, { frozen: false })
  let twilio: FakeTwilio
  group.each.setup(() => void (twilio = fake()))

  for (const service of [false, true]) {
    test(`what came meanwhile is read from the list, once (${service ? 'service' : 'number'})`, async ({ assert }) => {
      const workspace = await givenWorkspace()
      const account = twilio.addAccount(TOKEN)
      const number = nextNumber()
      twilio.addNumber(account, number)
      twilio.addNumber(account, '+12025559999')
      const sender = service ? { messagingServiceSid: twilio.addService(account, [number]) } : { from: number }
      const result = await connect(workspace, 'twilio', {
        credentials: { accountSid: account.sid, authToken: TOKEN },
        settings: sender,
        actor: SYSTEM,
      })
      if (!result.ok) throw new Error('should connect')

      await twilio.receive(number, ANA, 'Before')
      twilio.faults.silent = true
      await twilio.receive(number, ANA, 'Meanwhile')
      await twilio.receive(number, ANA, 'STOP')
      await twilio.receive(number, ANA, 'Look', [{ mimeType: 'image/png', bytes: Buffer.from('picture') }])
      await twilio.receive('+12025559999', ANA, 'To somebody else')
      twilio.faults.silent = false
      await drain()
      assert.lengthOf(await rowsOf('messages', workspace), 1)

      await reconcile(result.connection)
      await reconcile(result.connection)
      await drain()
      const previews = (await rowsOf('messages', workspace)).map(({ preview }) => preview)
      assert.sameMembers(previews, ['Before', 'Meanwhile', 'STOP', 'Look'])
      const [state] = await rowsOf('consent_states', workspace).where({ channel: 'sms' })
      assert.equal(state.state, 'withdrawn')
      assert.lengthOf(twilio.sent, 0)
    })
  }

  test('a message learns what it cost', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const account = twilio.addAccount(TOKEN)
    const number = nextNumber()
    twilio.addNumber(account, number)
    const result = await connect(workspace, 'twilio', {
      credentials: { accountSid: account.sid, authToken: TOKEN },
      settings: { from: number },
      actor: SYSTEM,
    })
    if (!result.ok) throw new Error('should connect')
    const message = await composed({ workspace, connection: result.connection }, await givenAna(workspace), {})
    await drain()
    await twilio.idle()
    await drain()
    await reconcile(result.connection)
    await drain()
    const { priceMillionths, priceCurrency, state } = await messageOf(message.id)
    assert.lengthOf(await statusesOf(message.id), 2, 'what the callbacks told is not told again')
    assert.deepEqual(
      { priceMillionths, priceCurrency, state },
      { priceMillionths: 7500, priceCurrency: 'USD', state: 'delivered' }
    )
  })
})
