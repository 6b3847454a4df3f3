import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { fakeWorld } from '#app/calls/fake_world'
import type { Connection } from '#app/connectors/connection'
import { reconcile } from '#app/deliveries/reconciling'
import { givenConnection, pathOf } from '#tests/support/connections'
import { killAgainAndAgain } from '#tests/support/crash/kills'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookBurst } from '#tests/support/crash/webhook_burst'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { givenWhatsApp } from '#tests/support/crash/whatsapp_stand'
import { assertWhole, doubled, finished } from '#tests/support/crash/whole'
import { FakeTwilio } from '#tests/support/fake_world/twilio'
import { chain, givenPipeline } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'

const TOKEN = 'primary-token-of-the-crash-test'
const PARCEL = 'Hi {{ contact.first_name }}, your parcel is on its way.'

test.group('SMS survive kill -9', (group) => {
  group.tap((each) => each.timeout(120_000))

  test('nothing is lost, nothing is handed over twice, and who is in doubt is looked up', async ({ assert }) => {
    const chance = announced()
    const workspace = await givenWorkspace()
    const sms = await givenSms(workspace, chance)
    const scene = await burst(
      { workspace, chance, size: 300, kills: 6, stands: sms.stands, sent: () => sms.twilio.sent.length },
      [{ text: PARCEL, connection: sms.connection.id }]
    )
    await sms.twilio.idle()
    await assertWhole(assert, scene)
    assertOnce(assert, sms.twilio, scene)

    const asked = sms.twilio.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/Messages.json'))
    const lookedUp = new Set(asked.map(({ query }) => query.get('To')))
    const doubtful = scene.stranded.filter((phone) => !lookedUp.has(phone))
    assert.deepEqual(doubtful, [], scene.told)

    await caughtUp(sms)
    const states = await statesOf(workspace, 'sms')
    assert.deepEqual(states, { delivered: 300 }, scene.told)
    console.log(`  ${scene.stranded.length} were being sent when the power failed, and were looked up`)
    await sms.twilio.stop()
  })

  test('a WhatsApp message that never arrives is followed by exactly one SMS', async ({ assert }) => {
    const chance = announced()
    const workspace = await givenWorkspace()
    const whatsapp = await givenWhatsApp(workspace, chance)
    whatsapp.graph.statuses = { states: ['sent'], order: 'usual' }
    const sms = await givenSms(workspace, chance)
    const scene = await burst(
      {
        workspace,
        chance,
        size: 120,
        kills: 4,
        stands: { ...whatsapp.stands, ...sms.stands },
        sent: () => whatsapp.graph.messages.length,
        also: () => sms.twilio.sent.length,
        statuses: async (server) => {
          const relay = new WebhookRelay(() => server.origin + pathOf(whatsapp.endpoint))
          whatsapp.graph.webhookUrl = await relay.start()
          return relay
        },
      },
      [
        { template: 'order_update', connection: whatsapp.connection.id, delivered_within: '2s' },
        { text: PARCEL, connection: sms.connection.id },
      ]
    )
    await Promise.all([whatsapp.graph.idle(), sms.twilio.idle()])
    await assertWhole(assert, scene, 2)
    assertOnce(assert, sms.twilio, scene)
    const keys = whatsapp.graph.messages.map(({ correlation }) => String(correlation).split('/')[0])
    assert.deepEqual(doubled(keys), [], scene.told)
    await Promise.all([whatsapp.graph.stop(), sms.twilio.stop()])
  })
})

type Assert = Parameters<NonNullable<Parameters<typeof test>[1]>>[0]['assert']

/** Every person got one text, whichever way one counts: by phone and words, and by the message that asked for it. */
function assertOnce(assert: Assert, { sent }: FakeTwilio, { told, contacts }: { told: string; contacts: number }) {
  const texts = sent.map(({ to, body }) => `${to} ${body}`)
  assert.deepEqual(doubled(texts), [], told)
  const messages = sent.map(({ statusCallback }) => messageIn(statusCallback))
  assert.deepEqual(doubled(messages), [], told)
  assert.equal(new Set(texts).size, contacts, told)
}

