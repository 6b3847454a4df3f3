import { test } from '@japa/runner'
import * as whatsapp from '#plugins/whatsapp/implementation'
import type { ConnectorError, MessageContent, OutgoingMessage } from '#sdk/index'
import { testContext } from '#sdk/testing/index'
import { directHttp } from '#tests/support/fake_world/direct_http'
import { FakeGraph } from '#tests/support/fake_world/graph'

const TOKEN = 'system-user-token-for-tests'
const settings = { phoneNumberId: '109876543210987', businessAccountId: '104995512345678' }
const channel = whatsapp.channel!

async function world(fake: FakeGraph) {
  const origin = await fake.start()
  fake.addToken(TOKEN).addNumber({
    id: settings.phoneNumberId,
    businessAccount: settings.businessAccountId,
    phone: '+12025550199',
  })
  return testContext({
    credentials: { accessToken: TOKEN, appSecret: 'app-secret-for-tests' },
    settings,
    http: directHttp(origin, { timeout: 300 }),
  })
}

const outgoing = (content: MessageContent, change: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: 'msg_1',
  purpose: 'transactional',
  to: { phone: '+447700900123', userId: null },
  content,
  replyTo: null,
  ...change,
})

const template = (change: Partial<Extract<MessageContent, { kind: 'template' }>> = {}): MessageContent => ({
  kind: 'template',
  name: 'order_update',
  language: 'en-US',
  category: 'utility',
  header: null,
  footer: null,
  buttons: [],
  body: { text: 'Hi Ana, it ships today.', values: [{ name: 'contact.first_name', text: 'Ana' }] },
  ...change,
})

const attempt = { n: 1, key: 'msg_1/1' }

async function failure(work: Promise<unknown>): Promise<ConnectorError> {
  try {
    await work
  } catch (error) {
    return error as ConnectorError
  }
  throw new Error('It should have failed')
}

