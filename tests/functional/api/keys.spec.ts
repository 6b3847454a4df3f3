import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { begin } from '#app/http/idempotency'
import { givenScript } from '#tests/support/api'
import { rowsOf } from '#tests/support/events'
import { givenOwner, givenWorkspace } from '#tests/support/workspace'

const giulia = { phone: '+39 333 000 0101', first_name: 'Giulia' }

test.group('An Idempotency-Key', () => {
  test('makes the same call twice one, answered alike', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, ['contacts.edit'])
    const first = await call('post', '/contacts', giulia, { 'idempotency-key': 'a-1' })
    const again = await call('post', '/contacts', giulia, { 'idempotency-key': '"a-1"' })
    assert.equal(first.status(), 201)
    assert.equal(again.status(), 201)
    assert.deepEqual(again.body(), first.body())
    assert.equal(again.header('idempotency-replayed'), 'true')
    assert.isUndefined(first.header('idempotency-replayed'))
  })

  test('is its token’s own: nobody is answered with what another was told', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const reader = await givenScript(client, workspace, ['contacts.view'])
    const writer = await givenScript(client, workspace, ['contacts.edit'])
    const key = { 'idempotency-key': 'shared-1' }
    assert.equal((await reader.call('post', '/contacts', giulia, key)).status(), 403)
    assert.equal((await writer.call('post', '/contacts', giulia, key)).status(), 201)
    const stranger = await givenScript(client, workspace, ['contacts.view'])
    assert.equal((await stranger.call('post', '/contacts', giulia, key)).status(), 403)
  })

  test('is refused with another body', async ({ client, assert }) => {
    const { call } = await givenScript(client, await givenWorkspace(), ['contacts.edit'])
    await call('post', '/contacts', giulia, { 'idempotency-key': 'b-1' })
    const other = await call('post', '/contacts', { ...giulia, first_name: 'Ada' }, { 'idempotency-key': 'b-1' })
    assert.equal(other.status(), 422)
    assert.equal(other.body().code, 'idempotency_key_reused')
    assert.include(other.header('content-type'), 'application/problem+json')
  })

  test('is refused while the first call is still going on', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call, row } = await givenScript(client, workspace, ['contacts.edit'])
    const body = JSON.stringify(giulia)
    await begin({ workspaceId: workspace.id, method: 'POST', path: '/api/v1/contacts', key: `${row.id} c-1`, body })
    const second = await call('post', '/contacts', giulia, { 'idempotency-key': 'c-1' })
    assert.equal(second.status(), 409)
    assert.equal(second.body().code, 'idempotency_key_running')
    assert.equal(second.header('retry-after'), '1')
  })

  test('lets one of many at once through', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, ['contacts.edit'])
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('post', '/contacts', giulia, { 'idempotency-key': 'd-1' }))
    )
    assert.lengthOf(await rowsOf('contacts', workspace), 1)
    assert.deepEqual(
      [...new Set(answers.map((answer) => answer.status()))].filter((s) => s !== 201 && s !== 409),
      []
    )
  })

  test('keeps a refusal, too', async ({ client, assert }) => {
    const { call } = await givenScript(client, await givenWorkspace(), ['contacts.edit'])
    const send = () => call('post', '/contacts', { first_name: 'Nobody' }, { 'idempotency-key': 'e-1' })
    const first = await send()
    const again = await send()
    assert.equal(first.status(), 422)
    assert.equal(again.status(), 422)
    assert.equal(again.body().errors[0].field, 'phone')
    assert.equal(again.header('idempotency-replayed'), 'true')
  })

  test('holds for its own workspace and path only, and its answer is sealed', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const mine = await givenScript(client, workspace, ['contacts.edit'])
    const theirs = await givenScript(client, await givenWorkspace(), ['contacts.edit'])
    const first = await mine.call('post', '/contacts', giulia, { 'idempotency-key': 'f-1' })
    const second = await theirs.call('post', '/contacts', giulia, { 'idempotency-key': 'f-1' })
    assert.notEqual(second.body().data.id, first.body().data.id)
    const [row] = await db.from('idempotency_keys').where('workspace_id', workspace.id)
    assert.notInclude(row.answer, first.body().data.id)
  })
})

test.group('A token', () => {
  test('may make so many requests a minute, and is told so', async ({ client, assert }) => {
    const { call } = await givenScript(client, await givenWorkspace(), [], { perMinute: 2 })
    const first = await call('get', '/me')
    assert.equal(first.header('ratelimit-limit'), '2')
    assert.equal(first.header('ratelimit-remaining'), '1')
    await call('get', '/me')
    const third = await call('get', '/me')
    assert.equal(third.status(), 429)
    assert.equal(third.body().code, 'too_many_requests')
    assert.isAtLeast(Number(third.header('retry-after')), 1)
  })

  test('is of no use from elsewhere, nor after its day', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const elsewhere = await givenScript(client, workspace, [], { allowedIps: ['198.51.100.0/24', '2001:db8::/32'] })
    const refused = await elsewhere.call('get', '/me')
    assert.equal(refused.status(), 403)
    assert.equal(refused.body().code, 'address_not_allowed')
    const here = await givenScript(client, workspace, [], { allowedIps: ['127.0.0.0/8', '::1'] })
    assert.equal((await here.call('get', '/me')).status(), 200)
    const old = await givenScript(client, workspace, [], { expiresAt: Date.now() - 1 })
    assert.equal((await old.call('get', '/me')).status(), 401)
  })

  test('says whose it is', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call } = await givenScript(client, workspace, ['contacts.view'])
    assert.containsSubset((await call('get', '/me')).body(), {
      id: workspace.id,
      workspace: 'Bottega Lucente',
      token: { name: 'Script', scopes: ['contacts.view'] },
    })
  })

  test('ends with the membership of whoever made it', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { call, admin } = await givenScript(client, workspace, [])
    const owner = await givenOwner(workspace)
    const member = await db.from('members').where({ workspace_id: workspace.id, user_id: admin.id }).first()
    await client.delete(`/w/${workspace.id}/settings/members/${member.id}`).loginAs(owner).withCsrfToken().redirects(0)
    assert.equal((await call('get', '/me')).status(), 401)
  })
})
