import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { machineNow } from '#app/clock'
import { insert } from '#app/database'
import { newId } from '#app/ids'
import { store } from '#app/deliveries/intake'
import { openEndpointById } from '#app/deliveries/open_endpoints'
import { drain } from '#app/work/worker'
import { ApiToken } from '#app/accounts/api_token'
import { givenConnection } from '#tests/support/connections'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

async function givenDelivery(
  body: object = { customer: { phone: '+393475550142', first_name: 'Giulia' }, order: 1042 }
) {
  const workspace = await givenWorkspace()
  const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', {
    settings: { phonePath: 'customer.phone' },
    secret: 'a-signing-secret-for-tests',
  })
  const open = await openEndpointById(endpoint!.id)
  const { id } = await store(
    open!,
    {
      method: 'POST',
      url: 'https://x.example/in/x',
      query: {},
      headers: { 'content-type': 'application/json' },
      rawBody: Buffer.from(JSON.stringify(body)),
    },
    machineNow()
  )
  await drain()
  return { workspace, connection, endpoint: endpoint!, id }
}

test.group('Connections in the console', () => {
  test('the gallery shows every connector with what is connected of it', async ({ client, assert }) => {
    const { workspace, connection } = await givenDelivery()
    const response = await client
      .get(`/w/${workspace.id}/connections`)
      .loginAs(await givenMember(workspace, 'viewer'))
      .withInertia()
    response.assertStatus(200)
    response.assertInertiaComponent('connections/index')
    const { cards } = response.inertiaProps as { cards: { id: string; connections: { id: string }[] }[] }
    assert.deepEqual(
      cards.find(({ id }) => id === 'inbound-webhook')?.connections.map(({ id }) => id),
      [connection.id]
    )
    assert.isAbove(cards.length, 1)
  })

  test('the gallery, the form and its errors speak the viewer’s language', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace, 'admin')
    await admin.merge({ locale: 'it' }).save()
    const ask = (path: string) => client.get(path).loginAs(admin).withInertia()

    const gallery = await ask(`/w/${workspace.id}/connections`)
    const { cards } = gallery.inertiaProps as { cards: { id: string; summary: string }[] }
    assert.equal(
      cards.find(({ id }) => id === 'twilio')?.summary,
      'Invia e ricevi SMS e MMS con Twilio Programmable Messaging.'
    )

    const page = await ask(`/w/${workspace.id}/connections/new?connector=inbound-webhook`)
    const { connector, form } = page.inertiaProps as {
      connector: { reads: string[] }
      form: {
        settings: { properties: Record<string, { 'title': string; 'x-options-labels'?: Record<string, string> }> }
      }
    }
    assert.deepEqual(connector.reads, ['Tutto ciò che viene inviato al suo indirizzo'])
    assert.equal(form.settings.properties.phonePath?.title, 'Telefono')
    assert.equal(form.settings.properties.proof?.['x-options-labels']?.signature, 'Firma ogni richiesta')

    const refused = await client
      .post(`/w/${workspace.id}/connections`)
      .loginAs(admin)
      .withCsrfToken()
      .redirects(0)
      .json({ connector: 'twilio', credentials: { accountSid: 'AC0123456789abcdef0123456789abcdef' }, settings: {} })
    const told = JSON.stringify(refused.flashMessages())
    assert.include(told, 'Compila «Auth token».')
    assert.include(told, 'Compila «SID del servizio di messaggistica».')
  })

  test('a connection is made in the form, and opens', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const response = await client
      .post(`/w/${workspace.id}/connections`)
      .loginAs(await givenMember(workspace, 'admin'))
      .withCsrfToken()
      .form({ connector: 'inbound-webhook', name: 'Typeform', settings: { proof: 'signature', values: '' } })
      .redirects(0)
    const connection = await Connection.in(workspace).firstOrFail()
    assert.equal(connection.name, 'Typeform')
    assert.equal(response.header('location'), `/w/${workspace.id}/connections/${connection.id}`)
  })

  test('a viewer sees no address and no form, a manager the deliveries', async ({ client, assert }) => {
    const { workspace, connection } = await givenDelivery()
    const seen = async (role: 'viewer' | 'manager' | 'admin') => {
      const response = await client
        .get(`/w/${workspace.id}/connections/${connection.id}`)
        .loginAs(await givenMember(workspace, role))
        .withInertia()
      return response.inertiaProps as {
        endpoint: { url: string | null }
        form: object | null
        deliveries: { state: string; became: string[] }[]
      }
    }
    const viewer = await seen('viewer')
    assert.isNull(viewer.endpoint.url)
    assert.isNull(viewer.form)
    assert.lengthOf(viewer.deliveries, 0)
    const manager = await seen('manager')
    assert.deepEqual(
      manager.deliveries.map(({ state, became }) => [state, became]),
      [['parsed', ['webhook.received']]]
    )
    assert.isNotNull((await seen('admin')).endpoint.url)
  })

  test('a body is shown masked, and whole only to somebody who asks, once', async ({ client, assert }) => {
    const { workspace, connection, id } = await givenDelivery()
    const user = await givenMember(workspace, 'manager')
    const address = `/w/${workspace.id}/connections/${connection.id}/deliveries/${id}`
    const masked = (await client.get(address).loginAs(user).withInertia()).inertiaProps as {
      delivery: { body: string }
    }
    assert.notInclude(masked.delivery.body, '3475550142')
    assert.include(masked.delivery.body, '1042')

    const revealed = await client.post(`${address}/body`).loginAs(user).withCsrfToken().redirects(0)
    assert.equal(revealed.header('location'), address)
    const entry = await db
      .from('audit_entries')
      .where({ workspace_id: workspace.id, action: 'delivery.revealed' })
      .first()
    assert.equal(entry.subject_id, id)
    assert.equal(entry.actor_id, user.id)
  })

  test('a body with several workspaces in it is shown to none of them', async ({ client, assert }) => {
    const { workspace, connection, id } = await givenDelivery()
    await db.from('deliveries').where('id', id).update({ workspace_id: null, connection_id: null })
    await insert(db.connection(), 'delivery_parts', {
      id: newId('row'),
      delivery_id: id,
      workspace_id: workspace.id,
      connection_id: connection.id,
      items: 1,
      recorded: 1,
    })
    const address = `/w/${workspace.id}/connections/${connection.id}/deliveries/${id}`
    const { delivery } = (
      await client
        .get(address)
        .loginAs(await givenMember(workspace, 'manager'))
        .withInertia()
    ).inertiaProps as { delivery: { body: null; shared: boolean } }
    assert.isTrue(delivery.shared)
    assert.isNull(delivery.body)
  })

  test('a delivery is replayed from its page', async ({ client, assert }) => {
    const { workspace, id } = await givenDelivery()
    await client
      .post(`/w/${workspace.id}/deliveries/${id}/replays`)
      .loginAs(await givenMember(workspace, 'manager'))
      .withCsrfToken()
      .redirects(0)
    assert.equal((await db.from('deliveries').where('id', id).first()).state, 'received')
    await drain()
    assert.equal((await db.from('deliveries').where('id', id).first()).state, 'duplicate')
  })

  test('another workspace’s delivery is not there', async ({ client }) => {
    const { id } = await givenDelivery()
    const elsewhere = await givenWorkspace()
    const response = await client
      .post(`/w/${elsewhere.id}/deliveries/${id}/replays`)
      .loginAs(await givenMember(elsewhere, 'admin'))
      .withCsrfToken()
      .redirects(0)
    response.assertStatus(404)
  })

  test('pausing and removing are for admins', async ({ client, assert }) => {
    const { workspace, connection } = await givenDelivery()
    const address = `/w/${workspace.id}/connections/${connection.id}`
    ;(
      await client
        .post(`${address}/pause`)
        .loginAs(await givenMember(workspace, 'manager'))
        .withCsrfToken()
        .redirects(0)
    ).assertStatus(403)
    await client
      .post(`${address}/pause`)
      .loginAs(await givenMember(workspace, 'admin'))
      .withCsrfToken()
      .redirects(0)
    assert.equal((await Connection.findOrFail(connection.id)).state, 'paused')
    await client
      .delete(address)
      .loginAs(await givenMember(workspace, 'admin'))
      .withCsrfToken()
      .redirects(0)
    assert.equal((await Connection.findOrFail(connection.id)).state, 'not_connected')
  })
})

