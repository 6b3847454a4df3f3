import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { newId } from '#app/ids'
import { givenConnection, pathOf } from '#tests/support/connections'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { givenTemplate } from '#tests/support/messaging'
import { chain, givenPipeline } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'

const DELIVERIES = 2000
const KILLS = 20
const SENDERS = 20
const ACCOUNT = '104995512345678'
const TOKEN = 'system-user-token-for-the-crash-test'
const SECRET = 'the-signing-secret-of-the-crash-test'

/** What the worker has in its hands at one time: so many messages may be half sent when it is killed. */
const IN_FLIGHT = 4 * 50

test.group('The relay survives kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('with a provider that sends statuses, nothing is lost and nothing doubled', async ({ assert }) => {
    const { told, sent, messages, acknowledged, workspace, endpoint } = await burst({ silent: false })
    await assertWhole(assert, { told, workspace, endpoint, acknowledged })
    assert.deepEqual(doubled(sent), [], told)
    const wrong = messages.filter(({ id, state }) => (sent.has(id) ? state !== 'delivered' : state !== 'unknown'))
    assert.deepEqual(wrong, [], told)
    assert.isAtLeast(sent.size, DELIVERIES - KILLS * IN_FLIGHT, told)
  })

  test('with a silent provider nothing is doubled, and what nobody knows is unknown', async ({ assert }) => {
    const { told, sent, messages, acknowledged, workspace, endpoint } = await burst({ silent: true })
    await assertWhole(assert, { told, workspace, endpoint, acknowledged })
    assert.deepEqual(doubled(sent), [], told)
    const wrong = messages.filter(({ id, state }) =>
      sent.has(id) ? !['sent', 'unknown'].includes(state) : state !== 'unknown'
    )
    assert.deepEqual(wrong, [], told)
  })
})

type Scene = Awaited<ReturnType<typeof givenRelay>>
type Assert = Parameters<NonNullable<Parameters<typeof test>[1]>>[0]['assert']

/** Deliveries, events, contacts, runs and messages: one of each for every webhook, and none besides. */
async function assertWhole(
  assert: Assert,
  {
    told,
    workspace,
    endpoint,
    acknowledged,
  }: Pick<Scene, 'workspace' | 'endpoint'> & { told: string; acknowledged: Map<number, string> }
) {
  const deliveries = await db.from('deliveries').where('endpoint_id', endpoint.id).select('id', 'state')
  const ids = new Set(deliveries.map(({ id }) => id))
  assert.deepEqual(
    [...acknowledged.values()].filter((id) => !ids.has(id)),
    [],
    told
  )
  assert.equal(new Set(acknowledged.values()).size, DELIVERIES, told)
  assert.lengthOf(deliveries, DELIVERIES, told)
  assert.deepEqual(
    deliveries.filter(({ state }) => state !== 'parsed'),
    [],
    told
  )

  const mine = (table: string) => db.from(table).where('workspace_id', workspace.id)
  const events = await mine('events').where('type', 'webhook.received').select('id', 'delivery_id', 'state')
  assert.lengthOf(events, DELIVERIES, told)
  assert.equal(new Set(events.map((event) => event.delivery_id)).size, DELIVERIES, told)
  assert.deepEqual(
    events.filter(({ state }) => state !== 'routed'),
    [],
    told
  )
  assert.lengthOf(await mine('contacts').select('id'), DELIVERIES, told)

  const runs = await mine('runs').select('id', 'event_id', 'state')
  assert.equal(new Set(runs.map((run) => run.event_id)).size, DELIVERIES, told)
  assert.lengthOf(runs, DELIVERIES, told)
  assert.deepEqual(
    runs.filter(({ state }) => state !== 'completed'),
    [],
    told
  )

  const messages = await mine('messages').select('id', 'run_id')
  assert.equal(new Set(messages.map((message) => message.run_id)).size, DELIVERIES, told)
  assert.lengthOf(messages, DELIVERIES, told)
}

/** A burst of signed webhooks while the installation is killed again and again; answers what came of it. */
async function burst({ silent }: { silent: boolean }) {
  const chance = new Seeded()
  const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
  console.log(`  ${told}`)
  const scene = await givenRelay(chance)
  const { graph, workspace, server, relay } = scene
  if (silent) graph.faults.goSilent()

  const acknowledged = new Map<number, string>()
  const killing = killAgainAndAgain(scene, chance, acknowledged)
  await Promise.all([
    killing,
    ...Array.from({ length: SENDERS }, (_, sender) => send(sender, () => server.origin + scene.path, acknowledged)),
  ])
  await until(async () => acknowledged.size === DELIVERIES && (await finished(workspace.id)), 120_000)
  await graph.idle()
  await until(async () => relay.empty && (await left('deliveries', ['received'])) === 0, 60_000)
  await server.kill()
  await relay.stop()
  await graph.stop()

  const messages: { id: string; state: string }[] = await db
    .from('messages')
    .select('id', 'state')
    .where('workspace_id', workspace.id)
  const sent = new Map<string, number>()
  for (const { correlation } of graph.messages) {
    const id = String(correlation).split('/')[0]
    sent.set(id, (sent.get(id) ?? 0) + 1)
  }
  const counts = [...Map.groupBy(messages, ({ state }) => state)].map(([state, rows]) => `${rows.length} ${state}`)
  console.log(`  ${KILLS} kills, the provider got ${sent.size} of ${messages.length}; ${counts.join(', ')}`)
  return { ...scene, told, sent, messages, acknowledged }
}