test.group('WhatsApp channel', (group) => {
  let fake: FakeGraph
  group.each.setup(() => {
    fake = new FakeGraph()
    return () => fake.stop()
  })

  test('a template leaves with named parameters, suffix and our key', async ({ assert }) => {
    const context = await world(fake)
    fake.addTemplate({
      businessAccount: settings.businessAccountId,
      name: 'order_update',
      body: 'Hi {{contact_first_name}}, it ships today.',
      components: [
        { type: 'BODY', text: 'Hi {{contact_first_name}}, it ships today.' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Help' },
            { type: 'URL', text: 'Track', url: 'https://acme.example/{{1}}' },
          ],
        },
      ],
    })
    const buttons = [
      { kind: 'reply' as const, id: 'help', title: 'Help' },
      { kind: 'url' as const, title: 'Track', url: 'https://acme.example/{{1}}', suffix: 'A-1' },
    ]
    const receipt = await channel.send(context, outgoing(template({ buttons })), attempt)

    assert.equal(receipt.providerId, fake.messages[0].id)
    assert.equal(fake.messages[0].correlation, 'msg_1/1')
    assert.deepEqual(fake.messages[0].body.template, {
      name: 'order_update',
      language: { code: 'en_US' },
      components: [
        { type: 'body', parameters: [{ type: 'text', text: 'Ana', parameter_name: 'contact_first_name' }] },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: 'help' }],
        },
        { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'A-1' }] },
      ],
    } as unknown as (typeof fake.messages)[0]['body']['template'])
  })

  test('positional parameters keep their order and lose their line breaks', async ({ assert }) => {
    const context = await world(fake)
    fake.addTemplate({
      businessAccount: settings.businessAccountId,
      name: 'order_update',
      body: 'Hi {{1}}, {{2}} ships.',
    })
    const values = [
      { name: '1', text: 'Ana' },
      { name: '2', text: 'one\n\ttwo' },
    ]
    await channel.send(context, outgoing(template({ body: { text: '', values } })), attempt)
    assert.deepEqual(fake.messages[0].body.template?.components?.[0].parameters, [
      { type: 'text', text: 'Ana' },
      { type: 'text', text: 'one two' },
    ])
  })

  test('a code goes into the text and its button, and needs a phone', async ({ assert }) => {
    const context = await world(fake)
    fake.addTemplate({
      businessAccount: settings.businessAccountId,
      name: 'code',
      category: 'AUTHENTICATION',
      body: '{{1}} is your code',
    })
    const code = template({
      name: 'code',
      category: 'authentication',
      body: { text: '', values: [{ name: 'code', text: '123456' }] },
    })
    await channel.send(context, outgoing(code), attempt)
    assert.lengthOf(fake.messages[0].body.template?.components ?? [], 2)

    const hidden = outgoing(code, { to: { phone: null, userId: 'IT.55019283746501928' } })
    assert.equal((await failure(channel.send(context, hidden, attempt))).code, 'E_RECIPIENT_UNREACHABLE')
  })

  test('who has no phone is written to by user id', async ({ assert }) => {
    const context = await world(fake)
    await channel.send(
      context,
      outgoing({ kind: 'text', text: 'Ciao' }, { to: { phone: null, userId: 'IT.55019283746501928' } }),
      attempt
    )
    assert.equal(fake.messages[0].body.recipient, 'IT.55019283746501928')
    assert.isUndefined(fake.messages[0].body.to)
  })

  test('answers become buttons, many become a list, one link a link button', async ({ assert }) => {
    const context = await world(fake)
    const replies = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ kind: 'reply' as const, id: `a${n}`, title: `Answer ${n}` }))
    const link = [{ kind: 'url' as const, title: 'Shop', url: 'https://acme.example' }]
    for (const buttons of [replies(3), replies(4), link])
      await channel.send(context, outgoing({ kind: 'text', text: 'Choose', buttons }), attempt)
    assert.deepEqual(
      fake.messages.map(({ body }) => body.interactive?.type),
      ['button', 'list', 'cta_url']
    )

    const tooLong = [{ kind: 'reply' as const, id: 'x', title: 'An answer far too long for it' }]
    assert.equal(
      (await failure(channel.send(context, outgoing({ kind: 'text', text: 'Choose', buttons: tooLong }), attempt)))
        .code,
      'E_INVALID_INPUT'
    )
  })

  test('a template held for a quality check says so', async ({ assert }) => {
    const context = await world(fake)
    fake.addTemplate({
      businessAccount: settings.businessAccountId,
      name: 'order_update',
      body: 'Hi {{contact_first_name}}!',
    })
    fake.holdsTemplates = true
    assert.isTrue((await channel.send(context, outgoing(template()), attempt)).held)
  })

  test('what Meta refuses is told in the contract’s words', async ({ assert }) => {
    const context = await world(fake)
    const missing = await failure(channel.send(context, outgoing(template()), attempt))
    assert.include(missing, { code: 'E_POLICY_REFUSED', policy: 'template_not_found', vendorCode: '132001' })

    fake.addTemplate({
      businessAccount: settings.businessAccountId,
      name: 'order_update',
      body: 'Hi {{a}} and {{b}}!',
    })
    assert.include(await failure(channel.send(context, outgoing(template()), attempt)), {
      code: 'E_INVALID_INPUT',
      vendorCode: '132000',
    })

    fake.refuseSends(131056, 2)
    const first = await failure(channel.send(context, outgoing({ kind: 'text', text: 'Hi' }), attempt))
    assert.include(first, { code: 'E_RATE_LIMITED', scope: 'recipient', retryAfter: 4000 })
    const third = await failure(channel.send(context, outgoing({ kind: 'text', text: 'Hi' }), { n: 3, key: 'msg_1/3' }))
    assert.include(third, { retryAfter: 64_000 })
  })

  test('silence and lost answers are unknown, a dead token asks for a new one', async ({ assert }) => {
    const context = await world(fake)
    fake.faults.stall(1)
    assert.equal(
      (await failure(channel.send(context, outgoing({ kind: 'text', text: 'Hi' }), attempt))).code,
      'E_OUTCOME_UNKNOWN'
    )
    fake.faults.swallowAnswer(1)
    assert.equal(
      (await failure(channel.send(context, outgoing({ kind: 'text', text: 'Hi' }), attempt))).code,
      'E_OUTCOME_UNKNOWN'
    )
    assert.lengthOf(fake.messages, 1)
    fake.revokeToken(TOKEN)
    assert.equal(
      (await failure(channel.send(context, outgoing({ kind: 'text', text: 'Hi' }), attempt))).code,
      'E_AUTHENTICATION_EXPIRED'
    )
  })

  test('media go up and come down as they were', async ({ assert }) => {
    const context = await world(fake)
    const bytes = Buffer.from([0xff, 0xd8, 0x00, 0x0d, 0x0a, 0xd9])
    const { mediaId } = await channel.media!.upload!(context, {
      bytes,
      mimeType: 'image/jpeg',
      filename: 'a.jpg',
    })
    const found = await channel.media!.download(context, mediaId)
    assert.deepEqual([...found.bytes], [...bytes])
    assert.equal(found.mimeType, 'image/jpeg')
  })

  test('a template goes to review and comes back as it was written', async ({ assert }) => {
    const context = await world(fake)
    const submission = {
      name: 'order_update',
      language: 'en-US',
      category: 'utility',
      header: null,
      footer: 'Acme',
      body: 'Hi {{ contact.first_name }}, order {{order.number}} ships today.',
      buttons: [{ kind: 'url' as const, title: 'Track', url: 'https://acme.example/t/{{tracking}}' }],
      samples: { 'contact.first_name': 'Ana', 'order.number': 'A-1', 'tracking': 'A-1' },
    }
    const made = await channel.templates!.submit(context, submission)
    assert.include(made, { status: 'in_review', category: 'utility' })

    await fake.judgeTemplate('order_update', 'APPROVED')
    const { items } = await channel.templates!.list(context, null)
    assert.include(items[0], {
      providerId: made.providerId,
      status: 'approved',
      language: 'en-US',
      footer: 'Acme',
    })
    assert.equal(items[0].body, 'Hi {{contact_first_name}}, order {{order_number}} ships today.')

    const clash = { ...submission, body: 'Hi {{a.b}} and {{a_b}}!', samples: { 'a.b': 'x', 'a_b': 'y' } }
    assert.equal((await failure(channel.templates!.submit(context, clash))).code, 'E_INVALID_INPUT')
    await channel.templates!.remove(context, 'order_update', made.providerId)
    assert.lengthOf((await channel.templates!.list(context, null)).items, 0)
  })

  test('the connection test names number, account and what is missing', async ({ assert }) => {
    const context = await world(fake)
    fake.addToken(TOKEN, ['whatsapp_business_management'])
    const found = await whatsapp.check(context)
    const secretless = { ...context, credentials: { accessToken: TOKEN } }
    assert.include(await failure(whatsapp.check(secretless)), { code: 'E_INVALID_INPUT', field: 'appSecret' })
    assert.include(found, { account: settings.phoneNumberId, label: '+12025550199 · Acme Example' })
    assert.deepEqual(found.missingScopes, ['whatsapp_business_messaging'])
    assert.deepEqual(found.warnings, [{ code: 'webhooks_not_subscribed' }])

    await whatsapp.webhooks!.subscribe!(context)
    assert.deepEqual((await whatsapp.check(context)).warnings, [])
    assert.deepEqual(await channel.health!(context), {
      quality: 'high',
      dailyLimit: 2000,
      displayName: 'Acme Example',
      verified: true,
    })
  })
})
