import { test } from '@japa/runner'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { drain } from '#app/work/worker'
import { euros, sampleLamp } from '#app/events/catalogue/parts'
import type { CartPayload, LineItem, OrderPayload } from '#sdk/index'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

type Workspace = Awaited<ReturnType<typeof givenWorkspace>>
const vase: LineItem = { ...sampleLamp, id: '44199', title: 'Onda vase', unitPrice: euros(9_000) }

/** The shop tells of a cart as it is now. */
function cart(workspace: Workspace, change: Partial<CartPayload> & { person?: ReturnType<typeof giulia> | null } = {}) {
  const { person = giulia(), ...payload } = change
  const full: CartPayload = {
    cartId: 'c1',
    recoveryUrl: 'https://bottega.example/r/c1',
    items: [sampleLamp],
    total: euros(18_400),
    changedAt: clock.now(),
    completedAt: null,
    ...payload,
  }
  return givenEvents(workspace, {
    type: 'cart.updated',
    key: `${full.cartId}:${full.changedAt}`,
    subject: { kind: 'cart', id: full.cartId },
    occurredAt: full.changedAt,
    payload: full,
    ...(person ? { person } : {}),
  })
}

function order(workspace: Workspace, change: Partial<OrderPayload> & { type?: string } = {}) {
  const { type = 'order.placed', ...payload } = change
  const full: OrderPayload = {
    orderId: '5581',
    number: '#1042',
    cartId: 'c1',
    items: [sampleLamp],
    total: euros(18_400),
    lifecycle: 'open',
    payment: 'pending',
    fulfilment: 'unfulfilled',
    version: clock.now(),
    placedAt: clock.now(),
    paidAt: null,
    live: true,
    ...payload,
  }
  return givenEvents(workspace, {
    type,
    key: full.orderId,
    subject: { kind: 'order', id: full.orderId },
    occurredAt: full.placedAt,
    payload: full,
    person: giulia(),
  })
}

async function later(milliseconds: number) {
  clock.advance(milliseconds)
  await drain()
}

const abandonments = (workspace: Workspace) => rowsOf('events', workspace).where('type', 'cart.abandoned')
const recoveries = (workspace: Workspace) => rowsOf('events', workspace).where('type', 'cart.recovered')
const cartOf = async (workspace: Workspace) => (await rowsOf('carts', workspace))[0]

