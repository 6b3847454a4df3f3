import { test } from '@japa/runner'
import * as twilio from '#plugins/twilio/implementation'
import type { ConnectorError, MessageContent, OutgoingMessage } from '#sdk/index'
import { testContext } from '#sdk/testing/index'
import { directHttp } from '#tests/support/fake_world/direct_http'
import { FakeTwilio } from '#tests/support/fake_world/twilio'

const TOKEN = 'primary-token-for-tests'
const NUMBER = '+12025550199'
const ENDPOINT = 'https://staffetta.example/in/end_test'
const attempt = { n: 1, key: 'msg_0000000000000000000000000a/1' }

const sms = (content: MessageContent): OutgoingMessage => ({
  id: 'msg_0000000000000000000000000a',
  purpose: 'transactional',
  to: { phone: '+447700900123', userId: null },
  content,
  replyTo: null,
})
const text = (words: string): OutgoingMessage => sms({ kind: 'text', text: words })

test.group('Twilio’s channel', (group) => {
  let fake: FakeTwilio
  group.each.setup(async () => {
    fake = new FakeTwilio()
    await fake.start()
    return () => fake.stop()
  })

  function connected(settings: Record<string, unknown> = { from: NUMBER }, change = {}) {
    const account = fake.addAccount(TOKEN, change)
    fake.addNumber(account, NUMBER)
    return {
      account,
      context: testContext({
        credentials: { accountSid: account.sid, authToken: TOKEN },
        settings,
        http: directHttp(fake.origin),
        endpointUrl: ENDPOINT,
      }) as never,
    }
  }
  const failureOf = async (run: Promise<unknown>) =>
    run.then(
      () => null,
      (error: ConnectorError & { field?: string }) => error
    )

  test('counts the parts, also where a service says none yet', async ({ assert }) => {
    const { account } = connected()
    const { context } = connected({ messagingServiceSid: fake.addService(account, [NUMBER]) })
    assert.equal((await twilio.channel!.send(context, text('è'.repeat(161)), attempt)).segments, 2)
  })

  test('writes out what buttons would do', async ({ assert }) => {
    const { context } = connected()
    await twilio.channel!.send(
      context,
      sms({
        kind: 'text',
        text: 'Done',
        buttons: [{ kind: 'url', title: 'Track', url: 'https://shop.example/t/', suffix: '7' }],
      }),
      attempt
    )
    assert.equal(fake.sent[0].body, 'Done\nhttps://shop.example/t/7')
  })

  test('names the field of what Twilio would not take', async ({ assert }) => {
    const { context } = connected()
    const media = sms({
      kind: 'media',
      attachment: { kind: 'image', mediaId: 'abc', mimeType: 'image/png' },
      text: null,
    })
    assert.containsSubset(await failureOf(twilio.channel!.send(context, media, attempt)), {
      code: 'E_INVALID_INPUT',
      field: 'attachment',
    })
    assert.containsSubset(await failureOf(twilio.channel!.send(context, text('a'.repeat(1601)), attempt)), {
      code: 'E_INVALID_INPUT',
      field: 'text',
    })
    assert.lengthOf(fake.requests, 0)
  })

  test('looks for the same words since the try began, and for no others', async ({ assert }) => {
    const { context } = connected()
    await twilio.channel!.send(context, text('Hello'), attempt)
    const lookup = (words: string, startedAt: number) =>
      twilio.channel!.lookup!(context, { ...attempt, startedAt }, text(words))
    assert.equal((await lookup('Hello', Date.now()))?.providerId, fake.sent[0].sid)
    assert.isNull(await lookup('Hello there', Date.now()))
    assert.isNull(await lookup('Hello', Date.now() + 3_600_000))
    assert.equal((await failureOf(twilio.channel!.lookup!(context, attempt, null)))?.code, 'E_OUTCOME_UNKNOWN')
  })

  test('says what will surprise: a trial, a name that nobody can answer, a number led elsewhere', async ({
    assert,
  }) => {
    const trial = await twilio.check(connected({ from: 'Bottega' }, { type: 'Trial' }).context)
    assert.deepEqual(trial.warnings, [{ code: 'trial_account' }, { code: 'sender_one_way' }])
    const { context } = connected()
    assert.deepEqual((await twilio.check(context)).warnings, [{ code: 'webhooks_not_subscribed' }])
    await twilio.webhooks!.subscribe!(context)
    assert.deepEqual((await twilio.check(context)).warnings, [])
  })

  test('a suspended account is not connected', async ({ assert }) => {
    const { context } = connected(undefined, { status: 'suspended' })
    assert.containsSubset(await failureOf(twilio.check(context)), {
      code: 'E_POLICY_REFUSED',
      policy: 'account_suspended',
    })
  })

  test('takes its address away, unless somebody else’s is there by now', async ({ assert }) => {
    const { context } = connected()
    const number = fake.state.numbers.get(NUMBER)!
    await twilio.webhooks!.subscribe!(context)
    assert.equal(number.smsUrl, ENDPOINT)
    await twilio.webhooks!.unsubscribe!(context)
    assert.equal(number.smsUrl, '')
    number.smsUrl = 'https://another.example/sms'
    await twilio.webhooks!.unsubscribe!(context)
    assert.equal(number.smsUrl, 'https://another.example/sms')
  })

  test('reads a long list in pages', async ({ assert }) => {
    const { context } = connected()
    for (let n = 0; n < 3; n++) await fake.receive(NUMBER, '+447700900123', `Message ${n}`)
    fake.pageSize = 2
    const { items, cursor } = await twilio.webhooks!.reconcile!(context, String(Date.now()))
    assert.lengthOf(items, 3)
    assert.isAbove(Number(cursor), 0)
    assert.equal(items[0].account, NUMBER)
  })
})
