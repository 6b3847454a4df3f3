import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Seeded } from '#tests/support/crash/seeded'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { WebhookRelay } from '#tests/support/crash/webhook_relay'
import { CARD as PAYPAL_CARD } from '#tests/support/fake_world/paypal_app'
import { CARD } from '#tests/support/fake_world/stripe_account'
import { databaseFile, keptText } from '#tests/support/kept_text'
import { givenPayment, IPHONE } from '#tests/support/payments'
import { givenPayPalStandIn, givenStripeStandIn } from '#tests/support/payments_vendors'
import type { StandIn } from '#tests/support/payments_vendors'

const PAYMENTS = 150
const KILLS = 10
const PAYERS = 8
const VENDORS = [
  { vendor: 'Stripe', given: givenStripeStandIn },
  { vendor: 'PayPal, where approved is not paid', given: givenPayPalStandIn },
]
/** What the stand-ins say of cards. */
const OF_CARDS = [
  ...[CARD.brand, CARD.fingerprint, `"${CARD.last4}"`, 'exp_month', 'exp_year'],
  ...[PAYPAL_CARD.brand, PAYPAL_CARD.expiry, `"${PAYPAL_CARD.last_digits}"`, 'last_digits'],
]

test.group('Payment links survive kill -9', (group) => {
  group.tap((each) => each.timeout(600_000))

  test('no payment is lost, none has two pages, none is taken twice: {vendor}')
    .with(VENDORS)
    .run(async ({ assert }, { given }) => {
      const chance = new Seeded()
      const told = `seed ${chance.seed}: repeat with CRASH_SEED=${chance.seed}`
      console.log(`  ${told}`)
      const scene = await givenLinks(await given(), PAYMENTS)
      const { standIn, server, relay, payments } = scene
      const { workspace } = standIn

      await Promise.all([
        killAgainAndAgain(scene, chance),
        ...Array.from({ length: PAYERS }, (_, payer) => pay(scene, payer, chance)),
      ])
      await until(async () => relay.empty && (await settled(workspace.id, PAYMENTS)), 120_000)
      await server.kill()
      await relay.stop()
      await standIn.stop()

      const ids = payments.map(({ id }) => id)
      console.log(`  ${KILLS} kills, ${PAYMENTS} payments, ${standIn.pages().length} pages, paid ${standIn.takings()}×`)
      // However often the link was tapped and the process killed, at the vendor there is one page, paid once.
      assert.sameMembers(standIn.pages(), ids, told)
      assert.equal(standIn.takings(), PAYMENTS, told)
      const rows = await db.from('payments').where('workspace_id', workspace.id)
      assert.lengthOf(rows, PAYMENTS, told)
      assert.deepEqual(
        rows.filter(({ state, problem }) => state !== 'succeeded' || problem !== null).map(({ id }) => id),
        [],
        told
      )
      const events = await db.from('events').where({ workspace_id: workspace.id, type: 'payment.succeeded' })
      assert.sameMembers(
        events.map((event) => String(event.subject_id)),
        ids,
        told
      )
      const arrivals = await db
        .from('payment_changes')
        .where({ workspace_id: workspace.id, code: 'payment_succeeded' })
        .select('payment_id')
      assert.sameMembers(
        arrivals.map((change) => String(change.payment_id)),
        ids,
        told
      )
    })

  test('what is told of cards is in no table, no file and no log: {vendor}')
    .with(VENDORS)
    .run(async ({ assert }, { given }) => {
      const { standIn, server, relay, payments } = await givenLinks(await given(), 3, 'trace')
      await server.start()
      for (const { code } of payments) {
        const url = String(await tap(server.origin, code))
        await standIn.decline(url)
        await standIn.pay(url)
      }
      await until(async () => relay.empty && (await settled(standIn.workspace.id, payments.length)), 60_000)
      const log = server.output
      await server.kill()
      await relay.stop()
      await standIn.stop()

      const everywhere = [await keptText(), await databaseFile(), log].join('\n')
      assert.include(everywhere, 'payment_succeeded')
      for (const secret of OF_CARDS) assert.notInclude(everywhere, secret)
      assert.deepEqual(cardNumbers(everywhere), [])
    })
})

type Scene = Awaited<ReturnType<typeof givenLinks>>

/** A customer: taps until the page opens, often more than once at a time, pays, and comes back. */
async function pay({ server, standIn, payments }: Scene, payer: number, chance: Seeded): Promise<void> {
  for (let n = payer; n < payments.length; n += PAYERS) {
    const { code } = payments[n]
    const taps = Array.from({ length: chance.between(1, 3) }, () => untilOpen(server, code))
    const [url] = await Promise.all(taps)
    await standIn.pay(url)
    // Coming back is no duty of anybody's, and the server may be gone.
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
async function killAgainAndAgain({ server, standIn, payments }: Scene, chance: Seeded): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    await server.start()
    const progress = kill % 2 === 0 ? () => standIn.pages().length : standIn.takings
    const goal = Math.min(progress() + chance.between(1, PAYMENTS / KILLS), payments.length)
    await until(() => progress() >= goal, 90_000)
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

async function settled(workspaceId: string, wanted: number): Promise<boolean> {
  const paid = await db
    .from('payments')
    .where({ workspace_id: workspaceId, state: 'succeeded' })
    .count('* as n')
    .first()
  const left = await db.from('deliveries').where('state', 'received').count('* as n').first()
  return Number(paid?.n) >= wanted && Number(left?.n) === 0
}

/** So many links, and a server of its own whose webhooks are brought until they are acknowledged. */
async function givenLinks(standIn: StandIn, count: number, logLevel = 'warn') {
  const payments = []
  for (let n = 0; n < count; n++) payments.push(await givenPayment(standIn, { title: `Lamp ${n}` }))
  const server = new ServerProcess({ STAFFETTA_FAKE_WORLD: JSON.stringify(standIn.origins), LOG_LEVEL: logLevel })
  const path = new URL(standIn.webhookUrl).pathname
  const relay = new WebhookRelay(() => server.origin + path)
  standIn.webhookUrl = await relay.start()
  return { standIn, payments, server, relay }
}

/** Sixteen digits that a card's check digit fits (Luhn), in one or in groups of four. */
function cardNumbers(text: string): string[] {
  const found = text.match(/(?<![\w.-])(?:\d{16}|\d{4}([ -])\d{4}\1\d{4}\1\d{4})(?![\w.-])/g) ?? []
  return found.filter((candidate) => {
    const digits = [...candidate.replace(/\D/g, '')].map(Number).reverse()
    const sum = digits.reduce((all, digit, n) => all + (n % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0)
    return /^[3-6]/.test(candidate) && sum % 10 === 0
  })
}
