import { createServer } from 'node:http'
import type { LookupAddress } from 'node:dns'
import logger from '@adonisjs/core/services/logger'
import { test } from '@japa/runner'
import { Agent, fetch as undiciFetch } from 'undici'
import { fakeWorld } from '#app/calls/fake_world'
import { httpClient, userRequest } from '#app/calls/http_client'
import { checkUrl, guardedLookup, isPublic } from '#app/calls/ssrf_guard'
import { FakeServer } from '#tests/support/fake_world/server'

const ORIGIN = 'https://api.vendor.example'

test.group('Calls to a vendor', (group) => {
  let vendor: FakeServer
  group.each.setup(async () => {
    vendor = new FakeServer()
      .route('GET', '/read', () => ({ body: { ok: true } }))
      .route('POST', '/write', ({ rawBody }) => ({ body: { got: rawBody.length } }))
      .route('GET', '/away', () => ({ status: 302, headers: { location: 'https://evil.example/steal' } }))
      .route('GET', '/huge', () => ({ body: 'x'.repeat(21 * 1024 * 1024) }))
    fakeWorld.lead(ORIGIN, await vendor.start())
    return async () => {
      fakeWorld.lead(ORIGIN, null)
      await vendor.stop()
    }
  })

  const client = () => httpClient({ hosts: ['api.vendor.example'], fields: {} })

  test('are led to the fake world, which is told the host that was meant', async ({ assert }) => {
    const response = await client().fetch(`${ORIGIN}/read?a=1`)
    assert.deepEqual(await response.json(), { ok: true })
    assert.equal(vendor.requests[0].host, 'api.vendor.example')
    assert.equal(vendor.requests[0].query.get('a'), '1')
  })

  test('may be sent to the stand-in by a vendor SDK that was told its address', async ({ assert }) => {
    const response = await client().fetch(`${vendor.origin}/read`)
    assert.equal(response.status, 200)
  })

  test('tell the log no path that is a key', async ({ assert, cleanup }) => {
    const noted: string[] = []
    const [debug, warn] = [logger.debug, logger.warn]
    const note = (fields: unknown) => void noted.push(JSON.stringify(fields))
    Object.assign(logger, { debug: note, warn: note })
    cleanup(() => void Object.assign(logger, { debug, warn }))
    await client().fetch(`${ORIGIN}/write`, { method: 'POST', body: 'x', secretPath: true })
    await userRequest(`${ORIGIN}/write`, { method: 'POST', body: 'x' })
    await client().fetch(`${ORIGIN}/read`)
    assert.lengthOf(noted, 3)
    assert.notInclude(noted.slice(0, 2).join(), '/write')
    assert.include(noted[2], '/read')
  })

  test('go to declared hosts only', async ({ assert }) => {
    await assert.rejects(
      () => client().fetch('https://elsewhere.example/read'),
      /elsewhere\.example, which is not among its hosts/
    )
    await assert.rejects(
      () => client().fetch('https://evil-api.vendor.example.attacker.example/'),
      /not among its hosts/
    )
  })

  test('follow no redirect out of the declared hosts', async ({ assert }) => {
    await assert.rejects(() => client().fetch(`${ORIGIN}/away`), /evil\.example, which is not among its hosts/)
  })

  test('that only read are tried again after an error', async ({ assert }) => {
    vendor.faults.fail(2)
    const response = await client().fetch(`${ORIGIN}/read`)
    assert.equal(response.status, 200)
    assert.lengthOf(vendor.requests, 3)
  })

  test('that write are not repeated, whatever comes back', async ({ assert }) => {
    vendor.faults.fail(1)
    const response = await client().fetch(`${ORIGIN}/write`, { method: 'POST', body: '{}' })
    assert.equal(response.status, 500)
    assert.lengthOf(vendor.requests, 1)
  })

  test('that write and hear nothing have an unknown outcome', async ({ assert }) => {
    vendor.faults.stall(1)
    const error = await failure(client().fetch(`${ORIGIN}/write`, { method: 'POST', body: '{}', timeout: 150 }))
    assert.equal(error.code, 'E_OUTCOME_UNKNOWN')
    assert.lengthOf(vendor.requests, 1)
  })

  test('that write and are cut off have an unknown outcome', async ({ assert }) => {
    vendor.faults.hangUp(1)
    const error = await failure(client().fetch(`${ORIGIN}/write`, { method: 'POST', body: '{}' }))
    assert.equal(error.code, 'E_OUTCOME_UNKNOWN')
  })

  test('that never got a connection are temporary failures', async ({ assert }) => {
    const origin = vendor.origin
    await vendor.stop()
    fakeWorld.lead(ORIGIN, origin)
    const error = await failure(client().fetch(`${ORIGIN}/write`, { method: 'POST', body: '{}' }))
    assert.equal(error.code, 'E_TEMPORARY')
  })

  test('that only read and hear nothing are temporary failures', async ({ assert }) => {
    vendor.faults.stall(3)
    const error = await failure(client().fetch(`${ORIGIN}/read`, { timeout: 80 }))
    assert.equal(error.code, 'E_TEMPORARY')
  })

  test('read no answer without end', async ({ assert }) => {
    const error = await failure(client().fetch(`${ORIGIN}/huge`))
    assert.equal(error.vendorCode, 'answer_too_large')
  })

  test('carry forms and files', async ({ assert }) => {
    const form = new FormData()
    form.append('file', new Blob(['hello'], { type: 'text/plain' }), 'hello.txt')
    await client().fetch(`${ORIGIN}/write`, { method: 'POST', body: form })
    assert.match(vendor.requests[0].headers['content-type'], /^multipart\/form-data; boundary=/)
    assert.include(vendor.requests[0].rawBody.toString(), 'hello')
  })
})

