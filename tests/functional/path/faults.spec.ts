import { createHmac } from 'node:crypto'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { markHealth } from '#app/connectors/health'
import type { Endpoint } from '#app/connectors/endpoint'
import { isMysql } from '#app/database'
import { forgetConfiguration } from '#app/messaging/configuration'
import { drain } from '#app/work/worker'
import { AuthenticationExpired } from '#sdk/index'
import { givenConnection, pathOf } from '#tests/support/connections'
import { rowsOf } from '#tests/support/events'
import { composed, FRIDAY_MORNING, givenContact, messageOf } from '#tests/support/messaging'
import { chain, givenPipeline, runsOf } from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'

const SECRET = 'a-signing-secret-for-tests'

async function post(client: ApiClient, endpoint: Endpoint, body: object) {
  const text = JSON.stringify(body)
  return client
    .post(pathOf(endpoint))
    .header('x-signature', createHmac('sha256', SECRET).update(text).digest('hex'))
    .json(body)
}

const hook = async (workspace: { id: string }, account?: string) => {
  const settings = { idPath: 'id', emailPath: 'email' }
  const { endpoint } = await givenConnection(workspace, 'inbound-webhook', { settings, secret: SECRET, account })
  return endpoint!
}

/** Nothing can be added to the file any more, as on a full disk. */
async function onFullDisk<T>(work: () => Promise<T>): Promise<T> {
  const [{ page_count: pages }] = (await db.rawQuery('PRAGMA page_count')) as [{ page_count: number }]
  await db.rawQuery(`PRAGMA max_page_count = ${pages}`)
  try {
    return await work()
  } finally {
    await db.rawQuery('PRAGMA max_page_count = 1073741823')
  }
}

const endLeases = async () => {
  for (const table of ['deliveries', 'events', 'runs', 'messages'])
    await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
}

test.group('When something fails', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('a disk that fills up on the way stops the relay where it is, and loses nothing', async ({ client, assert }) => {
    const channel = new ScriptedChannel()
    const { workspace, connection } = await channel.connected()
    const endpoint = await hook(workspace)
    const pipeline = await givenPipeline(workspace, {
      kind: 'service',
      trigger: { events: ['webhook.received'] },
      ...chain({
        type: 'send_message',
        config: { legs: [{ text: 'Hello {{ event.values.name }}', connection: connection.id }] },
      }),
    })
    for (let n = 0; n < 40; n++)
      await post(client, endpoint, { id: String(n), email: `p${n}@example.com`, name: 'x'.repeat(2000) })
    await onFullDisk(async () => {
      // Each round fails somewhere else: what it could not write is there again when its lease ends.
      for (let round = 0; round < 4; round++) {
        await drain().catch(() => undefined)
        await endLeases()
      }
    })
    for (let round = 0; round < 12; round++) {
      await endLeases()
      await drain()
      clock.advance(10 * MINUTE)
    }
    assert.lengthOf(
      (await rowsOf('events', workspace)).filter((row) => row.type === 'webhook.received'),
      40
    )
    const runs = await runsOf(pipeline)
    assert.lengthOf(runs, 40)
    assert.deepEqual(new Set(runs.map(({ state }) => state)), new Set(['completed']))
    const messages = await rowsOf('messages', workspace)
    assert.lengthOf(messages, 40)
    assert.deepEqual(new Set(messages.map(({ code }) => code)), new Set(['no_address']))
  }).skip(() => isMysql(db.connection()), 'the embedded database')

  test('a revoked token breaks the connection, and its messages wait until it is mended', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const scene = await channel.connected()
    const contactId = await givenContact(scene.workspace)
    channel.script = () => {
      throw new AuthenticationExpired('The token is dead')
    }
    const first = await composed(scene, contactId)
    await drain()
    const broken = await stateOf(scene.connection.id, 'broken')
    const second = await composed(scene, contactId)
    assert.containsSubset(second.$attributes, { state: 'delayed', code: 'connection_broken' })
    assert.containsSubset((await messageOf(first.id)).$attributes, { state: 'delayed', code: 'authentication_expired' })
    assert.lengthOf(channel.sent, 1)

    channel.script = (_message, attempt) => ({ providerId: attempt.key })
    await markHealth(broken, 'healthy', null)
    forgetConfiguration()
    clock.advance(6 * MINUTE)
    await drain()
    assert.deepEqual([(await messageOf(first.id)).state, (await messageOf(second.id)).state], ['sent', 'sent'])
  })

  test('a connection with a dead token still hears who writes STOP', async ({ client, assert }) => {
    const { workspace } = await new ScriptedChannel().connected()
    const endpoint = await hook(workspace)
    const connection = await Connection.query().where('id', String(endpoint.connectionId)).firstOrFail()
    await markHealth(connection, 'broken', { code: 'authentication_expired' })
    await post(client, endpoint, { id: '1' })
    await drain()
    assert.deepEqual(
      (await db.from('deliveries').where('endpoint_id', endpoint.id)).map(({ state }) => state),
      ['parsed']
    )
  })

  test('two tools that count alike are not taken for one, and one tool’s number twice is', async ({
    client,
    assert,
  }) => {
    const { workspace } = await new ScriptedChannel().connected()
    const [one, two] = [await hook(workspace), await hook(workspace)]
    await post(client, one, { id: '1042', what: 'an order' })
    await post(client, two, { id: '1042', what: 'a booking' })
    await post(client, one, { id: '1042', what: 'an order', again: true })
    await drain()
    assert.lengthOf(
      (await rowsOf('events', workspace)).filter((row) => row.type === 'webhook.received'),
      2
    )
  })
})

/** Marking is nobody's turn to wait for. */
async function stateOf(connectionId: string, wanted: string): Promise<Connection> {
  for (let look = 0; look < 100; look++) {
    const connection = await Connection.query().where('id', connectionId).firstOrFail()
    if (connection.state === wanted) return connection
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`The connection did not become ${wanted}`)
}