test.group('Connections over the API', () => {
  async function givenToken(workspace: { id: string }, scopes: string[]) {
    const user = await givenMember(workspace as never, 'admin')
    const { token } = await ApiToken.issue(workspace as never, {
      name: 'Script',
      scopes: scopes as never,
      createdBy: user.id,
    })
    return token
  }

  test('are made, tested, listed and removed', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const token = await givenToken(workspace, ['connections.view', 'connections.manage'])
    const made = await client
      .post('/api/v1/connections')
      .bearerToken(token)
      .json({ connector: 'inbound-webhook', settings: { proof: 'address' } })
    made.assertStatus(201)
    const { id, warnings } = made.body().data
    assert.deepEqual(warnings, [{ code: 'unsigned_endpoint' }])
    assert.isTrue((await client.post(`/api/v1/connections/${id}/checks`).bearerToken(token)).body().data.ok)
    assert.lengthOf((await client.get('/api/v1/connections').bearerToken(token)).body().data, 1)
    ;(await client.delete(`/api/v1/connections/${id}`).bearerToken(token)).assertStatus(204)
  })

  test('refuse a form by field, and an unknown connector', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const token = await givenToken(workspace, ['connections.manage'])
    const wrong = await client
      .post('/api/v1/connections')
      .bearerToken(token)
      .json({ connector: 'inbound-webhook', settings: { proof: 'a promise' } })
    wrong.assertStatus(422)
    assert.equal(wrong.body().errors[0].field, 'settings.proof')
    ;(await client.post('/api/v1/connections').bearerToken(token).json({ connector: 'nobody' })).assertStatus(404)
  })

  test('list deliveries page by page, with the reason of each', async ({ client, assert }) => {
    const { workspace, connection, endpoint, id } = await givenDelivery()
    const open = await openEndpointById(endpoint.id)
    for (let n = 0; n < 30; n++)
      await store(
        open!,
        { method: 'POST', url: 'https://x.example/in/x', query: {}, headers: {}, rawBody: Buffer.from(`{"n":${n}}`) },
        machineNow()
      )
    await drain()
    const token = await givenToken(workspace, ['deliveries.view', 'deliveries.replay'])
    const first = (await client.get(`/api/v1/connections/${connection.id}/deliveries`).bearerToken(token)).body()
    const second = (
      await client.get(`/api/v1/connections/${connection.id}/deliveries`).qs({ before: first.next }).bearerToken(token)
    ).body()
    assert.lengthOf(first.data, 25)
    assert.lengthOf(second.data, 6)
    assert.isNull(second.next)
    assert.equal(second.data[5].id, id)
    ;(await client.post(`/api/v1/deliveries/${id}/replays`).bearerToken(token)).assertStatus(202)
  })
})
