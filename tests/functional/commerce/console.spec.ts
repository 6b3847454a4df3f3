import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type { User } from '#app/accounts/user'
import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY, MINUTE } from '#app/clock'
import { catalogue } from '#app/events/catalogue'
import { euros } from '#app/events/catalogue/parts'
import type { OrderPayload } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const sample = (type: string, change: object = {}) => ({ ...catalogue.get(type)?.sample, ...change })

/** An order of the last few days; `nth` makes it another one. */
const order = (nth: number, change: Partial<OrderPayload> = {}) => {
  const placedAt = clock.now() - DAY - nth * MINUTE
  const payload = sample('order.paid', { orderId: `o-${nth}`, number: `#${2000 + nth}`, placedAt, ...change })
  return { type: 'order.paid', key: `o-${nth}`, subject: { kind: 'order', id: `o-${nth}` }, payload }
}

test.group('The Commerce pages', () => {
  test('sum up every shop, net of refunds', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const viewer = await givenMember(workspace, 'viewer')
    await givenEvents(workspace, { ...order(1), person: giulia() }, order(2, { live: false }))
    await givenEvents(workspace, {
      type: 'order.refunded',
      payload: sample('order.refunded', { orderId: 'o-1', amount: euros(400), order: null }),
    })
    await givenEvents(workspace, {
      type: 'shipment.delayed',
      payload: sample('shipment.delayed', { orderId: 'o-1', version: clock.now() }),
    })
    const page = await client.get(`/w/${workspace.id}/commerce`).loginAs(viewer).withInertia()
    page.assertInertiaComponent('commerce/index')
    assert.containsSubset(page.inertiaProps, {
      orders: { count: 1, sums: [{ amount: 18_000, currency: 'EUR' }] },
      parcels: { underway: 1, trouble: 1 },
      latest: [{ number: '#2001', payment: 'partially_refunded', refunded: { amount: 400 } }, { number: '#2002' }],
      trouble: [{ state: 'delayed' }],
    })
  })

  test('show an order with its refunds, and why', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const viewer = await givenMember(workspace, 'viewer')
    await givenEvents(workspace, order(1))
    await givenEvents(workspace, {
      type: 'order.refunded',
      payload: sample('order.refunded', { orderId: 'o-1', amount: euros(400), order: null }),
    })
    const [row] = await rowsOf('orders', workspace)
    const page = await client.get(`/w/${workspace.id}/commerce/orders/${row.id}`).loginAs(viewer).withInertia()
    assert.containsSubset(page.inertiaProps, {
      order: { refunded: { amount: 400 }, refunds: [{ amount: euros(400), reason: 'Arrived with a chipped shade' }] },
    })
  })

  const numbersIn = async (workspace: Workspace, viewer: User, query: string, client: ApiClient) => {
    const page = await client.get(`/w/${workspace.id}/commerce/orders?${query}`).loginAs(viewer).withInertia()
    const { orders, older } = page.inertiaProps as { orders: { number: string }[]; older: string | null }
    return { numbers: orders.map(({ number }) => number), older }
  }

  test('find orders of two shops by number, buyer, shop and payment', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const viewer = await givenMember(workspace, 'viewer')
    const one = await givenConnection(workspace, 'sandbox', { name: 'Bottega', account: 'bottega' })
    const two = await givenConnection(workspace, 'sandbox', { name: 'Emporio', account: 'emporio' })
    await givenEvents(
      workspace,
      { ...order(1), person: giulia(), account: 'bottega', connectionId: one.connection.id },
      { ...order(2, { payment: 'failed' }), account: 'emporio', connectionId: two.connection.id }
    )
    const found = async (query: string) => (await numbersIn(workspace, viewer, query, client)).numbers
    assert.deepEqual(await found(''), ['#2001', '#2002'])
    assert.deepEqual(await found('q=2002'), ['#2002'])
    assert.deepEqual(await found('q=giulia%20ferr'), ['#2001'])
    assert.deepEqual(await found(`shop=${two.connection.id}`), ['#2002'])
    assert.deepEqual(await found('payment=failed'), ['#2002'])
  })

  test('are turned page by page, and no order is on two of them', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const viewer = await givenMember(workspace, 'viewer')
    const at = clock.now() - DAY
    await givenEvents(workspace, ...Array.from({ length: 60 }, (_, nth) => order(nth, { placedAt: at })))
    const first = await numbersIn(workspace, viewer, '', client)
    const second = await numbersIn(workspace, viewer, `before=${first.older}`, client)
    assert.equal(new Set([...first.numbers, ...second.numbers]).size, 60)
    assert.isNull(second.older)
  })
})