/** At moments chosen by chance and spread over the burst: while answering, parsing, routing, stepping, sending or starting. */
async function killAgainAndAgain(
  { graph, workspace, server }: Scene,
  chance: Seeded,
  acknowledged: Map<number, string>
) {
  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    // Half of the kills wait for webhooks to come in, the others for messages to go out.
    const progress = kill % 2 === 0 ? () => acknowledged.size : () => graph.messages.length
    const goal = Math.min(progress() + chance.between(1, (3 * DELIVERIES) / KILLS), DELIVERIES)
    await until(
      async () => progress() >= goal || (acknowledged.size === DELIVERIES && (await finished(workspace.id))),
      60_000
    )
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 40)))
    await server.kill()
    await endLeases()
  }
  await server.start()
}

/** A provider: brings its share one by one, each again and again until it is acknowledged. */
async function send(sender: number, url: () => string, acknowledged: Map<number, string>) {
  for (let n = sender; n < DELIVERIES; n += SENDERS) {
    const body = JSON.stringify({
      n,
      phone: `+3932000${String(n).padStart(5, '0')}`,
      name: 'Giulia',
      room: 'Living room',
    })
    for (let id = await post(url, n, body); ; id = await post(url, n, body)) {
      if (id !== null) {
        acknowledged.set(n, id)
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
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

const doubled = (sent: Map<string, number>) => [...sent].filter(([, times]) => times > 1)

/** Every webhook has become a message, and none is still on its way. */
async function finished(workspaceId: string): Promise<boolean> {
  const ended = await db
    .from('runs')
    .where({ workspace_id: workspaceId, state: 'completed' })
    .count('* as count')
    .first()
  if (Number(ended.count) < DELIVERIES) return false
  return !(await db
    .from('messages')
    .where('workspace_id', workspaceId)
    .whereIn('state', ['queued', 'delayed', 'sending'])
    .first())
}

async function left(table: string, states: string[]): Promise<number> {
  const row = await db.from(table).whereIn('state', states).count('* as count').first()
  return Number(row.count)
}

/** The dead hold nothing for long: their leases' time passes, and nothing else's. */
async function endLeases(): Promise<void> {
  for (const table of ['messages', 'deliveries', 'events', 'runs'])
    await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
}

/** A webhook, a pipeline of one message and a WhatsApp number, on a server of its own. */
async function givenRelay(chance: Seeded) {
  const graph = new FakeGraph()
  const number = String(100_000_000_000_000 + chance.between(0, 2 ** 31))
  graph.addToken(TOKEN).addNumber({ id: number, businessAccount: ACCOUNT, phone: '+390583555010' })
  graph.statuses = { states: ['sent', 'delivered'], order: chance.between(0, 1) ? 'usual' : 'reversed' }
  graph.addTemplate({
    businessAccount: ACCOUNT,
    name: 'order_update',
    language: 'it',
    category: 'UTILITY',
    body: 'Hi {{contact_first_name}}, your cart is still here.',
  })
  const graphOrigin = await graph.start()

  const workspace = await givenWorkspace({ settings: { quiet_hours: false } })
  const { connection, endpoint: statuses } = await givenConnection(workspace, 'whatsapp', {
    account: number,
    credentials: { accessToken: TOKEN, appSecret: graph.appSecret, verifyToken: 'verify-token' },
    settings: { phoneNumberId: number, businessAccountId: ACCOUNT, perSecond: 5000 },
  })
  const { endpoint } = await givenConnection(workspace, 'inbound-webhook', {
    settings: { phonePath: 'phone', firstNamePath: 'name', idPath: 'n' },
    secret: SECRET,
  })
  if (!endpoint || !statuses) throw new Error('A connection has no endpoint')
  await givenApproved(workspace, connection.id)
  await givenPipeline(workspace, {
    kind: 'service',
    trigger: { events: ['webhook.received'] },
    ...chain(
      { type: 'send_message', config: { legs: [{ template: 'order_update', connection: connection.id }] } },
      { type: 'end' }
    ),
  })

  const server = new ServerProcess({
    STAFFETTA_FAKE_WORLD: JSON.stringify({ 'https://graph.facebook.com': graphOrigin }),
  })
  const relay = new WebhookRelay(() => server.origin + pathOf(statuses))
  graph.webhookUrl = await relay.start()
  return { workspace, endpoint, path: pathOf(endpoint), graph, server, relay }
}

async function givenApproved(workspace: { id: string }, connectionId: string) {
  const template = await givenTemplate(workspace, { name: 'order_update', purpose: 'service' })
  const version = await db.from('template_versions').where('template_id', template.id).firstOrFail()
  await db.table('template_approvals').insert({
    id: newId('template_approval'),
    workspace_id: workspace.id,
    template_version_id: version.id,
    connection_id: connectionId,
    provider_name: 'order_update',
    provider_template_id: '1',
    language: 'it',
    status: 'approved',
    category: 'utility',
    submitted_at: 0,
    status_since: 0,
    created_at: 0,
    updated_at: 0,
  })
}
