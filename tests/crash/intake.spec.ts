import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { givenConnection, pathOf } from '#tests/support/connections'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { givenWorkspace } from '#tests/support/workspace'

const DELIVERIES = 2000
const KILLS = 20
const SENDERS = 20
const SECRET = 'the-signing-secret-of-the-crash-test'

test.group('Intake survives kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('every acknowledged delivery is stored once, and processed', async ({ assert }) => {
    const chance = new Seeded()
    const during = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
    console.log(during)
    const { workspace, endpoint, path } = await givenInbound()
    const server = new ServerProcess()
    const acknowledged = new Map<number, string>()

    const killing = killAgainAndAgain(server, chance, acknowledged)
    await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender, () => server.origin + path, acknowledged)))
    await killing
    await until(async () => (await waiting(endpoint.id)) === 0, 120_000)
    await server.kill()

    const stored = await db.from('deliveries').where('endpoint_id', endpoint.id).select('id', 'state', 'recorded')
    const ids = new Set(stored.map(({ id }) => id))
    assert.deepEqual([...acknowledged.values()].filter((id) => !ids.has(id)), [], during)
    assert.equal(new Set(acknowledged.values()).size, DELIVERIES, during)
    assert.lengthOf(stored, DELIVERIES, during)
    assert.deepEqual(stored.filter(({ state }) => state !== 'parsed'), [], during)

    const events = await db.from('events').where({ workspace_id: workspace.id, type: 'webhook.received' }).select('delivery_id')
    assert.lengthOf(events, DELIVERIES, during)
    assert.equal(new Set(events.map((event) => event.delivery_id)).size, DELIVERIES, during)
    const contacts = await db.from('contacts').where('workspace_id', workspace.id)
    assert.lengthOf(contacts, DELIVERIES, during)
  })
})

async function givenInbound() {
  const workspace = await givenWorkspace()
  const settings = { emailPath: 'email', idPath: 'n' }
  const { endpoint } = await givenConnection(workspace, 'inbound-webhook', { settings, secret: SECRET })
  return { workspace, endpoint: endpoint!, path: pathOf(endpoint!) }
}

/** At moments chosen by chance: in the midst of answering, committing, parsing or starting. */
async function killAgainAndAgain(server: ServerProcess, chance: Seeded, acknowledged: Map<number, string>) {
  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    const goal = Math.min(acknowledged.size + chance.between(1, (2 * DELIVERIES) / KILLS - 2), DELIVERIES - (KILLS - kill))
    await until(() => acknowledged.size >= goal, 60_000)
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 20)))
    await server.kill()
  }
  await server.start()
}

/** A provider: brings its share one by one, each again and again until it is acknowledged. */
async function send(sender: number, url: () => string, acknowledged: Map<number, string>) {
  for (let n = sender; n < DELIVERIES; n += SENDERS) {
    const body = JSON.stringify({ n, email: `buyer${n}@example.com`, room: 'Living room' })
    for (let id = await post(url, n, body); ; id = await post(url, n, body)) {
      if (id === null) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        continue
      }
      acknowledged.set(n, id)
      break
    }
  }
}

async function post(url: () => string, n: number, body: string): Promise<string | null> {
  try {
    const signature = createHmac('sha256', SECRET).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'webhook-id': `msg_${n}`, 'x-signature': signature }
    const response = await fetch(url(), { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
    if (response.status !== 200) return null
    return ((await response.json()) as { delivery: string }).delivery
  } catch {
    // The server is gone in the middle of it: a provider tries again.
    return null
  }
}

async function waiting(endpointId: string): Promise<number> {
  const row = await db.from('deliveries').where({ endpoint_id: endpointId, state: 'received' }).count('* as count').first()
  return Number(row.count)
}
