import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { pathOf } from '#tests/support/connections'
import { killAgainAndAgain } from '#tests/support/crash/kills'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookBurst } from '#tests/support/crash/webhook_burst'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { givenWhatsApp } from '#tests/support/crash/whatsapp_stand'
import { assertWhole, doubled, finished } from '#tests/support/crash/whole'
import { chain, givenPipeline } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'

const DELIVERIES = 2000
const KILLS = 20

/** What the worker has in its hands at one time: so many messages may be half sent when it is killed. */
const IN_FLIGHT = 4 * 50

test.group('The relay survives kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('with a provider that sends statuses, nothing is lost and nothing doubled', async ({ assert }) => {
    const scene = await relayed({ silent: false })
    const { told, sent, messages } = scene
    await assertWhole(assert, scene)
    assert.deepEqual(doubled(sent), [], told)
    const got = new Set(sent)
    const wrong = messages.filter(({ id, state }) => (got.has(id) ? state !== 'delivered' : state !== 'unknown'))
    assert.deepEqual(wrong, [], told)
    assert.isAtLeast(got.size, DELIVERIES - KILLS * IN_FLIGHT, told)
  })

  test('with a silent provider nothing is doubled, and what nobody knows is unknown', async ({ assert }) => {
    const scene = await relayed({ silent: true })
    const { told, sent, messages } = scene
    await assertWhole(assert, scene)
    assert.deepEqual(doubled(sent), [], told)
    const got = new Set(sent)
    const wrong = messages.filter(({ id, state }) =>
      got.has(id) ? !['sent', 'unknown'].includes(state) : state !== 'unknown'
    )
    assert.deepEqual(wrong, [], told)
  })
})

/** A burst of signed webhooks while the installation is killed again and again; answers what came of it. */
async function relayed({ silent }: { silent: boolean }) {
  const chance = new Seeded()
  const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
  console.log(`  ${told}`)
  const scene = await givenRelay(chance)
  const { graph, workspace, server, relay, burst } = scene
  if (silent) graph.faults.goSilent()

  const over = async () => burst.over && (await finished(workspace, DELIVERIES))
  const progress = [() => burst.acknowledged.size, () => graph.messages.length]
  await Promise.all([
    killAgainAndAgain({ server, chance, times: KILLS, progress, size: DELIVERIES, over }),
    burst.send(() => server.origin + scene.path),
  ])
  await until(over, 120_000)
  await graph.idle()
  await until(async () => relay.empty && (await left('deliveries', ['received'])) === 0, 60_000)
  await server.kill()
  await relay.stop()
  await graph.stop()

  const messages: { id: string; state: string }[] = await db
    .from('messages')
    .select('id', 'state')
    .where('workspace_id', workspace.id)
  const sent = graph.messages.map(({ correlation }) => String(correlation).split('/')[0])
  const counts = [...Map.groupBy(messages, ({ state }) => state)].map(([state, rows]) => `${rows.length} ${state}`)
  console.log(`  ${KILLS} kills, the provider got ${sent.length} of ${messages.length}; ${counts.join(', ')}`)
  return { ...scene, told, sent, messages }
}

async function left(table: string, states: string[]): Promise<number> {
  const row = await db.from(table).whereIn('state', states).count('* as count').first()
  return Number(row.count)
}

/** A webhook, a pipeline of one message and a WhatsApp number, on a server of its own. */
async function givenRelay(chance: Seeded) {
  const workspace = await givenWorkspace({ settings: { quiet_hours: false } })
  const { graph, connection, endpoint: statuses, stands } = await givenWhatsApp(workspace, chance)
  graph.statuses = { states: ['sent', 'delivered'], order: chance.between(0, 1) ? 'usual' : 'reversed' }
  const burst = new WebhookBurst(DELIVERIES)
  const { endpoint, path } = await burst.given(workspace)
  await givenPipeline(workspace, {
    kind: 'service',
    trigger: { events: ['webhook.received'] },
    ...chain(
      { type: 'send_message', config: { legs: [{ template: 'order_update', connection: connection.id }] } },
      { type: 'end' }
    ),
  })

  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify(stands) })
  const relay = new WebhookRelay(() => server.origin + pathOf(statuses))
  graph.webhookUrl = await relay.start()
  return { workspace, endpoint, path, graph, server, relay, burst }
}
