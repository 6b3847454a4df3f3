import { createSign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { test } from '@japa/runner'
import connector from '#plugins/paypal/connector'
import { moneyOf, paypalAmount } from '#plugins/paypal/money'
import { requestId } from '#plugins/paypal/request_id'
import { testCertificate } from '#plugins/paypal/testing_certificate'
import type { CertificateWishes, TestCertificate } from '#plugins/paypal/testing_certificate'
import type { InboundRequest, Json, ParseResult } from '#sdk/index'
import { testVerifyContext } from '#sdk/testing/index'

const webhooks = connector.webhooks!
const fixtures = new URL('../../../plugins/paypal/fixtures/', import.meta.url)
const golden = new URL('./golden/paypal/', import.meta.url)
const AT = Date.UTC(2026, 10, 20, 10)
const DAY = 24 * 60 * 60_000
const WEBHOOK = '5GP028458E2496506'
const ADDRESS = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42'

const inbound = (body: string, headers: Record<string, string> = {}): InboundRequest => ({
  method: 'POST',
  url: 'https://staffetta.example/in/x',
  query: {},
  headers,
  rawBody: Buffer.from(body),
})

const bodyOf = (file: string) => (JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { body: Json }).body
const parse = (request: InboundRequest, environment = 'sandbox'): ParseResult =>
  webhooks.parse(request, { settings: { environment }, receivedAt: AT })
const requestOf = (file: string) => inbound(JSON.stringify(bodyOf(file)))

test.group('PayPal webhooks: every shape it sends', () => {
  for (const file of readdirSync(fixtures)) {
    test(`${file} becomes what was agreed`, ({ assert }) => {
      const found = parse(requestOf(file))
      const expected = new URL(file, golden)
      if (process.env.UPDATE_GOLDEN) writeFileSync(expected, `${JSON.stringify(found, null, 2)}\n`)
      assert.isTrue(existsSync(expected), 'run with UPDATE_GOLDEN=1 and read the difference')
      assert.deepEqual(JSON.parse(JSON.stringify(found)), JSON.parse(readFileSync(expected, 'utf8')))
    })
  }

  test('nothing of a card or a bank account is in any of them', ({ assert }) => {
    const files = readdirSync(fixtures)
    const sent = files.map((file) => readFileSync(new URL(file, fixtures), 'utf8'))
    const kept = readdirSync(golden).map((file) => readFileSync(new URL(file, golden), 'utf8'))
    const stored = files.map((file) => webhooks.withhold!(requestOf(file)).toString('utf8'))
    for (const secret of ['0341', 'VISA', '2030-04', '40126699', 'cvv_code', 'giropay']) {
      assert.isTrue(
        sent.some((text) => text.includes(secret)),
        `${secret} should be in a fixture, or this test says nothing`
      )
      assert.isFalse(
        [...kept, ...stored].some((text) => text.includes(secret)),
        `${secret} came in`
      )
    }
  })

  test('live is what the connection says', ({ assert }) => {
    assert.containsSubset(parse(requestOf('payment-capture-completed.json'), 'live'), {
      items: [{ payload: { live: true } }],
    })
  })
})

test.group('PayPal webhooks: the signature', () => {
  const body = JSON.stringify(bodyOf('payment-capture-completed.json'))
  const certificate = testCertificate()

  interface Case {
    file?: string
    address?: string
    change?: Record<string, string>
    signedFor?: string
    now?: number
  }

  const headersFor = (signer: TestCertificate, { address = ADDRESS, signedFor = WEBHOOK }: Case) => {
    const [id, time] = ['69cd13f0-d67a-11e5', new Date(AT).toISOString()]
    const message = `${id}|${time}|${signedFor}|${crc32(body)}`
    return {
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': createSign('RSA-SHA256').update(message).sign(signer.privateKey, 'base64'),
      'paypal-cert-url': address,
      'paypal-auth-algo': 'SHA256withRSA',
    }
  }

  const verify =
    (signer: TestCertificate, given: Case = {}) =>
    async () => {
      const { file = signer.pem, address = ADDRESS, change = {}, now = AT } = given
      const request = inbound(body, { ...headersFor(signer, given), ...change })
      const certificates = { [address]: file }
      const credentials = { webhookId: WEBHOOK }
      await webhooks.verify(request, testVerifyContext({ credentials, certificates, machineNow: () => now }))
    }
  const made = (wishes: CertificateWishes) => testCertificate(wishes)

  test('holds with the certificate of PayPal’s own address', async ({ assert }) => {
    await assert.doesNotReject(verify(certificate))
  })

  test('of another webhook’s id is refused', async ({ assert }) => {
    await assert.rejects(verify(certificate, { signedFor: 'WH-OF-SOMEBODY-ELSE' }), /bad_signature/)
  })

  test('by a certificate that lies elsewhere is refused unasked', async ({ assert }) => {
    const elsewhere = [
      'https://evil.example/v1/notifications/certs/CERT-1',
      'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1',
      'https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1',
      'http://api.paypal.com/v1/notifications/certs/CERT-1',
      'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
      'https://api.paypal.com/v1/notifications/certs/../../oauth2/token',
      'https://api.paypal.com/v2/checkout/orders/CERT-1',
    ]
    for (const address of elsewhere) await assert.rejects(verify(certificate, { address }), /bad_signature/)
  })

  test('by another signer, or out of its time, is refused', async ({ assert }) => {
    const signers = [
      made({ name: 'api.paypal.com' }),
      made({ name: 'messageverificationcerts.paypal.com.evil.example' }),
      made({ to: AT - DAY }),
      made({ from: AT + DAY }),
    ]
    for (const signer of signers) await assert.rejects(verify(signer), /bad_signature/)
  })

  test('by a chain whose links do not hold is refused', async ({ assert }) => {
    const authority = made({ name: 'An Authority' })
    const signer = made({ issuer: authority })
    await assert.doesNotReject(verify(signer, { file: signer.pem + authority.pem }))
    const impostor = made({ name: 'An Authority' })
    await assert.rejects(verify(signer, { file: signer.pem + impostor.pem }), /bad_signature/)
    const expired = made({ name: 'An Authority', to: AT - DAY })
    const late = made({ issuer: expired })
    await assert.rejects(verify(late, { file: late.pem + expired.pem }), /bad_signature/)
  })

  test('with another algorithm, or by a file that is none, is refused', async ({ assert }) => {
    await assert.rejects(verify(certificate, { change: { 'paypal-auth-algo': 'SHA1withRSA' } }), /bad_signature/)
    await assert.rejects(verify(certificate, { file: '<html>Not found</html>' }), /bad_signature/)
  })

  test('is good for four days', async ({ assert }) => {
    await assert.doesNotReject(verify(certificate, { now: AT + 3 * DAY }))
    await assert.rejects(verify(certificate, { now: AT + 5 * DAY }), /stale/)
  })
})

test.group('PayPal’s amounts and keys', () => {
  test('amounts are decimals, and whole where PayPal wants them so', ({ assert }) => {
    const amounts = [
      ['EUR', 4905, '49.05'],
      ['JPY', 4905, '4905'],
      ['HUF', 490_000, '4900'],
    ] as const
    for (const [currency, amount, value] of amounts) {
      assert.deepEqual(paypalAmount({ amount, currency }), { currencyCode: currency, value })
      assert.deepEqual(moneyOf({ currency_code: currency, value }), { amount, currency })
    }
  })

  test('what PayPal does not take is refused at its field', ({ assert }) => {
    const fieldOf = (amount: number, currency: string) => {
      try {
        return paypalAmount({ amount, currency })
      } catch (error) {
        return (error as { field: string }).field
      }
    }
    assert.deepEqual(
      [fieldOf(0, 'EUR'), fieldOf(-5, 'EUR'), fieldOf(4905, 'HUF'), fieldOf(4905, 'KWD')],
      ['amount', 'amount', 'amount', 'currency']
    )
  })

  test('a key that is too long for PayPal is still the same key', ({ assert }) => {
    const long = 'run:'.padEnd(150, 'x')
    assert.equal(requestId('pay_1/1'), 'pay_1/1')
    assert.equal(requestId(long), requestId(long))
    assert.isAtMost(requestId(long).length, 108)
  })
})
