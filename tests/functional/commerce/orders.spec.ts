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
