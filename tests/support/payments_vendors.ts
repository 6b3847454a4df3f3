import { randomBytes } from 'node:crypto'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { connect } from '#app/connectors/connect'
import type { Connection } from '#app/connectors/connection'
import { FakePayPal } from '#tests/support/fake_world/paypal'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import type { FakeEndpoint, FakeSession } from '#tests/support/fake_world/stripe_account'
import { givenWorkspace } from '#tests/support/workspace'

/** A vendor's stand-in, as a customer and an onlooker see it, whichever vendor it is. */
export interface StandIn {
  workspace: Awaited<ReturnType<typeof givenWorkspace>>
  connection: Connection
  /** Where calls to the vendor are led. */
  origins: Record<string, string>
  /** Our references, one for each page the vendor was asked for. */
  pages(): string[]
  /** The customer pays at this page, unless it is paid. */
  pay(url: string): Promise<unknown>
  /** A bank says no first, where the vendor tells of it. */
  decline(url: string): Promise<unknown>
  /** How often money was taken. */
  takings(): number
  webhookUrl: string
  stop(): Promise<void>
}

const random = (start: string) => `${start}${randomBytes(16).toString('hex')}`

/** Connects while the vendor's address leads to the stand-in, and puts things back as they were. */
async function connected(
  origins: Record<string, string>,
  connector: string,
  given: { credentials: Record<string, string>; settings?: Record<string, unknown> }
) {
  for (const [host, origin] of Object.entries(origins)) fakeWorld.lead(host, origin)
  const workspace = await givenWorkspace({ locale: 'en' })
  const result = await connect(workspace, connector, { ...given, actor: SYSTEM })
  for (const host of Object.keys(origins)) fakeWorld.lead(host, null)
  if (!result.ok) throw new Error(`${connector} did not connect: ${JSON.stringify(result)}`)
  return { workspace, connection: result.connection }
}

export async function givenStripeStandIn(): Promise<StandIn> {
  const stripe = new FakeStripe()
  const origins = { 'https://api.stripe.com': await stripe.start() }
  const apiKey = random('sk_test_')
  const account = stripe.addAccount(apiKey)
  const scene = await connected(origins, 'stripe', { credentials: { apiKey } })
  const [endpoint] = account.of<FakeEndpoint>('webhook_endpoint')
  const sessionAt = (url: string) => account.find<FakeSession>('checkout.session', String(url.split('/').at(-1)))
  return {
    ...scene,
    origins,
    pages: () => account.of('checkout.session').map(({ client_reference_id: reference }) => String(reference)),
    pay: async (url) => (sessionAt(url).status === 'open' ? account.pay(sessionAt(url).id) : null),
    decline: async (url) => account.decline(sessionAt(url).id),
    takings: () => account.of('charge').length,
    get webhookUrl() {
      return endpoint.url
    },
    set webhookUrl(url: string) {
      endpoint.url = url
    },
    stop: () => stripe.stop(),
  }
}

export async function givenPayPalStandIn(): Promise<StandIn> {
  const paypal = new FakePayPal()
  await paypal.start()
  const credentials = { clientId: random('A'), clientSecret: random('E') }
  const app = paypal.addApp(credentials.clientId, credentials.clientSecret)
  const scene = await connected(paypal.origins, 'paypal', { credentials, settings: { environment: 'sandbox' } })
  const [webhook] = [...app.webhooks.values()]
  const orderAt = (url: string) => app.find(app.orders, String(new URL(url).searchParams.get('token')))
  return {
    ...scene,
    origins: paypal.origins,
    pages: () => [...app.orders.values()].map(({ purchase_units: [unit] }) => unit.custom_id),
    // By a card, so that what is told of it holds details of one.
    pay: async (url) =>
      orderAt(url).status === 'PAYER_ACTION_REQUIRED' ? app.approve(orderAt(url).id, { byCard: true }) : null,
    decline: async () => null,
    takings: () => app.captures.size,
    get webhookUrl() {
      return webhook.url
    },
    set webhookUrl(url: string) {
      webhook.url = url
    },
    stop: () => paypal.stop(),
  }
}
