import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import connector from '#plugins/whatsapp/connector'
import * as whatsapp from '#plugins/whatsapp/implementation'
import type { MessageStatusPayload, OutgoingMessage, ParsedItem, ReceivedMessagePayload } from '#sdk/index'
import { testContext, testVerifyContext } from '#sdk/testing/index'
import { directHttp } from '#tests/support/fake_world/direct_http'
import { FakeGraph } from '#tests/support/fake_world/graph'

const TOKEN = 'system-user-token-for-tests'
const settings = { phoneNumberId: '109876543210987', businessAccountId: '104995512345678' }
const message: OutgoingMessage = {
  id: 'msg_1',
  purpose: 'transactional',
  to: { phone: '+447700900123', userId: null },
  replyTo: null,
  content: {
    kind: 'template',
    name: 'hello',
    language: 'en-US',
    category: 'utility',
    header: null,
    footer: null,
    buttons: [],
    body: { text: 'Hi!', values: [] },
  },
}

test.group('The fake Graph API', (group) => {
  let fake: FakeGraph
  let receiver: Server
  let found: ParsedItem[]

  group.each.setup(async () => {
    fake = new FakeGraph()
    found = []
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      found.push(...understood(Buffer.concat(chunks), String(request.headers['x-hub-signature-256'])))
      response.end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    fake.webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    fake.addToken(TOKEN).addNumber({
      id: settings.phoneNumberId,
      businessAccount: settings.businessAccountId,
      phone: '+12025550199',
    })
    fake.addTemplate({ businessAccount: settings.businessAccountId, name: 'hello', body: 'Hi!' })
    return async () => {
      await fake.stop()
      receiver.close()
    }
  })

  function understood(rawBody: Buffer, signature: string): ParsedItem[] {
    const request = {
      method: 'POST',
      url: '',
      query: {},
      headers: { 'x-hub-signature-256': signature },
      rawBody,
    }
    connector.webhooks!.verify(request, testVerifyContext({ credentials: { appSecret: fake.appSecret } }))
    const result = connector.webhooks!.parse(request, { settings: {}, receivedAt: 0 })
    return result.kind === 'items' ? result.items : []
  }

  async function send(content = message.content) {
    const context = testContext({
      credentials: { accessToken: TOKEN },
      settings,
      http: directHttp(await fake.start()),
    })
    const receipt = await whatsapp.channel!.send(context, { ...message, content }, { n: 1, key: 'msg_1/1' })
    return receipt.providerId
  }

  const types = () => found.map((item) => item.type)

  test('signed statuses follow an accepted message and carry our key', async ({ assert }) => {
    const id = await send()
    await fake.idle()
    assert.deepEqual(types(), ['message.sent', 'message.delivered', 'message.read'])
    const payload = found[1].payload as MessageStatusPayload
    assert.include(payload, { providerId: id, correlation: 'msg_1/1', category: 'utility', billable: true })
  })

  test('statuses may come before the answer, backwards, twice or never', async ({ assert }) => {
    fake.statuses = { states: ['sent', 'delivered'], order: 'before_answer' }
    await send()
    assert.deepEqual(types(), ['message.sent', 'message.delivered'])

    found.length = 0
    fake.statuses.order = 'reversed'
    await fake.stop()
    await send()
    await fake.idle()
    assert.deepEqual(types(), ['message.delivered', 'message.sent'])

    found.length = 0
    fake.faults.duplicate = true
    await fake.stop()
    await send()
    await fake.idle()
    assert.lengthOf(found, 4)

    found.length = 0
    fake.faults.goSilent()
    await fake.stop()
    await send()
    await fake.idle()
    assert.lengthOf(found, 0)
  })

  test('free text outside the window fails later, and passes after a message', async ({ assert }) => {
    await send({ kind: 'text', text: 'Hello?' })
    await fake.idle()
    assert.equal((found[0].payload as MessageStatusPayload).error?.reason, 'window_closed')

    found.length = 0
    await fake.receiveText(settings.phoneNumberId, fake.state.user({ to: '+447700900123' }), 'Hi — è aperto?')
    assert.equal((found[0].payload as ReceivedMessagePayload).text, 'Hi — è aperto?')
    await fake.stop()
    await send({ kind: 'text', text: 'Yes' })
    await fake.idle()
    assert.equal(found.at(-1)?.type, 'message.read')
  })

  test('customers tap ads and buttons and switch offers off', async ({ assert }) => {
    const ana = fake.addUser({ phone: '+447700900123', userId: 'GB.1', name: 'Ana Rossi' })
    await fake.start()
    await fake.receiveFromAd(settings.phoneNumberId, ana, 'Info?', 'ARAk_fictional')
    await fake.receiveButton(settings.phoneNumberId, ana, { payload: 'yes', text: 'Yes' }, 'wamid.X')
    await fake.receivePreference(settings.phoneNumberId, ana, 'stop')
    await fake.judgeTemplate('hello', 'PAUSED')
    assert.deepEqual(types(), [
      'message.received',
      'message.received',
      'message.button_clicked',
      'consent.withdrawn',
      'template.updated',
    ])
    assert.equal((found[0].payload as ReceivedMessagePayload).referral?.clickId, 'ARAk_fictional')
    assert.include(found[1].payload, { kind: 'button', choiceId: 'yes', replyTo: 'wamid.X' })
  })
})
