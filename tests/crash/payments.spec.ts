import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { connect } from '#app/connectors/connect'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import { CARD } from '#tests/support/fake_world/stripe_account'
import type { FakeEndpoint, FakeSession } from '#tests/support/fake_world/stripe_account'
import { keptText } from '#tests/support/kept_text'
import { givenPayment, IPHONE } from '#tests/support/payments'
import { givenWorkspace } from '#tests/support/workspace'

const PAYMENTS = 200
const KILLS = 12
const PAYERS = 8
const STRIPE = 'https://api.stripe.com'

test.group('Payment links survive kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('no payment is lost, none has two pages open, none is settled twice', async ({ assert }) => {
    const chance = new Seeded()
    const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
    console.log(`  ${told}`)
    const scene = await givenLinks(chance)
    const { account, server, relay, stripe, workspace, payments } = scene

    await Promise.all([
      killAgainAndAgain(scene, chance),
      ...Array.from({ length: PAYERS }, (_, payer) => pay(scene, payer, chance)),
    ])
    await until(async () => relay.empty && (await settled(workspace.id)), 120_000)
    await server.kill()
    await relay.stop()
    await stripe.stop()

    const sessions = account.of<FakeSession>('checkout.session')
    const byPayment = Map.groupBy(sessions, ({ client_reference_id: reference }) => String(reference))
    console.log(`  ${KILLS} kills, ${PAYMENTS} payments, ${sessions.length} pages at the vendor`)
    assert.equal(byPayment.size, PAYMENTS, told)
    // Each was paid at the vendor once, by one page, however often the link was tapped and the process killed.
    assert.deepEqual(
      [...byPayment].filter(([, pages]) => pages.length !== 1).map(([id]) => id),
      [],
      told
    )
    const rows = await db.from('payments').where('workspace_id', workspace.id)
    assert.lengthOf(rows, PAYMENTS, told)
    assert.deepEqual(
      rows.filter(({ state, problem }) => state !== 'succeeded' || problem !== null).map(({ id }) => id),
      [],
      told
    )
    const events = await db.from('events').where({ workspace_id: workspace.id, type: 'payment.succeeded' })
    assert.lengthOf(events, PAYMENTS, told)
    assert.equal(new Set(events.map(({ subject_id: id }) => id)).size, PAYMENTS, told)
    const arrivals = await db
      .from('payment_changes')
      .where({ workspace_id: workspace.id, code: 'payment_succeeded' })
      .select('payment_id')
    assert.lengthOf(arrivals, PAYMENTS, told)
    assert.sameMembers(
      arrivals.map(({ payment_id: id }) => String(id)),
      payments.map(({ id }) => id),
      told
    )
  })

  test('what vendors tell of cards is in no table, no file and no log', async ({ assert }) => {
    const scene = await givenLinks(new Seeded(), 5, 'trace')
    const { account, server, relay, stripe, workspace, payments } = scene
    await server.start()
    for (const { code } of payments) {
      await tap(server.origin, code)
      const [session] = account.of<FakeSession>('checkout.session')
      await account.decline(session.id)
      await account.pay(session.id)
    }
    await until(async () => relay.empty && (await settled(workspace.id, payments.length)), 60_000)
    const log = server.output
    await server.kill()
    await relay.stop()
    await stripe.stop()

    const everywhere = [await keptText(), await databaseFile(), log].join('\n')
    assert.include(everywhere, 'insufficient_funds', 'what was told is kept')
    for (const secret of [CARD.brand, CARD.fingerprint, `"${CARD.last4}"`, 'exp_month', 'exp_year'])
      assert.notInclude(everywhere, secret)
    assert.deepEqual(cardNumbers(everywhere), [])
  })
})

type Scene = Awaited<ReturnType<typeof givenLinks>>

/** A customer: taps until the page opens, often twice at once, pays, and comes back. */
async function pay({ server, account, payments }: Scene, payer: number, chance: Seeded): Promise<void> {
  for (let n = payer; n < payments.length; n += PAYERS) {
    const { code } = payments[n]
    const taps = chance.between(1, 3)
    const url = (await Promise.all(Array.from({ length: taps }, () => untilOpen(server, code))))[0]
    const session = account.find<FakeSession>('checkout.session', String(url.split('/').at(-1)))
    if (session.status === 'open') await account.pay(session.id)
    await fetch(`${server.origin}/p/${code}/done`, { headers: { 'user-agent': IPHONE } }).catch(() => null)
  }
}

