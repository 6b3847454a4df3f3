import assert from 'node:assert/strict'
import { scene } from '../scene.ts'
import type { CommerceKit, VendorKit } from '../kit.ts'
import type { ContractCase, Suite } from '../suite.ts'
import { assertMoney } from './money.ts'

export function commerceCases({ kit }: Suite, vendor: VendorKit, shop: CommerceKit): ContractCase[] {
  return [
    {
      title: 'products come in pages that end',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        let cursor: string | null = null
        let pages = 0
        do {
          const page: { items: { id: string; title: string; price: unknown }[]; cursor: string | null } =
            await implementation.commerce!.products(context, cursor)
          for (const { id, title, price } of page.items) {
            assert.ok(id.length > 0 && title.length > 0, 'a product should have an id and a title')
            if (price !== null) assertMoney(price, 'the price of a product')
          }
          assert.ok(page.cursor === null || page.cursor !== cursor, 'the cursor should move on')
          cursor = page.cursor
          pages += 1
        } while (cursor !== null && pages < 20)
        assert.ok(pages < 20, 'the healthy vendor’s products should end')
      },
    },
    {
      title: 'an order is found by its number, in minor units',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const [order] = await implementation.commerce!.findOrders(context, { number: shop.orderNumber })
        assert.ok(order, `the healthy vendor should know the order ${shop.orderNumber}`)
        assert.equal(order.number, shop.orderNumber)
        assertMoney(order.total, 'the total of an order')
        assert.ok(Number.isSafeInteger(order.placedAt), 'placedAt should be epoch milliseconds')
      },
    },
    {
      title: 'a recovery link keeps its way back and carries the code',
      async run() {
        const { context, implementation } = await scene(kit, vendor.healthy)
        const link = implementation.commerce!.checkoutLink?.(context, {
          cartId: 'cart_1',
          recoveryUrl: shop.recoveryUrl,
          discountCode: 'TORNA10',
        })
        if (link === undefined) return
        assert.equal(new URL(link).host, new URL(shop.recoveryUrl).host, 'the link should stay on the shop')
        assert.match(link, /TORNA10/, 'the link should carry the discount code')
        for (const [name, value] of new URL(shop.recoveryUrl).searchParams) {
          assert.equal(new URL(link).searchParams.get(name), value, `the link lost its ${name}`)
        }
      },
    },
  ]
}
