import { test } from '@japa/runner'
import {
  formBody,
  formLists,
  hmac,
  jsonList,
  standardHeaders,
  timedHeader,
  verifyHmac,
  verifyStandardWebhook,
  verifyTimedHmac,
} from '#sdk/index'

const SECRET = 'canary-of-the-secret'
const NOW = Date.UTC(2026, 10, 20, 10)
const body = Buffer.from('{"id":"evt_1"}')

test.group('A signature in a header', () => {
  const received = `sha256=${hmac('sha256', SECRET, body, 'hex')}`
  const check = (change: object) => () =>
    verifyHmac({ secret: SECRET, received, bytes: body, prefix: 'sha256=', ...change })

  test('holds for these bytes and this secret alone', ({ assert }) => {
    assert.doesNotThrow(check({}))
    assert.throws(check({ bytes: '{"id":"evt_2"}' }), /bad_signature/)
    assert.throws(check({ secret: 'another' }), /bad_signature/)
    assert.throws(check({ prefix: '' }), /bad_signature/)
  })

  test('fails closed without a secret or a signature', ({ assert }) => {
    assert.throws(check({ secret: ' ' }), /missing_secret/)
    assert.throws(check({ secret: undefined }), /missing_secret/)
    assert.throws(check({ received: undefined }), /missing_signature/)
  })
})

test.group('A signature with its time', () => {
  const check = (change: object) => () =>
    verifyTimedHmac({ secret: SECRET, received: timedHeader(SECRET, body, NOW), body, now: NOW, ...change })

  test('holds while it is fresh', ({ assert }) => {
    assert.doesNotThrow(check({}))
    assert.throws(check({ now: NOW + 6 * 60_000 }), /stale/)
    assert.throws(check({ now: NOW - 6 * 60_000 }), /stale/)
    assert.doesNotThrow(check({ now: NOW + 6 * 60_000, tolerance: 10 * 60_000 }))
  })

  test('may be one of several while secrets are exchanged', ({ assert }) => {
    const header = timedHeader(SECRET, body, NOW).replace(',v1=', `,v1=${'0'.repeat(64)},v1=`)
    assert.doesNotThrow(check({ received: header }))
  })

  test('is refused with another time written on it, or of another scheme', ({ assert }) => {
    const header = timedHeader(SECRET, body, NOW)
    assert.throws(check({ received: header.replace(/t=\d+/, `t=${NOW / 1000 + 60}`) }), /bad_signature/)
    assert.throws(check({ received: header.replace('v1=', 'v0=') }), /bad_signature/)
    for (const garbage of ['t=,v1=', 't', 'v1', ',,', '=']) assert.throws(check({ received: garbage }), /bad_signature/)
  })
})

test.group('Standard Webhooks', () => {
  // The example of the specification's reference implementations.
  const example = {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330_000,
    body: Buffer.from('{"test": 2432232314}'),
  }
  const headers = standardHeaders(example.secret, example)
  const check =
    (change: Partial<Record<string, string>>, now = example.at) =>
    () =>
      verifyStandardWebhook(
        { headers: { ...headers, ...change } as typeof headers, rawBody: example.body },
        {
          secret: example.secret,
          now,
        }
      )

  test('are signed as the specification says', ({ assert }) => {
    assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('hold for this id and time alone, by any of their signatures', ({ assert }) => {
    assert.doesNotThrow(check({}))
    assert.doesNotThrow(check({ 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }))
    assert.throws(check({ 'webhook-id': 'msg_other' }), /bad_signature/)
    assert.throws(check({ 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v1a,') }), /bad_signature/)
    assert.throws(check({ 'webhook-signature': '' }), /missing_signature/)
    assert.throws(check({}, example.at + 6 * 60_000), /stale/)
  })

  test('are refused with an empty secret', ({ assert }) => {
    assert.throws(
      () => verifyStandardWebhook({ headers, rawBody: example.body }, { secret: 'whsec_', now: example.at }),
      /missing_secret/
    )
  })
})

test.group('Forms and lists', () => {
  const request = (rawBody: string) => ({
    method: 'POST',
    url: 'https://staffetta.example/in/x',
    query: {},
    headers: {},
    rawBody: Buffer.from(rawBody),
  })

  test('keep the values of a repeated field', ({ assert }) => {
    assert.deepEqual(formLists(request('a=1&b=2&a=3&__proto__=4')), {
      a: ['1', '3'],
      b: ['2'],
      ['__proto__']: ['4'],
    })
    assert.equal(
      formBody({ To: '+12025550101', MediaUrl: ['x', 'y'], n: 3, left: null }),
      'To=%2B12025550101&MediaUrl=x&MediaUrl=y&n=3'
    )
  })

  test('a list of objects is read, and nothing else', ({ assert }) => {
    assert.deepEqual(jsonList(request('[{"id":1},null,2]')), [{ id: 1 }])
    assert.throws(() => jsonList(request('{}')), /not a JSON list/)
    assert.throws(() => jsonList(request('')), /empty/)
  })
})