async function untilOpen(server: ServerProcess, code: string): Promise<string> {
  for (;;) {
    const url = await tap(server.origin, code)
    if (url) return url
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** Where the tap leads; null when the server is gone, or says that it should be tried again. */
async function tap(origin: string, code: string): Promise<string | null> {
  try {
    const response = await fetch(`${origin}/p/${code}`, {
      redirect: 'manual',
      headers: { 'user-agent': IPHONE },
      signal: AbortSignal.timeout(15_000),
    })
    return response.status === 303 ? response.headers.get('location') : null
  } catch {
    // Killed in the middle of it: a customer taps again.
    return null
  }
}

/** At moments chosen by chance: while pages open, webhooks are taken in, or money is settled. */
async function killAgainAndAgain({ server, account, payments }: Scene, chance: Seeded): Promise<void> {
  const opened = () => account.of('checkout.session').length
  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    const goal = Math.min(opened() + chance.between(1, (2 * PAYMENTS) / KILLS), payments.length)
    await until(() => opened() >= goal, 90_000)
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 30)))
    await server.kill()
    await endLeases()
  }
  await server.start()
}

/** The dead hold nothing for long: their leases' time passes, and nothing else's. */
async function endLeases(): Promise<void> {
  for (const table of ['deliveries', 'events', 'payments', 'payment_refunds'])
    await db.from(table).where('lease_until', '>', 0).update({ lease_until: 1 })
  await db.from('payment_sessions').where('opening_until', '>', 0).update({ opening_until: 1 })
}

async function settled(workspaceId: string, wanted = PAYMENTS): Promise<boolean> {
  const paid = await db
    .from('payments')
    .where({ workspace_id: workspaceId, state: 'succeeded' })
    .count('* as n')
    .first()
  const left = await db.from('deliveries').whereIn('state', ['received']).count('* as n').first()
  return Number(paid?.n) >= wanted && Number(left?.n) === 0
}

async function givenLinks(_chance: Seeded, count = PAYMENTS, logLevel = 'warn') {
  const stripe = new FakeStripe()
  const origin = await stripe.start()
  fakeWorld.lead(STRIPE, origin)
  const key = `sk_test_${randomBytes(12).toString('hex')}`
  const account = stripe.addAccount(key)
  const workspace = await givenWorkspace({ locale: 'en' })
  const connected = await connect(workspace, 'stripe', { credentials: { apiKey: key }, actor: SYSTEM })
  if (!connected.ok) throw new Error('Stripe did not connect')
  fakeWorld.lead(STRIPE, null)
  const payments = []
  for (let n = 0; n < count; n++)
    payments.push(await givenPayment({ workspace, connection: connected.connection }, { title: `Lamp ${n}` }))

  const server = new ServerProcess({
    STAFFETTA_FAKE_WORLD: JSON.stringify({ [STRIPE]: origin }),
    LOG_LEVEL: logLevel,
  })
  const [endpoint] = account.of<FakeEndpoint>('webhook_endpoint')
  const path = new URL(endpoint.url).pathname
  const relay = new WebhookRelay(() => server.origin + path)
  endpoint.url = await relay.start()
  return { stripe, account, workspace, payments, server, relay }
}

/** The bytes of the file itself, with what is waiting beside it to be written into it. Elsewhere there is no file. */
async function databaseFile(): Promise<string> {
  const [{ file } = { file: '' }] = (await db.rawQuery('pragma database_list').catch(() => [])) as { file: string }[]
  if (!file) return ''
  const parts = await Promise.all([file, `${file}-wal`].map((name) => readFile(name, 'latin1').catch(() => '')))
  return parts.join('\n')
}

/** Sixteen digits that a card's check digit fits (Luhn), alone or in groups of four; ids and times are longer or shorter. */
function cardNumbers(text: string): string[] {
  const found = text.match(/(?<![\w.-])(?:\d{16}|\d{4}([ -])\d{4}\1\d{4}\1\d{4})(?![\w.-])/g) ?? []
  return found.filter((candidate) => {
    const digits = [...candidate.replace(/\D/g, '')].map(Number).reverse()
    const sum = digits.reduce((all, digit, n) => all + (n % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0)
    return /^[3-6]/.test(candidate) && sum % 10 === 0
  })
}
