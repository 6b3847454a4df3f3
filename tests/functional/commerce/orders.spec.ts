import { test } from '@japa/runner'
import { hasTransactionalBasis } from '#app/contacts/basis'
import { clock, DAY } from '#app/clock'
import { catalogue } from '#app/events/catalogue'
import { euros, SAMPLE_TIME } from '#app/events/catalogue/parts'
import db from '@adonisjs/lucid/services/db'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

const sample = (type: string, change: object = {}) => ({ ...catalogue.get(type)!.sample, ...change })

test.group('Orders', () => {
  test('are the same when paid is heard of before placed', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, {
      type: 'order.paid',
      person: giulia(),
      payload: sample('order.paid', { version: SAMPLE_TIME + 1000 }),
    })
    const [placed] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })

    const [order, ...more] = await rowsOf('orders', workspace)
    assert.lengthOf(more, 0)
    assert.equal(order.payment, 'paid')
    assert.deepEqual(placed.notes, [{ code: 'older_version' }])
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'like', 'order.%'), 2)
  })

  test('follow a newer version anywhere on their three axes', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'order.completed', payload: sample('order.completed') })
    await givenEvents(workspace, {
      type: 'order.cancelled',
      payload: sample('order.cancelled', { version: SAMPLE_TIME + 1000 }),
    })

    assert.containsSubset((await rowsOf('orders', workspace))[0], {
      lifecycle: 'cancelled',
      payment: 'pending',
      fulfilment: 'unfulfilled',
    })
  })

  test('add up refunds that come without their order', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'order.paid' })
    const refund = { type: 'order.refunded', payload: sample('order.refunded', { amount: euros(8_400), order: null }) }
    await givenEvents(workspace, { ...refund, key: 'r1' })
    await givenEvents(workspace, { ...refund, key: 'r1' })
    assert.containsSubset((await rowsOf('orders', workspace))[0], { refunded: 8_400, payment: 'partially_refunded' })

    await givenEvents(workspace, {
      ...refund,
      key: 'r2',
      payload: sample('order.refunded', { amount: euros(10_000), order: null }),
    })
    assert.containsSubset((await rowsOf('orders', workspace))[0], { refunded: 18_400, payment: 'refunded' })
  })

  test('follow an edit that proves no milestone', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'order.paid', person: giulia() })
    const change = { total: euros(20_000), payment: 'pending', paidAt: null, fulfilment: 'partial' }
    const [updated] = await givenEvents(workspace, {
      type: 'order.updated',
      payload: sample('order.updated', { ...change, version: SAMPLE_TIME + 1000 }),
    })
    const [order] = await rowsOf('orders', workspace)
    assert.equal(updated.contactId, order.contact_id)
    assert.containsSubset(order, { total: 20_000, payment: 'pending', fulfilment: 'partial', item_count: 2 })
    assert.isNull(order.paid_at)

    const [older] = await givenEvents(workspace, {
      type: 'order.updated',
      payload: sample('order.updated', { version: SAMPLE_TIME + 500 }),
    })
    assert.deepEqual(older.notes, [{ code: 'older_version' }])
    assert.equal((await rowsOf('orders', workspace))[0].total, 20_000)
  })

  test('that change nothing new leave no event behind', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const updates = () => rowsOf('events', workspace).where('type', 'order.updated')
    const paid = sample('order.paid')
    const [, echo] = await givenEvents(workspace, { type: 'order.paid' }, { type: 'order.updated', payload: paid })
    assert.isUndefined(echo)
    // The same version by another topic of the shop's.
    await givenEvents(workspace, { type: 'order.placed', payload: paid }, { type: 'order.updated', payload: paid })
    await givenEvents(workspace, { type: 'order.updated', payload: paid })
    assert.lengthOf(await updates(), 0)

    const sameSecond = { type: 'order.updated', payload: sample('order.paid', { total: euros(20_000) }) }
    await givenEvents(workspace, sameSecond)
    await givenEvents(workspace, sameSecond)
    assert.lengthOf(await updates(), 1)
    assert.equal((await rowsOf('orders', workspace))[0].total, 20_000)
  })

  test('keep what was given back when an older telling knows nothing of it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'order.paid' })
    await givenEvents(workspace, {
      type: 'order.refunded',
      payload: sample('order.refunded', { amount: euros(8_400), order: null }),
    })
    await givenEvents(workspace, {
      type: 'order.completed',
      payload: sample('order.completed', { version: SAMPLE_TIME }),
    })
    assert.containsSubset((await rowsOf('orders', workspace))[0], { refunded: 8_400, payment: 'partially_refunded' })
    assert.containsSubset((await rowsOf('order_refunds', workspace))[0], {
      amount: 8_400,
      reason: 'Arrived with a chipped shade',
    })
  })

  test('of a shop that says nothing of it are fulfilled once a parcel has left', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const silent = { fulfilment: null }
    const fulfilment = async () => (await rowsOf('orders', workspace)).map((row) => row.fulfilment)
    await givenEvents(workspace, { type: 'order.paid', payload: sample('order.paid', silent) })
    assert.deepEqual(await fulfilment(), ['unfulfilled'])
    await givenEvents(workspace, { type: 'shipment.dispatched' })
    assert.deepEqual(await fulfilment(), ['fulfilled'])
    await givenEvents(workspace, {
      type: 'order.updated',
      payload: sample('order.paid', { ...silent, total: euros(100), version: SAMPLE_TIME + 1000 }),
    })
    assert.deepEqual(await fulfilment(), ['fulfilled'])
  })

  test('find the parcels that were told of before them', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'shipment.dispatched' })
    await givenEvents(workspace, { type: 'order.paid', payload: sample('order.paid', { fulfilment: null }) })
    const [order] = await rowsOf('orders', workspace)
    assert.equal(order.fulfilment, 'fulfilled')
    assert.equal((await rowsOf('shipments', workspace))[0].order_id, order.id)
  })

  test('keep their word where the shop tells of the fulfilment itself', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'order.paid' })
    await givenEvents(workspace, { type: 'shipment.dispatched' })
    assert.equal((await rowsOf('orders', workspace))[0].fulfilment, 'unfulfilled')
  })

  test('are a basis for messages about them for a year', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [event] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })
    const contactId = String(event.contactId)

    assert.isTrue(await hasTransactionalBasis(db.connection(), contactId, SAMPLE_TIME + 300 * DAY))
    assert.isFalse(await hasTransactionalBasis(db.connection(), contactId, SAMPLE_TIME + 366 * DAY))
  })

  test('tell whose their shipments are', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [placed] = await givenEvents(workspace, { type: 'order.placed', person: giulia() })
    const [shipped] = await givenEvents(workspace, { type: 'shipment.dispatched' })

    assert.equal(shipped.contactId, placed.contactId)
    const [shipment] = await rowsOf('shipments', workspace)
    assert.equal(shipment.contact_id, placed.contactId)
    assert.equal(shipment.order_id, (await rowsOf('orders', workspace))[0].id)
  })

  test('hold a shipment at its newest state', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, {
      type: 'shipment.delivered',
      payload: sample('shipment.delivered', { version: SAMPLE_TIME + 5000 }),
    })
    await givenEvents(workspace, {
      type: 'shipment.in_transit',
      payload: sample('shipment.in_transit', { version: SAMPLE_TIME + 1000 }),
    })
    assert.equal((await rowsOf('shipments', workspace))[0].state, 'delivered')
  })

  test('of three webhooks in one batch cost one order', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(
      workspace,
      { type: 'order.placed', person: giulia() },
      { type: 'order.paid', person: giulia() },
      { type: 'order.placed', person: giulia() }
    )
    assert.lengthOf(await rowsOf('orders', workspace), 1)
    assert.equal((await rowsOf('orders', workspace))[0].payment, 'paid')
  })

  test('keep products at their newest', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(workspace, { type: 'product.updated', key: 'a' })
    await givenEvents(workspace, {
      type: 'product.updated',
      key: 'b',
      payload: sample('product.updated', { title: 'Goccia', version: clock.now() }),
    })
    assert.equal((await rowsOf('products', workspace))[0].title, 'Goccia')
  })
})
