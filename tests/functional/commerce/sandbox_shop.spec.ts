import { test } from '@japa/runner'
import { Pipeline } from '#app/pipelines/pipeline'
import { furnish } from '#app/sandbox/demo_workspace'
import { ship, tellOf } from '#app/sandbox/parcels'
import { anotherPhone, sandboxOf } from '#app/sandbox/people'
import { buy, refund } from '#app/sandbox/shop'
import { clock, MINUTE } from '#app/clock'
import { drain } from '#app/work/worker'
import { rowsOf } from '#tests/support/events'
import { FRIDAY_MORNING, givenSandbox } from '#tests/support/messaging'
import { givenUser, givenWorkspace } from '#tests/support/workspace'

async function givenShop() {
  const { workspace, connection } = await givenSandbox()
  const pass = async () => {
    await drain()
    clock.advance(MINUTE)
  }
  return { workspace, connection, pass }
}

test.group('The pretend shop', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('sends each parcel under a number of its own, which fulfils its order', async ({ assert }) => {
    const { workspace, connection, pass } = await givenShop()
    for (let nth = 0; nth < 3; nth++) {
      const phone = await anotherPhone(connection)
      await buy(workspace, phone)
      await pass()
      await ship(workspace, phone)
      await pass()
    }
    const parcels = await rowsOf('shipments', workspace)
    assert.equal(new Set(parcels.map((row) => row.tracking_number)).size, 3)
    assert.deepEqual(
      (await rowsOf('orders', workspace)).map((row) => row.fulfilment),
      ['fulfilled', 'fulfilled', 'fulfilled']
    )
  })

  test('knows its people by phone and e-mail, each by their own', async ({ assert }) => {
    const { workspace, connection, pass } = await givenShop()
    for (let nth = 0; nth < 2; nth++) {
      await buy(workspace, await anotherPhone(connection))
      await pass()
    }
    const contacts = await rowsOf('contacts', workspace)
    assert.deepEqual(
      contacts.map((row) => [row.phone, row.email]),
      [
        ['+12025550100', 'giulia.ferrero.1@example.com'],
        ['+12025550101', 'marco.riva.2@example.com'],
      ]
    )
  })

  test('has a Meta that names what it was told as the real one does', async ({ assert }) => {
    const { workspace, connection, pass } = await givenShop()
    await workspace.changeSettings({ shop_reports_purchases: 'no', report_needs_consent: false })
    await buy(workspace, await anotherPhone(connection))
    await pass()
    const [report] = await rowsOf('reports', workspace)
    assert.sameMembers(JSON.parse(String(report.match_keys)), ['ph', 'em', 'external_id'])
  })

  test('brings a parcel home and gives money back with a reason', async ({ assert }) => {
    const { workspace, connection, pass } = await givenShop()
    const phone = await anotherPhone(connection)
    await buy(workspace, phone)
    await pass()
    const parcel = await ship(workspace, phone)
    await pass()
    await tellOf(workspace, phone, { parcel, state: 'delivered' })
    await refund(workspace, phone, parcel.orderId)
    await pass()
    assert.equal((await rowsOf('shipments', workspace))[0].state, 'delivered')
    const [order] = await rowsOf('orders', workspace)
    assert.equal(order.payment, 'refunded')
    assert.equal((await rowsOf('order_refunds', workspace))[0].reason, 'Il paralume è arrivato scheggiato')
  })

  test('is furnished with pipelines in the language of its workspace', async ({ assert }) => {
    const workspace = await givenWorkspace({ locale: 'it' })
    await furnish(workspace, await givenUser())
    assert.isNotNull(await sandboxOf(workspace))
    const pipelines = await Pipeline.in(workspace)
    const published = pipelines.filter(({ versionId }) => versionId).map(({ name }) => name)
    assert.include(published, 'Chiedi com’è andata')
    assert.lengthOf(published, 4)
    const names = pipelines.flatMap(({ draft }) => draft.nodes.map(({ name }) => name))
    assert.include(names, 'Attendi 10 secondi')
  })
})
