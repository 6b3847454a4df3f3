import { createHmac } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from '@japa/runner'
import connector from '#plugins/hubspot/connector'
import { signedAddress } from '#plugins/hubspot/webhook'
import type { InboundRequest, ParseResult } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/hubspot/fixtures/', import.meta.url)
const golden = new URL('./golden/hubspot/', import.meta.url)
const AT = 1_795_168_800_000
const SECRET = 'a-client-secret-of-hubspot'

const inbound = (body: unknown, change: Partial<InboundRequest> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers: {},
  rawBody: Buffer.from(JSON.stringify(body)),
  ...change,
})

const bodyOf = (file: string) =>
  (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { body: Record<string, unknown>[] }).body
const parse = (body: unknown): ParseResult => webhooks.parse(inbound(body), { settings: {}, receivedAt: AT })
const items = (body: unknown) => {
  const result = parse(body)
  return result.kind === 'items' ? result.items : []
}

test.group('HubSpot webhooks: every shape it sends', () => {
  for (const file of readdirSync(fixtures)) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(bodyOf(file))
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }
})

test.group('HubSpot webhooks: what must hold', () => {
  const won = bodyOf('deal-property-change.json')

  test('a change told by two subscriptions is one change', ({ assert }) => {
    const twice = [...won, ...won.map((event) => ({ ...event, eventId: 1, subscriptionId: 2 }))]
    assert.deepEqual(items(twice), items(won))
  })

  test('a retry in another batch has the same keys', ({ assert }) => {
    const batch = bodyOf('contact-property-change-batch.json')
    const alone = batch.flatMap((event) => items([{ ...event, attemptNumber: 3 }]))
    assert.deepEqual(
      alone.map(({ key }) => key),
      items(batch).map(({ key }) => key)
    )
  })

  test('each portal of a batch is an account of its own', ({ assert }) => {
    assert.deepEqual(
      items(bodyOf('two-portals-new-platform.json')).map(({ account }) => account),
      ['48112233', '48119999']
    )
  })

  test('a pipeline with stages of its own closes by its calculated property', ({ assert }) => {
    const change = { ...won[0], propertyName: 'dealstage', propertyValue: '1047395' }
    assert.deepEqual(
      items([change]).map(({ type }) => type),
      ['deal.updated']
    )
    const closed = { ...won[0], propertyName: 'hs_is_closed_won', propertyValue: 'true' }
    assert.deepEqual(
      items([closed]).map(({ type }) => type),
      ['deal.won']
    )
    assert.deepEqual(items([{ ...closed, propertyValue: 'false' }]), [])
  })

  test('our own writes are passed over, another app’s are not', ({ assert }) => {
    const written = won.map((event) => ({ ...event, changeSource: 'INTEGRATION', sourceId: '9911223' }))
    assert.deepEqual(parse(written), { kind: 'ignored', reason: 'own_change' })
    assert.lengthOf(items(written.map((event) => ({ ...event, sourceId: '1' }))), 2)
  })

  test('an erasure is never taken for an echo', ({ assert }) => {
    const erased = bodyOf('contact-privacy-deletion.json').map((event) => ({
      ...event,
      changeSource: 'INTEGRATION',
      sourceId: '9911223',
    }))
    assert.deepEqual(
      items(erased).map(({ type }) => type),
      ['customer.erasure_requested']
    )
  })
})

test.group('HubSpot webhooks: the signature', () => {
  const URL_AS_SIGNED = "https://staffetta.example/in/x?for=a:b/c?d@e!$'()*,;%20%26"
  const url = 'https://staffetta.example/in/x?for=a%3Ab%2Fc%3fd%40e%21%24%27%28%29%2A%2C%3B%20%26'
  const signed = (timestamp: number, change: Partial<InboundRequest> = {}): InboundRequest => {
    const request = inbound([], { url, ...change })
    const text = `POST${URL_AS_SIGNED}[]${timestamp}`
    const headers = {
      'x-hubspot-request-timestamp': String(timestamp),
      'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(text).digest('base64'),
    }
    return { ...request, headers }
  }
  const verify = (request: InboundRequest) =>
    webhooks.verify(request, testVerifyContext({ credentials: { clientSecret: SECRET }, machineNow: () => AT }))

  test('the address is signed with twelve escapes written out and the rest as they are', ({ assert }) => {
    assert.equal(signedAddress(url), URL_AS_SIGNED)
    assert.doesNotThrow(() => verify(signed(AT)))
    assert.throws(() => verify({ ...signed(AT), method: 'PUT' }), /bad_signature/)
  })

  test('it is good for five minutes, in both directions', ({ assert }) => {
    assert.doesNotThrow(() => verify(signed(AT - 299_000)))
    assert.throws(() => verify(signed(AT - 301_000)), /stale/)
    assert.throws(() => verify(signed(AT + 301_000)), /stale/)
  })
})
