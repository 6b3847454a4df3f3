import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import type { Workspace } from '#app/accounts/workspace'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, HOUR, MINUTE } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { installFromLibrary, library } from '#app/pipelines/library'
import { publish } from '#app/pipelines/publishing'
import { drain } from '#app/work/worker'
import { rowsOf } from '#tests/support/events'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import { FRIDAY_MORNING } from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'
import { forgetShops, givenConnectedShop } from './shops.ts'

const CONSENT = 'it-2026-11'

/** What buyers and merchants do, in whichever shop. */
interface Shop {
  leaveCart(): Promise<void>
  comeBackAndPay(): Promise<void>
  ship(): Promise<void>
}

test.group('The pipelines of the library', (group) => {
  const woo = new FakeWooCommerce({ now: () => clock.now() })
  const shopify = new FakeShopify()
  group.setup(async () => {
    await woo.start()
    await shopify.start()
    for (const [host, origin] of Object.entries(shopify.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(shopify.origins)) fakeWorld.lead(host, null)
      forgetShops(woo)
      await woo.stop()
      await shopify.stop()
    }
  })
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function woocommerce(workspace: Workspace): Promise<Shop> {
    const { shop } = await givenConnectedShop(woo, { workspace })
    const draft = () => shop.orders[0]!
    return {
      leaveCart: async () => {
        await shop.startDraft({ meta: [{ key: '_staffetta_whatsapp_consent', value: CONSENT }] })
      },
      comeBackAndPay: async () => shop.setStatus(await shop.placeOrder(draft()), 'processing'),
      ship: () => shop.ship(draft(), 'GLS5500110022'),
    }
  }

  async function shopifyShop(workspace: Workspace): Promise<Shop> {
    const shop = shopify.addShop(`same-${workspace.id.slice(-8)}.myshopify.com`, { now: () => clock.now() })
    const result = await connect(workspace, 'shopify', {
      credentials: { clientId: shop.clientId, clientSecret: shop.clientSecret },
      settings: { shop: shop.domain },
      actor: SYSTEM,
    })
    if (!result.ok) throw new Error(JSON.stringify(result))
    return {
      leaveCart: async () => {
        await shop.startCheckout({ attributes: [{ name: 'staffetta_whatsapp_consent', value: CONSENT }] })
      },
      comeBackAndPay: async () => {
        await shop.completeCheckout(shop.checkouts[0]!)
      },
      ship: async () => {
        await shop.fulfilOrder(shop.orders[0]!)
      },
    }
  }

  const shops = { shopify: shopifyShop, woocommerce }
  for (const [name, connected] of Object.entries(shops)) {
    test(`send a ${name} shop's buyers what they say, unchanged`, async ({ assert }) => {
      const channel = new ScriptedChannel()
      const { workspace, connection } = await channel.connected()
      for (const { key } of await library()) {
        const installed = await installFromLibrary(workspace, key, { connectionId: connection.id })
        assert.isTrue(installed.ok)
        if (installed.ok) await publish(installed.pipeline, null)
      }
      const shop = await connected(workspace)
      const pass = async (time: number) => {
        clock.advance(time)
        await drain()
      }
      await shop.leaveCart()
      await pass(0)
      await pass(HOUR)
      await pass(HOUR)
      await shop.comeBackAndPay()
      await pass(MINUTE)
      await shop.ship()
      await pass(MINUTE)
      await pass(2 * 24 * HOUR)

      const messages = await rowsOf('messages', workspace)
      assert.deepEqual(
        messages.map(({ state }) => state),
        Array(4).fill('sent')
      )
      const [welcome, reminder, confirmation, parcel] = messages.map(({ preview }) => String(preview))
      assert.match(welcome!, /Benvenut/)
      assert.match(reminder!, /hai lasciato .+ nel carrello/)
      assert.match(confirmation!, /Grazie .+! Il tuo ordine #\d+ da \d+,\d\d/)
      assert.match(parcel!, /è partito con GLS/)
      const [cart] = await rowsOf('carts', workspace)
      assert.isNotNull(cart?.recovered_at)
      const runs = await rowsOf('runs', workspace)
      assert.sameMembers(
        runs.map(({ state, code }) => `${state} ${code ?? ''}`.trim()),
        ['exited exit_rule', 'completed', 'completed', 'completed']
      )
    })
  }
})
