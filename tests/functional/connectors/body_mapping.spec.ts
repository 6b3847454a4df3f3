import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { drain } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const SECRET = 'the-signing-secret-of-this-test'
const BODY = JSON.stringify({
  id: 'evt_7',
  form: { 'guest.phone': '+39 333 000 0101', 'mail': 'giulia@example.com' },
  room: 'Living room',
  lines: [{ sku: 'G-1' }, { sku: 'G-2' }],
})

async function given(settings: Record<string, unknown> = {}) {
  const workspace = await givenWorkspace()
  const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', { secret: SECRET, settings })
  const send = (headers: Record<string, string> = signed(BODY), body = BODY) =>
    fetch(`http://${process.env.HOST}:${process.env.PORT}${pathOf(endpoint!)}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { workspace, connection, send, admin: await givenMember(workspace, 'admin') }
}

const signed = (body: string) => ({ 'x-signature': createHmac('sha256', SECRET).update(body).digest('hex') })

interface Shown {
  sample: { id: string; leaves: { path: string; value: unknown }[] } | null
  targets: { name: string; pairs: boolean }[]
}

test.group('The mapping of an inbound webhook', () => {
  test('waits for a first request', async ({ client, assert }) => {
    const { workspace, connection, admin } = await given()
    const page = await client
      .get(`/w/${workspace.id}/connections/${connection.id}/mapping`)
      .loginAs(admin)
      .withInertia()
    page.assertStatus(200)
    assert.isNull((page.inertiaProps as Shown).sample)
  })

  test('shows each value of what came with the way to it, personal ones masked', async ({ client, assert }) => {
    const { workspace, connection, admin, send } = await given()
    await send()
    await drain()
    const page = await client
      .get(`/w/${workspace.id}/connections/${connection.id}/mapping`)
      .loginAs(admin)
      .withInertia()
    const { sample, targets } = page.inertiaProps as Shown
    assert.deepEqual(sample?.leaves, [
      { path: 'id', value: 'evt_7' },
      { path: '/form/guest.phone', value: '+3•••01' },
      { path: 'form.mail', value: 'gi•••om' },
      { path: 'room', value: 'Living room' },
      { path: 'lines.0.sku', value: 'G-1' },
      { path: 'lines.1.sku', value: 'G-2' },
    ])
    assert.includeDeepMembers(targets, [{ name: 'phonePath', title: 'Phone', pairs: false } as never])
  })

  test('says beforehand what the request would become, and stores nothing', async ({ client, assert }) => {
    const { workspace, connection, admin, send } = await given()
    const { delivery } = (await (await send()).json()) as { delivery: string }
    await drain()
    const answer = await client
      .post(`/w/${workspace.id}/connections/${connection.id}/mapping/previews`)
      .json({ delivery, settings: { phonePath: '/form/guest.phone', idPath: 'id', values: 'sku = lines.0.sku' } })
      .loginAs(admin)
      .withCsrfToken()
    answer.assertStatus(200)
    assert.containsSubset(answer.body(), {
      ok: true,
      items: [{ type: 'webhook.received', key: 'evt_7', person: { phone: '+3•••01' }, values: { sku: 'G-1' } }],
    })
    await connection.refresh()
    assert.notProperty(connection.settings, 'phonePath')
  })

  test('once saved, the next request finds its contact', async ({ client, assert }) => {
    const { workspace, connection, admin, send } = await given()
    await send()
    const saved = await client
      .put(`/w/${workspace.id}/connections/${connection.id}`)
      .json({ settings: { proof: 'signature', phonePath: '/form/guest.phone', emailPath: 'form.mail' } })
      .loginAs(admin)
      .withCsrfToken()
      .redirects(0)
    saved.assertStatus(302)
    await send()
    await drain()
    const contacts = await db.from('contacts').where('workspace_id', workspace.id)
    assert.lengthOf(contacts, 1)
    assert.containsSubset(contacts[0], { email: 'giulia@example.com' })
  })

  test('is for those who manage connections, and not for connectors without one', async ({ client }) => {
    const { workspace, connection, admin } = await given()
    const viewer = await givenMember(workspace, 'viewer')
    const page = await client.get(`/w/${workspace.id}/connections/${connection.id}/mapping`).loginAs(viewer)
    page.assertStatus(403)
    const { connection: other } = await givenConnection(workspace, 'sandbox')
    const none = await client.get(`/w/${workspace.id}/connections/${other.id}/mapping`).loginAs(admin)
    none.assertStatus(404)
  })
})

test.group('A sender that cannot sign', () => {
  const basic = (name: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  })

  test('sends the secret as a token', async ({ assert }) => {
    const { send } = await given({ proof: 'token' })
    assert.equal((await send({ authorization: `Bearer ${SECRET}` })).status, 200)
    assert.equal((await send({ authorization: 'Bearer wrong' })).status, 401)
    assert.equal((await send({})).status, 401)
    assert.equal((await send(signed(BODY))).status, 401, 'a signature is not what was agreed')
  })

  test('or in a header of its own, which is not stored', async ({ assert }) => {
    const { send } = await given({ proof: 'token', tokenHeader: 'x-token' })
    const answer = await send({ 'x-token': SECRET })
    assert.equal(answer.status, 200)
    const { delivery } = (await answer.json()) as { delivery: string }
    const { headers } = await db.from('delivery_bodies').where('id', delivery).firstOrFail()
    assert.notInclude(String(headers), SECRET)
  })

  test('or as a password', async ({ assert }) => {
    const { send } = await given({ proof: 'basic', username: 'hotel' })
    assert.equal((await send(basic('hotel', SECRET))).status, 200)
    assert.equal((await send(basic('other', SECRET))).status, 401)
    assert.equal((await send(basic('hotel', `${SECRET}x`))).status, 401)
  })
})
