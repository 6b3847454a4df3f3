import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { connectors } from '#app/connectors/registry'
import { fetchOnceFor, forgetCertificates } from '#app/deliveries/certificates'
import { Delivery } from '#app/deliveries/delivery'
import { defineConnector, none, verifyHmac } from '#sdk/index'
import { hmac } from '#sdk/signatures'
import { givenConnection, pathOf } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

const ORIGIN = 'https://keys.acme.example'
const CERTIFICATE = 'the certificate of the vendor'

/** A vendor that signs with what lies at an address it names, as PayPal does. */
const acme = defineConnector({
  id: 'acme-certified',
  name: 'Acme',
  summary: 'Signs with a certificate',
  categories: ['payments'],
  hosts: ['keys.acme.example'],
  icon: '',
  docsUrl: null,
  auth: none(),
  events: [],
  endpoint: 'connection',
  webhooks: {
    async verify({ headers, rawBody }, { fetchOnce }) {
      const secret = await fetchOnce(String(headers['x-acme-certificate']))
      verifyHmac({ secret, received: headers['x-acme-signature'], bytes: rawBody })
    },
    dedupeKey: () => null,
    parse: () => ({ kind: 'ignored', reason: 'nothing_wanted' }),
  },
  load: async () => ({ check: async () => ({ account: 'acme', label: '', missingScopes: [], warnings: [] }) }),
})

const body = '{"id":"evt_1"}'
const signature = hmac('sha256', CERTIFICATE, body, 'hex')

test.group('Certificates', (group) => {
  let asked: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    response.writeHead(status).end(CERTIFICATE)
  })

  group.setup(async () => {
    connectors.add(acme)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    fakeWorld.lead(ORIGIN, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  group.teardown(() => {
    fakeWorld.lead(ORIGIN, null)
    connectors.remove(acme.id)
    server.close()
  })
  group.each.setup(() => {
    asked = []
    status = 200
    forgetCertificates()
  })

  async function givenAcme() {
    const { endpoint } = await givenConnection(await givenWorkspace(), acme.id)
    return endpoint!
  }
  const stored = async ({ id }: { id: string }) => (await Delivery.query().where('endpointId', id)).length

  test('are fetched once for many deliveries', async ({ assert, client }) => {
    const endpoint = await givenAcme()
    const send = () =>
      client
        .post(pathOf(endpoint))
        .header('x-acme-certificate', `${ORIGIN}/certs/1`)
        .header('x-acme-signature', signature)
        .header('content-type', 'application/json')
        .json(JSON.parse(body) as never)
    for (let times = 0; times < 3; times++) (await send()).assertStatus(200)
    assert.deepEqual(asked, ['/certs/1'])
    assert.equal(await stored(endpoint), 3)
  })

  test('that cannot be had send the vendor back, and nothing is stored', async ({ assert, client }) => {
    status = 503
    const endpoint = await givenAcme()
    const answer = await client
      .post(pathOf(endpoint))
      .header('x-acme-certificate', `${ORIGIN}/certs/1`)
      .header('x-acme-signature', signature)
      .json(JSON.parse(body) as never)
    answer.assertStatus(503)
    assert.equal((JSON.parse(answer.text()) as { code: string }).code, 'certificate_unavailable')
    assert.equal(await stored(endpoint), 0)
  })

  test('lie only where the vendor has its own: {$self}')
    .with([
      'https://keys.evil.example/certs/1',
      'http://keys.acme.example/certs/1',
      `${ORIGIN}/certs/1?again=1`,
      'https://user:word@keys.acme.example/certs/1',
      'https://keys.acme.example:8443/certs/1',
      'no address',
    ])
    .run(async ({ assert }, url) => {
      await assert.rejects(async () => fetchOnceFor(acme)(url), /bad_signature/)
      assert.deepEqual(asked, [])
    })

  test('are not asked for without end by who makes addresses up', async ({ assert }) => {
    status = 404
    const guesses = Array.from({ length: 40 }, (_, n) => async () => fetchOnceFor(acme)(`${ORIGIN}/certs/${n}`))
    for (const guess of guesses) await assert.rejects(guess)
    assert.isAtMost(asked.length, 20)
  })
})
