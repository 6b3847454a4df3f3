import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import connector from '#plugins/salesforce/connector'
import { longId } from '#plugins/salesforce/people'
import { endingWith, quoted } from '#plugins/salesforce/soql'
import { oauthWay } from '#sdk/auth'
import type { InboundRequest, ParseResult } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/salesforce/fixtures/', import.meta.url)
const golden = new URL('./golden/salesforce/', import.meta.url)
const SECRET = 'the-secret-of-the-endpoint'

const inbound = (body: unknown, headers: Record<string, string> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers,
  rawBody: Buffer.from(JSON.stringify(body)),
})
const bodyOf = (file: string) =>
  (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { body: Record<string, unknown> }).body
const parse = (body: unknown, settings = {}): ParseResult => webhooks.parse(inbound(body), { settings, receivedAt: 0 })

test.group('Salesforce callouts', () => {
  for (const file of readdirSync(fixtures)) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(bodyOf(file), { currency: 'EUR' })
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }

  test('a lead of the status in the settings is qualified', ({ assert }) => {
    const result = parse(bodyOf('lead-touched.json'), { qualifiedStatus: 'Working - Contacted' })
    assert.deepEqual(result.kind === 'items' && result.items.map(({ type }) => type), ['lead.qualified'])
  })

  test('a flow that cannot sign proves itself by the secret in a header, if the settings say so', async ({
    assert,
  }) => {
    const context = testVerifyContext({ secret: SECRET, settings: { webhookProof: 'token' } })
    await webhooks.verify(inbound({}, { 'x-staffetta-token': SECRET }), context)
    const refused: [Record<string, string>, typeof context][] = [
      [{ 'x-staffetta-token': 'another-secret' }, context],
      [{}, context],
      [{ 'x-staffetta-token': SECRET }, testVerifyContext({ secret: SECRET })],
      [{ 'x-staffetta-token': SECRET }, testVerifyContext({ secret: null, settings: { webhookProof: 'token' } })],
    ]
    for (const [headers, given] of refused)
      assert.throws(() => webhooks.verify(inbound({}, headers), given), /not accepted/)
  })
})

test.group('Salesforce’s own ways', () => {
  test('an id of 15 characters is the same as its long form', ({ assert }) => {
    assert.equal(longId('001A0000006Vm9r'), '001A0000006Vm9rIAC')
    assert.equal(longId('001A0000006Vm9rIAC'), '001A0000006Vm9rIAC')
  })

  test('texts cannot leave their quotes in a query', ({ assert }) => {
    assert.equal(quoted(`x' OR Name != '`), String.raw`'x\' OR Name != \''`)
    assert.equal(quoted(String.raw`x\' OR 1`), String.raw`'x\\\' OR 1'`)
    assert.equal(endingWith('1_%'), String.raw`'%1\\_\\%'`)
  })

  test('the token goes to hosts of Salesforce alone', ({ assert }) => {
    const { read } = oauthWay(connector.auth)!
    const told = (instance_url: string) => read!({ instance_url, id: 'https://login.salesforce.com/id/00Dx/005x' })
    assert.deepEqual(told('https://acme.my.salesforce.com/'), {
      instanceUrl: 'https://acme.my.salesforce.com',
      organizationId: '00Dx',
      userId: '005x',
    })
    const strange = [
      'https://salesforce.com.evil.example',
      'https://evil.example/.salesforce.com',
      'http://acme.my.salesforce.com',
      'https://acme.my.salesforce.com:8443',
      'https://user@acme.my.salesforce.com',
      'https://acme.lightning.force.com',
      '',
    ]
    for (const url of strange) assert.throws(() => told(url), /not Salesforce/)
  })
})
