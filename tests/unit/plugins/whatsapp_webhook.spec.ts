import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import connector from '#plugins/whatsapp/connector'
import { namesOf, phoneOf } from '#plugins/whatsapp/people'
import type { InboundRequest, ParsedItem, ReceivedMessagePayload } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/whatsapp/fixtures/', import.meta.url)
const golden = new URL('./golden/whatsapp/', import.meta.url)
const vector = JSON.parse(readFileSync(new URL('./golden/meta-signature.json', import.meta.url), 'utf8')) as {
  app_secret: string
  body_raw: string
  header_x_hub_signature_256: string
  wrong_if_reserialised: string
  verification_request_query: Record<string, string>
  verification_expected_body: string
}

const inbound = (rawBody: string | Buffer, change: Partial<InboundRequest> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers: {},
  rawBody: Buffer.from(rawBody),
  ...change,
})

const keys = (credentials: Record<string, unknown>) => testVerifyContext({ credentials })

function parse(rawBody: string | Buffer) {
  const result = webhooks.parse(inbound(rawBody), { settings: {}, receivedAt: 1_794_000_300_000 })
  return result.kind === 'items' ? result.items : []
}

const items = (name: string): ParsedItem[] => parse(readFileSync(new URL(`${name}.json`, fixtures)))
const received = (name: string) => items(name)[0].payload as ReceivedMessagePayload

test.group('WhatsApp webhooks: every shape Meta sends', () => {
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.json'))) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(readFileSync(new URL(file, fixtures)))
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }
})

test.group('WhatsApp webhooks: what must hold', () => {
  test('a person without a phone is known by user id alone', ({ assert }) => {
    const [item] = items('message.text.username_only_no_phone')
    assert.deepEqual(item.person?.identities, [
      { kind: 'whatsapp_user', value: 'IT.55019283746501928', issuer: '104995512345678' },
    ])
  })

  test('an empty sender counts as no phone', ({ assert }) => {
    const body = readFileSync(new URL('message.text.username_only_no_phone.json', fixtures), 'utf8')
    const [item] = parse(body.replace('"from_user_id"', '"from": "", "from_user_id"'))
    assert.lengthOf(item.person?.identities ?? [], 1)
  })

  test('the click id is kept with the account a report must name', ({ assert }) => {
    const { referral } = received('message.referral.ctwa')
    assert.equal(referral?.clickId, 'ARAkLkExampleClickIdNotReal_0123456789abcdef')
    assert.equal(referral?.account, '104995512345678')
    assert.isNull(received('message.referral.status_ad_without_clid').referral?.clickId)
  })

  test('a retried delivery yields the same keys', ({ assert }) => {
    for (const file of readdirSync(fixtures)) {
      const body = readFileSync(new URL(file, fixtures))
      assert.deepEqual(
        parse(body).map((item) => item.key),
        parse(body).map((item) => item.key)
      )
    }
  })

  test('one body may hold two business accounts', ({ assert }) => {
    const body = readFileSync(new URL('batch.mixed_two_wabas.json', fixtures), 'utf8').split('"104995500000002"')
    const second = body[1].replace('"109876543210987"', '"109876543210111"')
    const accounts = new Set(parse(`${body[0]}"104995500000002"${second}`).map((item) => item.account))
    assert.sameMembers([...accounts], ['109876543210987', '109876543210111', '104995512345678'])
  })

  test('an announced change of category keeps the one in force', ({ assert }) => {
    assert.include(items('template.category.impending')[0].payload, {
      category: 'utility',
      detail: 'marketing',
    })
    assert.include(items('template.category.changed')[0].payload, { category: 'marketing' })
  })

  test('a quality change is seen under the wrong field too', ({ assert }) => {
    assert.include(items('template.quality.wrong_field_variant')[0].payload, { quality: 'red', status: null })
  })

  test('nobody in a group opens a conversation with us', ({ assert }) => {
    assert.equal(items('message.group.text')[0].type, 'whatsapp.group_message')
  })
})

test.group('WhatsApp webhooks: signature and challenge', () => {
  test('the signature is over the bytes Meta sent', ({ assert }) => {
    const context = keys({ appSecret: vector.app_secret })
    const headers = { 'x-hub-signature-256': vector.header_x_hub_signature_256 }
    assert.doesNotThrow(() => webhooks.verify(inbound(vector.body_raw, { headers }), context))

    const rewritten = JSON.stringify(JSON.parse(vector.body_raw))
    assert.throws(() => webhooks.verify(inbound(rewritten, { headers }), context), /bad_signature/)
    const reserialised = { 'x-hub-signature-256': vector.wrong_if_reserialised }
    assert.throws(() => webhooks.verify(inbound(vector.body_raw, { headers: reserialised }), context), /bad_signature/)
  })

  test('the challenge is answered as plain text, and only to our token', ({ assert }) => {
    const request = inbound('', { method: 'GET', query: vector.verification_request_query })
    const answer = webhooks.handshake?.(request, keys({ verifyToken: 'hub-verify-me' }))
    assert.deepEqual(answer, { status: 200, body: vector.verification_expected_body })
    assert.equal(webhooks.handshake?.(request, keys({ verifyToken: 'another' }))?.status, 403)
    assert.equal(webhooks.handshake?.(request, keys({}))?.status, 403)
    assert.isNull(webhooks.handshake?.(inbound('{}'), keys({ verifyToken: 'hub-verify-me' })))
  })
})

test.group('WhatsApp people', () => {
  test('ids become the numbers shops know', ({ assert }) => {
    assert.equal(phoneOf('447700900123'), '+447700900123')
    assert.equal(phoneOf('551187654321'), '+5511987654321')
    assert.equal(phoneOf('551132654321'), '+551132654321')
    assert.equal(phoneOf('5215512345678'), '+525512345678')
  })

  test('profile names are split only when they are plainly names', ({ assert }) => {
    assert.deepEqual(namesOf('Ana Rossi 🌸'), { firstName: 'Ana', lastName: 'Rossi' })
    assert.deepEqual(namesOf('María de la Cruz'), { firstName: 'María', lastName: 'de la Cruz' })
    assert.deepEqual(namesOf('Pizzeria 4 Stagioni'), { firstName: 'Pizzeria 4 Stagioni' })
    assert.deepEqual(namesOf('王小明'), { firstName: '王小明' })
    assert.deepEqual(namesOf('🌸'), {})
    assert.deepEqual(namesOf(undefined), {})
  })
})
