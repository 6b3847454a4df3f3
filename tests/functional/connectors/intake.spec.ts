import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Delivery } from '#app/deliveries/delivery'
import { readBodies } from '#app/deliveries/delivery_body'
import { forget } from '#app/connectors/memory'
import { refusalsOf } from '#app/deliveries/refusals'
import { drain } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

const SECRET = 'a-signing-secret-for-tests'
const sign = (body: string | Buffer, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex')

async function givenInbound(settings: Record<string, unknown> = {}, secret: string | null = SECRET) {
  const workspace = await givenWorkspace()
  const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', { settings, secret })
  return { workspace, connection, endpoint: endpoint!, path: pathOf(endpoint!) }
}

const deliveriesOf = (endpoint: { id: string }) => Delivery.query().where('endpointId', endpoint.id).orderBy('id')

test.group('Intake', () => {
  test('answers once the delivery is stored, byte for byte', async ({ assert, client }) => {
    const { endpoint, path } = await givenInbound()
    const body = '{"room":  "Living room è",\n"big": "' + 'x'.repeat(2000) + '"}'

    const response = await client
      .post(path)
      .header('content-type', 'application/json')
      .header('x-signature', sign(body))
      .json(body as never)

    response.assertStatus(200)
    const [delivery] = await deliveriesOf(endpoint)
    assert.equal(response.body().delivery, delivery.id)
    const stored = await readBodies([delivery.id])
    assert.equal(stored.get(delivery.id)?.rawBody.toString('utf8'), body)
  })

  const badInput: { title: string; status: number; code?: string; send: (path: string) => Promise<Answer> }[] = [
    {
      title: 'an unknown endpoint',
      status: 404,
      code: 'unknown_endpoint',
      send: () => post('/in/nobody-knows-this', '{}'),
    },
    { title: 'no signature', status: 401, code: 'missing_signature', send: (path) => post(path, '{}', {}) },
    {
      title: 'a signature by another secret',
      status: 401,
      code: 'bad_signature',
      send: (path) => post(path, '{}', { 'x-signature': sign('{}', 'other') }),
    },
    {
      title: 'a signature over another body',
      status: 401,
      code: 'bad_signature',
      send: (path) => post(path, '{"a":1}', { 'x-signature': sign('{}') }),
    },
    {
      title: 'a body over the limit',
      status: 413,
      code: 'too_large',
      send: (path) => post(path, Buffer.alloc(5 * 1024 * 1024 + 1, 'a')),
    },
    {
      title: 'a body over the limit that hides its length',
      status: 413,
      code: 'too_large',
      send: (path) => post(path, Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), { 'transfer-encoding': 'chunked' }),
    },
    {
      title: 'a multipart body',
      status: 415,
      code: 'unsupported_media_type',
      send: (path) => post(path, '--x--', { 'content-type': 'multipart/form-data; boundary=x' }),
    },
    {
      title: 'a question where there is nothing to answer',
      status: 405,
      code: 'method_not_allowed',
      send: (path) => call('GET', path),
    },
  ]

  for (const { title, status, code, send } of badInput) {
    test(`refuses ${title} with ${status}, and stores nothing`, async ({ assert }) => {
      const { workspace, endpoint, path } = await givenInbound()
      const answer = await send(path)

      assert.equal(answer.status, status)
      assert.equal(JSON.parse(answer.body).code, code)
      assert.match(answer.type, /^application\/problem\+json/)
      assert.lengthOf(await deliveriesOf(endpoint), 0)
      await drain()
      assert.deepEqual(await counted(workspace.id), { events: 0, runs: 0 })
    })
  }

  const signedInput: { title: string; body: string; type?: string; state: string; code?: string }[] = [
    { title: 'a body that is not JSON', body: '{"a":', state: 'unparseable', code: 'unparseable' },
    { title: 'an empty body', body: '', state: 'unparseable', code: 'unparseable' },
    { title: 'a list where an object is due', body: '[]', state: 'unparseable', code: 'unparseable' },
    { title: 'a form', body: 'room=Kitchen', type: 'application/x-www-form-urlencoded', state: 'parsed' },
  ]

  for (const { title, body, type, state, code } of signedInput) {
    test(`stores ${title} with 200 and ends it as ${state}`, async ({ assert }) => {
      const { workspace, endpoint, path } = await givenInbound()
      const answer = await post(path, body, { 'x-signature': sign(body), ...(type ? { 'content-type': type } : {}) })
      await drain()
      assert.deepEqual(await counted(workspace.id), { events: state === 'parsed' ? 1 : 0, runs: 0 })

      assert.equal(answer.status, 200)
      const [delivery] = await deliveriesOf(endpoint)
      assert.equal(delivery.state, state)
      assert.equal(delivery.reason?.code, code)
    })
  }

  const shopInput: { title: string; topic: string; shop: string; state: string; code: string }[] = [
    {
      title: 'a topic that nobody knows',
      topic: 'moon/landed',
      shop: 'own.myshopify.com',
      state: 'ignored',
      code: 'topic_not_wanted',
    },
    {
      title: 'a shop that is not connected',
      topic: 'products/update',
      shop: 'stranger.myshopify.com',
      state: 'no_connection',
      code: 'foreign_account',
    },
  ]

  for (const { title, topic, shop, state, code } of shopInput) {
    test(`stores a signed delivery about ${title} with 200 and ends it as ${state}`, async ({ assert }) => {
      const workspace = await givenWorkspace()
      const own = `${workspace.id.slice(-12)}.myshopify.com`
      const { endpoint } = await givenConnection(workspace, 'shopify', {
        account: own,
        settings: { shop: own },
        credentials: { clientId: 'an-app', clientSecret: SECRET },
      })
      const recorded = JSON.parse(
        readFileSync(new URL('../../../plugins/shopify/fixtures/products-update.json', import.meta.url), 'utf8')
      )
      const body = JSON.stringify(recorded.body ?? recorded)
      const signature = createHmac('sha256', SECRET).update(body).digest('base64')
      const from = shop.startsWith('own') ? own : shop
      const answer = await post(pathOf(endpoint!), body, {
        'x-shopify-hmac-sha256': signature,
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': from,
        'x-shopify-webhook-id': `id-${topic}`,
      })
      await drain()

      assert.equal(answer.status, 200)
      const [delivery] = await deliveriesOf(endpoint!)
      assert.equal(delivery.state, state)
      assert.equal(delivery.reason?.code, code)
      assert.deepEqual(await counted(workspace.id), { events: 0, runs: 0 })
    })
  }

  test('counts what it turned away by reason, without storing it', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    for (let n = 0; n < 3; n++) await post(path, '{}')
    await post(path, '{}', { 'x-signature': 'nonsense' })

    const counts = await refusalsOf([endpoint.id], 0)
    assert.deepEqual(Object.fromEntries(counts.map(({ reason, count }) => [reason, count])), {
      missing_signature: 3,
      bad_signature: 1,
    })
    assert.lengthOf(await deliveriesOf(endpoint), 0)
  })

  test('answers the same delivery twice like the first, and keeps one', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    const headers = { 'x-signature': sign('{"a":1}'), 'webhook-id': 'msg_1' }
    const first = await post(path, '{"a":1}', headers)
    const second = await post(path, '{"a":1}', headers)

    assert.equal(second.body, first.body)
    assert.equal(second.status, 200)
    assert.lengthOf(await deliveriesOf(endpoint), 1)
  })

  test('keeps one of many that arrive at the same moment', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    const headers = { 'x-signature': sign('{"a":1}'), 'webhook-id': 'msg_burst' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(path, '{"a":1}', headers)))

    assert.equal(new Set(answers.map((answer) => answer.body)).size, 1)
    assert.lengthOf(await deliveriesOf(endpoint), 1)
  })

  test('commits a burst in groups, every acknowledged one stored', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    let commits = 0
    const count = ({ sql }: { sql: string }) => {
      if (/^insert into .deliveries/i.test(sql)) commits += 1
    }
    db.connection().getWriteClient().on('query', count)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => post(path, `{"n":${n}}`, { 'x-signature': sign(`{"n":${n}}`) }))
    )
    db.connection().getWriteClient().off('query', count)

    const stored = new Set((await deliveriesOf(endpoint)).map(({ id }) => id))
    assert.equal(stored.size, 100)
    for (const { body } of answers) assert.isTrue(stored.has(JSON.parse(body).delivery))
    assert.isBelow(commits, 50)
  })

  test('sends the provider back when nothing can be stored', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    const pages = (await db.rawQuery('PRAGMA page_count'))[0].page_count
    await db.rawQuery(`PRAGMA max_page_count = ${pages}`)
    try {
      const body = JSON.stringify({ filler: Array.from({ length: 20_000 }, () => Math.random()) })
      const answer = await post(path, body, { 'x-signature': sign(body) })
      assert.equal(answer.status, 503)
      assert.equal(JSON.parse(answer.body).code, 'not_stored')
    } finally {
      await db.rawQuery('PRAGMA max_page_count = 1073741823')
    }
    assert.lengthOf(await deliveriesOf(endpoint), 0)
  }).skip(process.env.DB_CONNECTION === 'mysql', 'only the embedded database can be filled up by a test')

  test('keeps no secret that a sender shows to prove itself', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    await post(`${path}?token=${SECRET}`, '{}', {
      'x-signature': sign('{}'),
      'authorization': 'Bearer abc',
      'x-token': SECRET,
    })

    const [delivery] = await deliveriesOf(endpoint)
    const stored = (await readBodies([delivery.id])).get(delivery.id)!
    assert.equal(stored.headers['authorization'], '••••')
    assert.equal(stored.headers['x-token'], '••••')
    assert.equal(stored.query.token, '••••')
  })

  test('an endpoint without its secret takes nothing', async ({ assert }) => {
    const { path } = await givenInbound({}, null)
    const answer = await post(path, '{}', { 'x-signature': sign('{}', '') })
    assert.equal(answer.status, 401)
    assert.equal(JSON.parse(answer.body).code, 'missing_secret')
  })

  test('an endpoint that goes by its address alone asks for no signature', async ({ assert }) => {
    const { path } = await givenInbound({ proof: 'address' })
    assert.equal((await post(path, '{}')).status, 200)
  })

  test('a closed endpoint is not found', async ({ assert }) => {
    const { endpoint, path } = await givenInbound({ proof: 'address' })
    await endpoint.merge({ state: 'closed' }).save()
    forget()
    assert.equal((await post(path, '{}')).status, 404)
  })

  test('the address cannot be read out of the database', async ({ assert }) => {
    const { endpoint, path } = await givenInbound()
    const row = await db.from('endpoints').where('id', endpoint.id).first()
    assert.notInclude(JSON.stringify(row), path.split('/').pop()!)
    assert.notInclude(JSON.stringify(row), SECRET)
  })
})

async function counted(workspaceId: string) {
  const [events, runs] = [
    await db.from('events').where('workspace_id', workspaceId),
    await db.from('runs').where('workspace_id', workspaceId),
  ]
  return { events: events.length, runs: runs.length }
}

interface Answer {
  status: number
  type: string
  body: string
}

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  call('POST', path, body, headers)

/** The bare client: others refuse to send some of what is sent here. */
function call(
  method: string,
  path: string,
  body: string | Buffer = '',
  headers: Record<string, string> = {}
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: process.env.HOST,
        port: process.env.PORT,
        method,
        path,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          })
        )
      }
    )
    // The server answers before it has read too much; the rest of the writing then fails, which is the point.
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error)
    )
    outgoing.end(body)
  })
}