/** The key of a try is `<message>.<n>`, and travels in the address for statuses. */
const messageIn = (callback: string | null) =>
  String(new URL(callback ?? '').searchParams.get('attempt')).replace(/\.\d+$/, '')

function announced(): Seeded {
  const chance = new Seeded()
  console.log(`  seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`)
  return chance
}

interface Burst {
  workspace: { id: string }
  chance: Seeded
  size: number
  kills: number
  stands: Record<string, string>
  /** What went out; kills fall into it as they do into what comes in. */
  sent: () => number
  also?: () => number
  statuses?: (server: ServerProcess) => Promise<WebhookRelay>
}

/** A burst of webhooks that each lead to a message, while the installation is killed again and again. */
async function burst(given: Burst, legs: Record<string, unknown>[]) {
  const { workspace, chance, size, sent, also } = given
  const webhooks = new WebhookBurst(size)
  const { endpoint, path } = await webhooks.given(workspace)
  await givenPipeline(workspace, {
    kind: 'service',
    trigger: { events: ['webhook.received'] },
    ...chain({ type: 'send_message', config: { legs } }, { type: 'end' }),
  })
  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify(given.stands) })
  const relay = await given.statuses?.(server)

  const stranded: string[] = []
  const over = async () => webhooks.over && (await finished(workspace, size))
  await Promise.all([
    killAgainAndAgain({
      server,
      chance,
      times: given.kills,
      progress: [() => webhooks.acknowledged.size, sent, ...(also ? [also] : [])],
      size,
      over,
      afterEach: async () => void stranded.push(...(await beingSent(workspace))),
    }),
    webhooks.send(() => server.origin + path),
  ])
  await until(over, 60_000)
  if (relay) await until(() => relay.empty, 30_000)
  await server.kill()
  await relay?.stop()
  const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
  return { told, workspace, endpoint, burst: webhooks, stranded, contacts: size }
}

/** The phones to which an SMS was on its way when the power failed: nobody knows whether it left. */
async function beingSent({ id }: { id: string }): Promise<string[]> {
  const rows: { phone: string }[] = await db
    .from('messages as m')
    .join('contacts as c', 'c.id', 'm.contact_id')
    .where({ 'm.workspace_id': id, 'm.state': 'sending', 'm.medium': 'sms' })
    .select('c.phone')
  return rows.map(({ phone }) => phone)
}

/** Twilio tells a status once: what it told to nobody is read from its list. */
async function caughtUp({ connection, stands }: { connection: Connection; stands: Record<string, string> }) {
  for (const [host, origin] of Object.entries(stands)) fakeWorld.lead(host, origin)
  try {
    await reconcile(connection)
  } finally {
    for (const host of Object.keys(stands)) fakeWorld.lead(host, null)
  }
}

async function statesOf({ id }: { id: string }, medium: string): Promise<Record<string, number>> {
  const rows: { state: string }[] = await db.from('messages').where({ workspace_id: id, medium }).select('state')
  return Object.fromEntries([...Map.groupBy(rows, ({ state }) => state)].map(([state, all]) => [state, all.length]))
}

/** A number at Twilio, connected. */
async function givenSms(workspace: { id: string }, chance: Seeded) {
  const twilio = new FakeTwilio()
  const origin = await twilio.start()
  const account = twilio.addAccount(TOKEN)
  const number = `+1202${String(5_550_000 + chance.between(0, 9999))}`
  twilio.addNumber(account, number)
  const { connection } = await givenConnection(workspace, 'twilio', {
    account: number,
    credentials: { accountSid: account.sid, authToken: TOKEN },
    settings: { from: number, perSecond: 1000 },
  })
  const stands = { 'https://api.twilio.com': origin, 'https://messaging.twilio.com': origin }
  return { twilio, connection, stands }
}