test.group('Calls to a URL that a user gave', () => {
  const barred = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://127.1/',
    'http://0/',
    'http://0x7f.0.0.1/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
  ]
  for (const url of barred) {
    test(`never reach ${url}`, async ({ assert }) => {
      assert.equal((await failure(userRequest(url))).vendorCode, 'address_not_public')
    })
  }

  test('need plain http or https, no password and a usual port', async ({ assert }) => {
    const urls = ['nonsense', 'file:///etc/passwd', 'https://user:pass@example.com/', 'https://example.com:22/']
    const codes = await Promise.all(urls.map(async (url) => (await failure(userRequest(url))).vendorCode))
    assert.deepEqual(codes, ['url_invalid', 'url_scheme', 'url_credentials', 'url_port'])
  })

  test('go out to ordinary addresses', ({ assert }) => {
    assert.equal(checkUrl('https://example.com/hook').href, 'https://example.com/hook')
    assert.isTrue(isPublic('93.184.216.34'))
    assert.isTrue(isPublic('2606:2800:220:1::'))
  })

  test('are stopped when the name leads to a private address', async ({ assert }) => {
    const error = await failure(connectThrough([[{ address: '127.0.0.1', family: 4 }]]))
    assert.include(String(error.cause ?? error), 'address_not_public')
  })

  test('are stopped when any of several addresses is private', async ({ assert }) => {
    const error = await failure(
      connectThrough([
        [
          { address: '93.184.216.34', family: 4 },
          { address: '::1', family: 6 },
        ],
      ])
    )
    assert.include(String(error.cause ?? error), 'address_not_public')
  })

  test('use the very answer that was looked at, so that a second one changes nothing', async ({ assert }) => {
    const asked: string[] = []
    const lookup = guardedLookup((host, _options, done) => {
      asked.push(host)
      done(null, asked.length === 1 ? [{ address: '93.184.216.34', family: 4 }] : [{ address: '127.0.0.1', family: 4 }])
    })
    const found = await new Promise<unknown>((resolve) =>
      lookup('rebind.example', { all: true }, (_error, address) => resolve(address))
    )
    assert.deepEqual(found, [{ address: '93.184.216.34', family: 4 }])
    assert.lengthOf(asked, 1)
  })

  test('judge each redirect like the first address', async ({ assert }) => {
    const outside = new FakeServer().route('GET', '/', () => ({
      status: 302,
      headers: { location: 'http://169.254.169.254/' },
    }))
    fakeWorld.lead('https://outside.example', await outside.start())
    const error = await failure(userRequest('https://outside.example/'))
    fakeWorld.lead('https://outside.example', null)
    await outside.stop()
    assert.equal(error.vendorCode, 'address_not_public')
  })
})

/** A real connection whose name resolution is ours; a listener makes sure that only the guard can stop it. */
async function connectThrough(answers: LookupAddress[][]) {
  const server = createServer((_request, response) => response.end('inside')).listen(0, '127.0.0.1')
  const { port } = await new Promise<{ port: number }>((resolve) =>
    server.once('listening', () => resolve(server.address() as { port: number }))
  )
  const lookup = guardedLookup((_host, _options, done) => done(null, answers.shift() ?? []))
  try {
    return await undiciFetch(`http://rebind.example:${port}/`, { dispatcher: new Agent({ connect: { lookup } }) })
  } finally {
    server.close()
  }
}

async function failure(
  call: Promise<unknown>
): Promise<{ code?: string; vendorCode?: string | null; cause?: unknown }> {
  try {
    await call
  } catch (error) {
    return error as { code?: string }
  }
  throw new Error('the call should have failed')
}
