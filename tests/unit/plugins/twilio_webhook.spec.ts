import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import connector from '#plugins/twilio/connector'
import type { InboundRequest, ParsedItem, ReceivedMessagePayload } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/twilio/fixtures/', import.meta.url)
const golden = new URL('./golden/twilio/', import.meta.url)
const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, string>
const form = (fields: Record<string, string>) => String(new URLSearchParams(fields))

const SERVICE = { messagingServiceSid: 'MG00000000000000000000000000000001' }
const NUMBER = { from: '+12025550199' }

const inbound = (body: string, change: Partial<InboundRequest> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers: {},
  rawBody: Buffer.from(body),
  ...change,
})

function parse(fields: Record<string, string>, settings: Record<string, unknown> = SERVICE, query = {}) {
  return webhooks.parse(inbound(form(fields), { query }), { settings, receivedAt: 1_794_000_300_000 })
}

function items(
  name: string,
  change: Record<string, string> = {},
  settings: Record<string, unknown> = SERVICE
): ParsedItem[] {
  const result = parse({ ...read(new URL(`${name}.json`, fixtures)), ...change }, settings)
  return result.kind === 'items' ? result.items : []
}

const said = (name: string, change: Record<string, string> = {}, settings = {}) =>
  items(name, change, { ...SERVICE, ...settings })[0].payload as ReceivedMessagePayload

test.group('Twilio webhooks: every shape Twilio sends', () => {
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.json'))) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(
        read(new URL(file, fixtures)),
        SERVICE,
        file.startsWith('status.') ? { attempt: 'msg_0000000000000000000000000a.1' } : {}
      )
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }
})

test.group('Twilio webhooks: what must hold', () => {
  test('a status names the try it is about', ({ assert }) => {
    const result = parse(read(new URL('status.sent.json', fixtures)), SERVICE, {
      attempt: 'msg_0000000000000000000000000a.2',
    })
    assert.containsSubset(result, {
      items: [{ payload: { correlation: 'msg_0000000000000000000000000a/2' } }],
    })
  })

  test('what Twilio has answered is not answered again, in whatever words', ({ assert }) => {
    assert.containsSubset(said('inbound.stop.advanced_optout', { Body: 'Ferma tutto' }), {
      keyword: 'stop',
      answered: true,
    })
    assert.containsSubset(said('inbound.stop.default_handling'), { keyword: 'stop', answered: true })
    assert.containsSubset(said('inbound.help'), { keyword: 'help', answered: true })
  })

  test('words that Twilio does not know are left to us', ({ assert }) => {
    assert.isUndefined(said('inbound.stop.default_handling', { Body: 'Basta' }).answered)
    assert.isUndefined(said('inbound.sms').keyword)
  })

  test('with Twilio’s handling switched off every word is left to us', ({ assert }) => {
    assert.isUndefined(said('inbound.stop.default_handling', {}, { answersKeywords: true }).answered)
  })

  test('every file of an MMS is kept', ({ assert }) => {
    const second = {
      NumMedia: '2',
      MediaUrl1: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME2',
      MediaContentType1: 'application/pdf',
    }
    const found = items('inbound.mms', second)
    assert.lengthOf(found, 2)
    assert.containsSubset(found[1], {
      key: 'MM10000000000000000000000000000003/ME2',
      payload: { attachment: { kind: 'document', mediaId: 'MM10000000000000000000000000000003/ME2' } },
    })
  })

  test('a number knows its own messages from those of another', ({ assert }) => {
    assert.equal(items('inbound.sms', {}, NUMBER)[0].account, '+12025550199')
    assert.equal(items('status.sent', {}, NUMBER)[0].account, '+12025550199')
    assert.equal(items('inbound.sms', { To: '+12025550100' }, NUMBER)[0].account, '+12025550100')
  })

  test('a text is kept as it was written', ({ assert }) => {
    assert.equal(said('inbound.sms', { Body: ' two  spaces \n' }).text, ' two  spaces \n')
  })
})

test.group('Twilio webhooks: the signature', () => {
  const vector = JSON.parse(readFileSync(new URL('./golden/twilio-signature.json', import.meta.url), 'utf8')) as {
    auth_token: string
    form: { url: string; params_file: string; x_twilio_signature: string }
    json: { url: string; body_raw: string; x_twilio_signature: string }
    get: { url: string; x_twilio_signature: string }
  }
  const keys = testVerifyContext({ credentials: { authToken: vector.auth_token } })
  const verify = (url: string, body: string, signature: string) => () =>
    webhooks.verify(inbound(body, { url, headers: { 'x-twilio-signature': signature } }), keys)
  const body = form(read(new URL('inbound.sms.json', fixtures)))
  const { url, x_twilio_signature: signature } = vector.form

  test('is over the address and the form', ({ assert }) => {
    assert.doesNotThrow(verify(url, body, signature))
    assert.throws(verify(url, body.replace('Hello', 'Hallo'), signature), /bad_signature/)
    assert.throws(verify(`${url}x`, body, signature), /bad_signature/)
  })

  test('is over the address and the hash of a JSON body', ({ assert }) => {
    const { url: address, body_raw: json, x_twilio_signature: signed } = vector.json
    assert.doesNotThrow(verify(address, json, signed))
    assert.throws(verify(address, '{"event":"pong"}', signed), /bad_signature/)
  })

  test('is over the address alone where there is no body', ({ assert }) => {
    assert.doesNotThrow(verify(vector.get.url, '', vector.get.x_twilio_signature))
  })

  test('holds with the standard port written out or not', ({ assert }) => {
    assert.throws(verify(url.replace('hub.example', 'hub.example:8443'), body, signature), /bad_signature/)
    assert.doesNotThrow(verify(url.replace('hub.example', 'hub.example:443'), body, signature))
  })

  test('counts a repeated field once for each value', ({ assert }) => {
    assert.doesNotThrow(verify(url, `${body}&Body=${encodeURIComponent('Hello, is my order ready?')}`, signature))
  })
})
