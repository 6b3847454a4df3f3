import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insert, transaction } from '#app/database'
import { newId } from '#app/ids'
import { compose } from '#app/messaging/compose'
import { givenConnection, pathOf } from '#tests/support/connections'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { givenTemplate } from '#tests/support/messaging'
import { givenWorkspace } from '#tests/support/workspace'

const MESSAGES = 2000
const KILLS = 20
const ACCOUNT = '104995512345678'
const TOKEN = 'system-user-token-for-the-crash-test'

test.group('Sends survive kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('with a provider that sends statuses, none is lost and none is doubled', async ({ assert }) => {
    const { sent, messages, seed } = await burst({ silent: false })
    assert.deepEqual(doubled(sent), [], `seed ${seed}`)
    const wrong = messages.filter(({ id, state }) => (sent.has(id) ? state !== 'delivered' : state !== 'unknown'))
    assert.deepEqual(wrong, [], `seed ${seed}`)
    assert.isAtLeast(sent.size, MESSAGES - KILLS * 50, `seed ${seed}`)
  })

  test('with a silent provider none is doubled, and what nobody knows is unknown', async ({ assert }) => {
    const { sent, messages, seed } = await burst({ silent: true })
    assert.deepEqual(doubled(sent), [], `seed ${seed}`)
    const wrong = messages.filter(({ id, state }) => (sent.has(id) ? !['sent', 'unknown'].includes(state) : state !== 'unknown'))
    assert.deepEqual(wrong, [], `seed ${seed}`)
  })
})

/** Sends a burst while the installation is killed again and again, and answers what the provider got. */
async function burst({ silent }: { silent: boolean }) {
  const chance = new Seeded()
  const graph = new FakeGraph()
  const number = String(100_000_000_000_000 + chance.between(0, 2 ** 31))
  graph.addToken(TOKEN).addNumber({ id: number, businessAccount: ACCOUNT, phone: '+390583555010' })
  graph.statuses = { states: ['sent', 'delivered'], order: chance.between(0, 1) ? 'usual' : 'reversed' }
  const graphOrigin = await graph.start()
  const { workspace, path } = await givenBurst(graph, number)

  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify({ 'https://graph.facebook.com': graphOrigin }) })
  const relay = new WebhookRelay(() => server.origin + path)
  graph.webhookUrl = await relay.start()
  if (silent) graph.faults.goSilent()

  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    const goal = Math.min(graph.messages.length + chance.between(1, 110), MESSAGES)
    await until(async () => graph.messages.length >= goal || (await finished(workspace.id)), 60_000)
    await pause(chance.between(0, 40))
    await server.kill()
    await endLeases()
  }
  await server.start()
  await until(() => finished(workspace.id), 120_000)
  await graph.idle()
  await until(() => relay.empty, 60_000)
  await until(async () => (await deliveriesLeft()) === 0, 60_000)
  await server.kill()
  await relay.stop()
  await graph.stop()

  const messages: { id: string; state: string }[] = await db.from('messages').select('id', 'state').where('workspace_id', workspace.id)
  const sent = new Map<string, number>()
  for (const { correlation } of graph.messages) {
    const id = String(correlation).split('/')[0]
    sent.set(id, (sent.get(id) ?? 0) + 1)
  }
  const states = Object.groupBy(messages, ({ state }) => state)
  const counts = Object.entries(states).map(([state, rows]) => `${rows?.length} ${state}`)
  console.log(`  seed ${chance.seed}: ${KILLS} kills, the provider got ${sent.size} of ${messages.length}; ${counts.join(', ')}`)
  return { sent, messages, seed: chance.seed }
}

const doubled = (sent: Map<string, number>) => [...sent].filter(([, times]) => times > 1)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function finished(workspaceId: string): Promise<boolean> {
  const left = await db.from('messages').where('workspace_id', workspaceId).whereIn('state', ['queued', 'delayed', 'sending']).first()
  return !left
}

async function deliveriesLeft(): Promise<number> {
  const left = await db.from('deliveries').whereIn('state', ['received']).count('* as count').first()
  return Number(left.count)
}

/** The dead hold nothing for long: a minute passes for their leases, and for nothing else. */
async function endLeases(): Promise<void> {
  for (const table of ['messages', 'deliveries', 'events']) await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
}

async function givenBurst(graph: FakeGraph, number: string) {
  const workspace = await givenWorkspace({ settings: { quiet_hours: false } })
  const credentials = { accessToken: TOKEN, appSecret: graph.appSecret, verifyToken: 'verify-token' }
  const settings = { phoneNumberId: number, businessAccountId: ACCOUNT, perSecond: 5000 }
  const { connection, endpoint } = await givenConnection(workspace, 'whatsapp', { account: number, credentials, settings })

  const template = await givenTemplate(workspace, { name: 'order_update', purpose: 'transactional' })
  const version = await db.from('template_versions').where('template_id', template.id).firstOrFail()
  await db.table('template_approvals').insert({
    id: newId('template_approval'), workspace_id: workspace.id, template_version_id: version.id, connection_id: connection.id,
    provider_name: 'order_update', provider_template_id: '1', language: 'it', status: 'approved', category: 'utility',
    submitted_at: 0, status_since: 0, created_at: 0, updated_at: 0,
  })
  graph.addTemplate({ businessAccount: ACCOUNT, name: 'order_update', language: 'it', category: 'UTILITY', body: 'Hi {{contact_first_name}}, your cart is still here.' })

  const now = clock.now()
  const people = Array.from({ length: MESSAGES }, (_, n) => ({ id: newId('contact'), phone: `+3932000${String(n).padStart(5, '0')}` }))
  for (let from = 0; from < people.length; from += 100) {
    const slice = people.slice(from, from + 100)
    await transaction(async (trx) => {
      await insert(trx, 'contacts', slice.map(({ id, phone }) => ({
        id, workspace_id: workspace.id, first_name: 'Giulia', phone, language: 'it', source: 'test', search: '', profile_at: now, basis_at: now, created_at: now, updated_at: now,
      })))
      await insert(trx, 'contact_identities', slice.map(({ id, phone }) => ({
        id: newId('identity'), workspace_id: workspace.id, contact_id: id, natural_key: `phone||${phone}`, kind: 'phone', issuer: '', value: phone, source: 'test', created_at: now,
      })))
      for (const { id } of slice) {
        await compose(trx, { workspaceId: workspace.id, naturalKey: `burst:${id}`, contactId: id, purpose: 'transactional', template: 'order_update', connectionId: connection.id })
      }
    })
  }
  return { workspace, connection, path: pathOf(endpoint ?? missing()) }
}

function missing(): never {
  throw new Error('The connection has no endpoint')
}
