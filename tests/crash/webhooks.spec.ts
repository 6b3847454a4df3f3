import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#app/database'
import { record } from '#app/events/record'
import { makeSubscription } from '#app/webhooks/making'
import { givenConnection, pathOf } from '#tests/support/connections'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { giulia } from '#tests/support/events'
import { WebhookReceiver } from '#tests/support/fake_world/webhook_receiver'
import { givenWorkspace } from '#tests/support/workspace'
import { catalogue } from '#app/events/catalogue'

const EVENTS = 600
const KILLS = 8
const ORIGIN = 'https://receiver.example'

test.group('Outgoing webhooks survive kill -9', (group) => {
  group.tap((each) => each.timeout(300_000))

  test('nothing is lost, and what comes twice comes under one id', async ({ assert }) => {
    const chance = new Seeded()
    const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
    console.log(`  ${told}`)
    const { workspace, receiver, server, subscriptionId } = await givenWatched(chance)

    const recording = recordAll(workspace, chance)
    const killing = killAgainAndAgain(server, receiver, chance)
    const ids = await recording
    await killing
    await until(async () => (await settled(subscriptionId)) === EVENTS, 120_000)
    await server.kill()
    await receiver.stop()

    const { counts } = receiver
    assert.equal(receiver.refused, 0, told)
    assert.sameMembers([...counts.keys()], ids, told)
    for (const { id, body } of receiver.received) assert.equal(body.id, id, told)
    const bodies = Map.groupBy(receiver.received, ({ id }) => id)
    const changed = [...bodies.values()].filter((same) => new Set(same.map(({ rawBody }) => rawBody)).size > 1)
    assert.deepEqual(changed, [], told)
    const states = await db.from('webhook_dispatches').where('subscription_id', subscriptionId).distinct('state')
    assert.deepEqual(states, [{ state: 'sent' }], told)
    console.log(`  ${KILLS} kills, ${ids.length} events, ${receiver.received.length - ids.length} repeats`)
  })

  test('alive, it tells of an event within two seconds (p95)', async ({ assert }) => {
    const { receiver, server, path } = await givenPosted()
    const arrived = new Map<number, number>()
    receiver.answer = ({ body }) => {
      arrived.set(Number((body.data as { body: { n: number } }).body.n), Date.now())
      return { status: 204 }
    }
    await server.start()
    const posted = await postSteadily(server.origin + path)
    await until(() => arrived.size === posted.size, 60_000)
    await server.kill()
    await receiver.stop()

    const waits = [...posted].map(([n, at]) => Number(arrived.get(n)) - at).sort((a, b) => a - b)
    const [p50, p95] = [0.5, 0.95].map((share) => waits[Math.floor(waits.length * share)])
    console.log(`  from our 200 to the receiver: p50 ${p50} ms, p95 ${p95} ms at ${PER_SECOND}/s`)
    assert.isBelow(p95, 2000)
  })
})

const PER_SECOND = 30
const SECONDS = 10

/** Thirty a second: when each was acknowledged, by its number. */
async function postSteadily(url: string): Promise<Map<number, number>> {
  const posted = new Map<number, number>()
  const posts: Promise<void>[] = []
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const body = JSON.stringify({ n, phone: `+3933300${String(n).padStart(5, '0')}` })
    const headers = { 'content-type': 'application/json' }
    posts.push(fetch(url, { method: 'POST', headers, body }).then(() => void posted.set(n, Date.now())))
    await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND))
  }
  await Promise.all(posts)
  return posted
}

/** What is posted to an address of ours is told to a receiver. */
async function givenPosted() {
  const receiver = new WebhookReceiver()
  const origin = await receiver.start()
  const workspace = await givenWorkspace()
  const settings = { proof: 'address', phonePath: 'phone', idPath: 'n' }
  const { endpoint } = await givenConnection(workspace, 'inbound-webhook', { settings })
  if (!endpoint) throw new Error('The connection has no endpoint')
  receiver.secrets = [await givenSubscription(workspace, 'webhook.received')]
  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify({ [ORIGIN]: origin }) })
  return { receiver, server, path: pathOf(endpoint) }
}

/** Answers its secret. */
async function givenSubscription(workspace: { id: string }, event: string): Promise<string> {
  const { secret } = await transaction((trx) => makeSubscription(trx, subscribing(workspace, event)))
  return secret
}

const subscribing = (workspace: { id: string }, event: string) => ({
  workspaceId: workspace.id,
  name: 'Receiver',
  url: `${ORIGIN}/hooks`,
  events: [event],
  filter: null,
  contactDetail: 'profile' as const,
})

/** Events as they are recorded by whoever is alive, while the server that routes and sends them is not always. */
async function recordAll(workspace: { id: string }, chance: Seeded): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < EVENTS; n++) {
    const [event] = await transaction((trx) =>
      record(trx, [
        {
          workspaceId: workspace.id,
          connector: 'shopify',
          account: 'bottega.myshopify.com',
          type: 'order.paid',
          key: String(n),
          subject: { kind: 'order', id: String(n) },
          payload: catalogue.get('order.paid')?.sample ?? {},
          person: giulia(),
        },
      ])
    )
    ids.push(event.id)
    if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, chance.between(0, 40)))
  }
  return ids
}

async function killAgainAndAgain(server: ServerProcess, receiver: WebhookReceiver, chance: Seeded) {
  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    const goal = Math.min(receiver.counts.size + chance.between(1, EVENTS / KILLS), EVENTS)
    await until(() => receiver.counts.size >= goal, 60_000)
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 30)))
    await server.kill()
    // The dead hold nothing for long: their leases' time passes, and nothing else's.
    for (const table of ['events', 'webhook_dispatches'])
      await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
  }
  await server.start()
}

const settled = async (subscriptionId: string): Promise<number> => {
  const row = await db
    .from('webhook_dispatches')
    .where({ subscription_id: subscriptionId, state: 'sent' })
    .count('* as count')
    .first()
  return Number(row.count)
}

/** A receiver that takes its time now and then, and a server of its own that tells it. */
async function givenWatched(chance: Seeded) {
  const receiver = new WebhookReceiver()
  receiver.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 25)))
    return { status: 200 }
  }
  const origin = await receiver.start()
  const workspace = await givenWorkspace()
  const { subscription, secret } = await transaction((trx) =>
    makeSubscription(trx, subscribing(workspace, 'order.paid'))
  )
  receiver.secrets = [secret]
  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify({ [ORIGIN]: origin }) })
  return { workspace, receiver, server, subscriptionId: subscription.id }
}