test.group('Carts', (group) => {
  group.each.setup(() => {
    clock.freeze(1_771_578_000_000)
    return () => clock.restore()
  })

  test('are abandoned once, when idle for as long as the workspace says', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { cart_idle_after: 30 * MINUTE } })
    const [update] = await cart(workspace)
    await later(29 * MINUTE)
    assert.lengthOf(await abandonments(workspace), 0)

    await later(MINUTE)
    await later(DAY)
    const [event, ...more] = await abandonments(workspace)
    assert.lengthOf(more, 0)
    assert.equal(Number(event.occurred_at), 1_771_578_000_000 + 30 * MINUTE)
    assert.equal(event.contact_id, update.contactId)
    assert.equal(event.caused_by, update.id)
    assert.containsSubset(JSON.parse(event.payload), { cartId: 'c1', episode: 1, total: euros(18_400) })
    assert.equal((await cartOf(workspace)).state, 'abandoned')
  })

  test('start to be idle anew when their items change, not when the shop merely saves them', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(40 * MINUTE)
    await cart(workspace, { items: [sampleLamp, vase] })
    await later(40 * MINUTE)
    await cart(workspace, { items: [vase, sampleLamp], recoveryUrl: 'https://bottega.example/r/c1?again' })
    assert.lengthOf(await abandonments(workspace), 0)

    await later(20 * MINUTE)
    assert.lengthOf(await abandonments(workspace), 1)
  })

  test('are not abandoned before it is known whose they are', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace, { person: null })
    await later(5 * HOUR)
    assert.lengthOf(await abandonments(workspace), 0)

    await cart(workspace)
    await later(HOUR)
    assert.lengthOf(await abandonments(workspace), 1)
  })

  test('are never abandoned when the order comes after the cart', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(10 * MINUTE)
    await order(workspace)
    await later(5 * HOUR)

    assert.lengthOf(await abandonments(workspace), 0)
    assert.containsSubset(await cartOf(workspace), { state: 'completed', recovered_at: null })
  })

  test('are never abandoned when the order was heard of before the cart', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await order(workspace, { placedAt: clock.now() + MINUTE })
    await cart(workspace)
    await later(5 * HOUR)

    assert.lengthOf(await abandonments(workspace), 0)
    assert.equal((await cartOf(workspace)).state, 'completed')
  })

  test('are recovered by an order that follows', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(2 * HOUR)
    await order(workspace)
    await order(workspace, { type: 'order.paid', payment: 'paid' })

    const [event, ...more] = await recoveries(workspace)
    assert.lengthOf(more, 0)
    assert.containsSubset(JSON.parse(event.payload), {
      cartId: 'c1',
      episode: 1,
      orderId: '5581',
      orderNumber: '#1042',
    })
    assert.equal(Number((await cartOf(workspace)).recovered_at), clock.now())
  })

  test('are recovered also when the shop closes the checkout first', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(2 * HOUR)
    await cart(workspace, { completedAt: clock.now() })
    await order(workspace)
    assert.lengthOf(await recoveries(workspace), 1)
  })

  test('are not recovered by an order that is older than the abandonment', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(2 * HOUR)
    await order(workspace, { placedAt: clock.now() - 90 * MINUTE })

    assert.lengthOf(await recoveries(workspace), 0)
    assert.equal((await cartOf(workspace)).state, 'completed')
  })

  test('are not new when our own recovery link opens them', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { cart_abandoned_every: 0 } })
    await cart(workspace)
    await later(2 * HOUR)
    await cart(workspace)
    await later(2 * HOUR)

    assert.lengthOf(await abandonments(workspace), 1)
    assert.equal((await cartOf(workspace)).episode, 1)
  })

  test('begin a new episode with other items after an abandonment', async ({ assert }) => {
    const workspace = await givenWorkspace({ settings: { cart_abandoned_every: 0 } })
    await cart(workspace)
    await later(2 * HOUR)
    await cart(workspace, { items: [vase] })
    await later(2 * HOUR)

    assert.deepEqual(
      (await abandonments(workspace)).map((row) => JSON.parse(row.payload).episode),
      [1, 2]
    )
  })

  test('begin a new episode with other items after an order', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await order(workspace)
    await later(HOUR)
    await cart(workspace, { items: [] })
    await cart(workspace, { items: [vase], changedAt: clock.now() + 1 })
    await later(2 * HOUR)

    assert.deepEqual(
      (await abandonments(workspace)).map((row) => JSON.parse(row.payload).episode),
      [2]
    )
  })

  test('of one person are abandoned at most once in seven days, and the other says why', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(2 * HOUR)
    await cart(workspace, { cartId: 'c2' })
    await later(2 * HOUR)
    assert.lengthOf(await abandonments(workspace), 1)
    const [, second] = await rowsOf('carts', workspace)
    assert.equal(second.state, 'held')
    assert.containsSubset(JSON.parse(second.reason), { code: 'abandoned_recently' })

    await later(8 * DAY)
    await cart(workspace, { cartId: 'c3' })
    await later(2 * HOUR)
    assert.lengthOf(await abandonments(workspace), 2)
  })

  test('of two that are due together only one is abandoned', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await cart(workspace, { cartId: 'c2' })
    await later(2 * HOUR)
    assert.lengthOf(await abandonments(workspace), 1)
  })

  test('keep the newer of two tellings that come in the wrong order', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace, { items: [vase], changedAt: clock.now() })
    const [older] = await cart(workspace, { items: [sampleLamp], changedAt: clock.now() - MINUTE })

    assert.equal(JSON.parse((await cartOf(workspace)).items)[0].title, 'Onda vase')
    assert.deepEqual(older.notes, [{ code: 'older_version' }])
  })

  test('without a word from the shop belong to the order that shares an item', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await cart(workspace)
    await later(10 * MINUTE)
    await order(workspace, { cartId: null })
    await later(5 * HOUR)
    assert.lengthOf(await abandonments(workspace), 0)
  })
})
