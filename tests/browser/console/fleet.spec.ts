import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { connectors } from '#app/connectors/registry'
import { forgetSyncs } from '#app/crm/active_syncs'
import { openPage } from '#app/payments/opening'
import { drain } from '#app/work/worker'
import { givenRules } from '#tests/support/ai'
import { givenConnection } from '#tests/support/connections'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { giulia, givenEvents, inbound } from '#tests/support/events'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import type { FakeSession } from '#tests/support/fake_world/stripe_account'
import { inspector } from '#tests/support/inspector'
import { givenContact } from '#tests/support/messaging'
import { euros, givenPayment } from '#tests/support/payments'
import { givenPipeline } from '#tests/support/pipelines'
import { givenReceiver } from '#tests/support/webhooks'
import { givenOwner } from '#tests/support/workspace'

const STRIPE = 'https://api.stripe.com'
const OTHERS = ['woocommerce', 'twilio', 'inbound-webhook', 'zapier', 'make', 'paypal', 'openai'] as const

test.group('The fleet in the console', (group) => {
  const hubspot = new FakeHubSpot()
  const stripe = new FakeStripe({ now: () => clock.now() })
  group.each.timeout(300_000)
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(async () => {
    fakeWorld.lead(STRIPE, await stripe.start())
    return async () => {
      fakeWorld.lead(STRIPE, null)
      await stripe.stop()
      forgetSyncs()
    }
  })

  /** Payments in three states at a Stripe of the workspace's own. */
  async function givenPayments(workspace: Parameters<typeof connect>[0]) {
    const apiKey = `sk_test_${randomBytes(12).toString('hex')}`
    const account = stripe.addAccount(apiKey)
    const connected = await connect(workspace, 'stripe', { credentials: { apiKey }, actor: SYSTEM })
    if (!connected.ok) throw new Error('Stripe did not connect')
    const payments = []
    for (const title of ['Deposit for the Goccia lamp', 'Repair, second visit in November', 'Spare shade']) {
      const contactId = await givenContact(workspace, { firstName: 'Paolo', lastName: 'Conti' })
      payments.push(
        await givenPayment({ workspace, connection: connected.connection }, { title, contactId, amount: euros(4900) })
      )
    }
    for (const payment of payments.slice(0, 2)) await openPage(payment.id)
    const [session] = account.of<FakeSession>('checkout.session')
    if (session) await account.decline(session.id)
    await drain()
    return payments
  }

  /** Replies that wait for a person, written by the rules that need no key. */
  async function givenReplies(workspace: { id: string }) {
    await givenRules(workspace)
    await givenPipeline(workspace, {
      kind: 'service',
      trigger: { events: ['message.received'] },
      nodes: [
        {
          id: 'reply',
          type: 'write_reply',
          name: 'Write a reply',
          config: {
            text: '{{ event.text }}',
            instruction: 'Answer shortly.',
            facts: 'Customer name: {{ contact.first_name }}',
            language: 'it',
            mode: 'approval',
          },
        },
      ],
      edges: [{ from: 'trigger', branch: 'next', to: 'reply' }],
    })
    for (const text of ['Buongiorno, dov’è il mio ordine 1042?', 'Vorrei un preventivo per 20 lampade Goccia.']) {
      const contactId = await givenContact(workspace, { firstName: 'Giulia', lastName: 'Ferrero' })
      await givenEvents(workspace, { ...inbound(text), occurredAt: clock.now(), contactId })
    }
    await drain()
  }

  /** A workspace that uses every kind of connector, with something on each of its pages. */
  async function givenFleet() {
    const { workspace, connection: crm } = await givenCrm(hubspot, {
      before: (portal) => void portal.create('contacts', { firstname: 'Marta', phone: '+393330000177', city: 'Lucca' }),
    })
    const connected = new Map<string, string>([['hubspot', crm.id]])
    for (const id of OTHERS) connected.set(id, (await givenConnection(workspace, id)).connection.id)
    const payments = await givenPayments(workspace)
    await givenReplies(workspace)
    const { receiver, subscription } = await givenReceiver(workspace)
    await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    await drain()
    receiver.answer = () => ({ status: 500, body: 'out of paper' })
    await givenEvents(workspace, { type: 'order.paid', key: '2', person: giulia() })
    await drain()
    return { workspace, connected, payments, subscription }
  }

  const pagesOf = ({ connected, payments, subscription }: Awaited<ReturnType<typeof givenFleet>>) => {
    const hooks = `/developers/webhooks/${subscription.id}`
    const at = (id: string, rest = '') => `/connections/${connected.get(id)}${rest}`
    return {
      'gallery': '/connections',
      ...Object.fromEntries(OTHERS.map((id) => [`connection-${id}`, at(id)])),
      'hubspot-health': at('hubspot'),
      'hubspot-settings': at('hubspot', '?tab=settings'),
      'hubspot-deliveries': at('hubspot', '?tab=deliveries'),
      'hubspot-sync': at('hubspot', '/sync'),
      'inbound-mapping': at('inbound-webhook', '/mapping'),
      'inbound-settings': at('inbound-webhook', '?tab=settings'),
      'payments': '/commerce/payments',
      ...Object.fromEntries(payments.map(({ id }, nth) => [`payment-${nth}`, `/commerce/payments/${id}`])),
      'ai': '/ai',
      'ai-decided': '/ai?show=decided',
      'ai-usage': '/ai/usage',
      'ai-settings': '/ai/settings',
      'webhooks': '/developers/webhooks',
      'webhook-new': '/developers/webhooks/new',
      'webhook': hooks,
      'webhook-edit': `${hooks}/edit`,
      'tokens': '/developers/tokens',
    }
  }

  for (const locale of ['en', 'it']) {
    test(`bears a phone, a keyboard and a screen reader: ${locale}`, async ({ browserContext, visit, assert }) => {
      const fleet = await givenFleet()
      await browserContext.loginAs(await givenOwner(fleet.workspace))
      const page = await visit('/health')
      await browserContext.addCookies([{ name: 'locale', value: locale, url: page.url() }])
      const { look, faults } = await inspector(page, fleet.workspace)
      for (const [name, to] of Object.entries(pagesOf(fleet))) await look(to, `${name}-${locale}`)
      for (const { id } of connectors.all()) await look(`/connections/new?connector=${id}`, `new-${id}-${locale}`)
      assert.deepEqual(faults, [])
    })
  }
})
