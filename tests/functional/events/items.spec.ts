import { test } from '@japa/runner'
import { transaction } from '#app/database'
import type { ResolvedItem } from '#app/deliveries/items'
import { catalogue } from '#app/events/catalogue'
import { recordItems } from '#app/events/items_sink'
import { rowsOf, SHOP } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

const item = (workspace: { id: string }, type: string, change: Partial<ResolvedItem> = {}): ResolvedItem => ({
  workspaceId: workspace.id,
  connectionId: 'con_1',
  connector: 'shopify',
  deliveryId: 'dlv_1',
  receivedAt: 2000,
  connectedAt: 1000,
  account: SHOP,
  type,
  key: '1',
  subject: null,
  occurredAt: 1500,
  payload: catalogue.get(type)?.sample ?? {},
  ...change,
})

test.group('Items of deliveries', () => {
  test('are counted by delivery, and what is known counts no more', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const items = [
      item(workspace, 'order.placed'),
      item(workspace, 'order.paid'),
      item(workspace, 'order.paid', { deliveryId: 'dlv_2' }),
    ]
    const first = await transaction((trx) => recordItems(trx, items))
    const again = await transaction((trx) => recordItems(trx, items))

    assert.equal(first.recorded, 2)
    assert.deepEqual([...(first.byDelivery ?? [])], [['dlv_1', 2]])
    assert.equal(again.recorded, 0)
  })

  test('are good although one beside them is not, which is named on its delivery', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const broken = item(workspace, 'order.paid', { payload: { orderId: '5581' } })
    const { recorded, refused } = await transaction((trx) =>
      recordItems(trx, [item(workspace, 'order.placed'), broken])
    )

    assert.equal(recorded, 1)
    assert.containsSubset(refused?.get('dlv_1'), {
      code: 'invalid_event',
      params: { type: 'order.paid', field: 'number', rule: 'required' },
    })
    assert.deepEqual(
      (await rowsOf('events', workspace)).map((row) => row.type),
      ['order.placed']
    )
  })

  test('from before the connection update state and are marked as history', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await transaction((trx) => recordItems(trx, [item(workspace, 'order.placed', { occurredAt: 500 })]))

    assert.lengthOf(await rowsOf('orders', workspace), 1)
    assert.isTrue(Boolean((await rowsOf('events', workspace))[0].historic))
  })

  test('without a time of their own happened when they came', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await transaction((trx) => recordItems(trx, [item(workspace, 'order.placed', { occurredAt: null })]))
    assert.equal(Number((await rowsOf('events', workspace))[0].occurred_at), 2000)
  })

  test('from a clock that is far ahead happened when they came', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await transaction((trx) =>
      recordItems(trx, [item(workspace, 'order.placed', { occurredAt: Date.UTC(2126, 0, 1) })])
    )
    assert.equal(Number((await rowsOf('events', workspace))[0].occurred_at), 2000)
  })
})
