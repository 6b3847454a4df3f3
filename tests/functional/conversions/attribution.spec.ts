import { test } from '@japa/runner'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { creditedRevenue, revenueByMessage } from '#app/conversions/figures'
import { changeAttribution } from '#app/conversions/reattribution'
import { drain } from '#app/work/worker'
import type { Workspace } from '#app/accounts/workspace'
import { givenDelivered, orderFact } from '#tests/support/conversions'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

async function givenGiulia(workspace: Workspace) {
  await givenEvents(workspace, { type: 'customer.created', person: giulia() })
  const [contact] = await rowsOf('contacts', workspace)
  return { id: String(contact.id), workspaceId: workspace.id }
}

const buys = async (workspace: Workspace, orderId = '5581') => {
  await givenEvents(workspace, { ...orderFact({ orderId }), person: giulia() })
  await drain()
  const [conversion] = await rowsOf('conversions', workspace).where({
    kind: 'purchase',
    outcome_id: `bottega.myshopify.com:${orderId}`,
  })
  return conversion
}

test.group('Crediting conversions', (group) => {
  group.each.setup(() => {
    clock.freeze()
    return () => clock.restore()
  })

  test('the last click within its window has the credit', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contact = await givenGiulia(workspace)
    const clicked = await givenDelivered(contact, {
      deliveredAt: clock.now() - 3 * DAY,
      clickedAt: clock.now() - 2 * DAY,
    })
    await givenDelivered(contact, { deliveredAt: clock.now() - HOUR })

    const conversion = await buys(workspace)
    assert.include(conversion, {
      message_id: clicked,
      credited_by: 'click',
      model: 'last_click',
      amount: 18_400,
      currency: 'EUR',
    })
  })

  test('without a click, the last message of the last day', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contact = await givenGiulia(workspace)
    await givenDelivered(contact, { deliveredAt: clock.now() - 8 * DAY, clickedAt: clock.now() - 8 * DAY })
    const recent = await givenDelivered(contact, { deliveredAt: clock.now() - 2 * HOUR })
    await givenDelivered(contact, { deliveredAt: clock.now() - HOUR, purpose: 'authentication' })

    assert.include(await buys(workspace), { message_id: recent, credited_by: 'delivery' })
  })

  test('neither is nobody’s, and what came after placing counts for nothing', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contact = await givenGiulia(workspace)
    await givenDelivered(contact, { deliveredAt: clock.now() - 2 * DAY })
    // The order is placed five minutes before it is paid; this confirmed it.
    await givenDelivered(contact, { deliveredAt: clock.now() - MINUTE })

    assert.include(await buys(workspace), { message_id: null, credited_by: null })
  })

  test('another model credits the past anew', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contact = await givenGiulia(workspace)
    await givenDelivered(contact, { deliveredAt: clock.now() - 3 * DAY, clickedAt: clock.now() - 2 * DAY })
    const recent = await givenDelivered(contact, { deliveredAt: clock.now() - HOUR })
    await buys(workspace)

    await changeAttribution(workspace, { attribution_model: 'last_message' })
    await drain()
    const [conversion] = await rowsOf('conversions', workspace).where('kind', 'purchase')
    assert.include(conversion, {
      message_id: recent,
      credited_by: 'delivery',
      model: 'last_message',
      state: 'settled',
    })
  })

  test('the same order is one conversion, and revenue is by currency', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const contact = await givenGiulia(workspace)
    const message = await givenDelivered(contact)
    await buys(workspace, '1')
    await buys(workspace, '1')
    await buys(workspace, '2')

    const period = { since: 0, until: clock.now() }
    const revenue = [{ amount: 36_800, currency: 'EUR', conversions: 2 }]
    assert.deepEqual(await creditedRevenue(workspace.id, period), revenue)
    assert.deepEqual((await revenueByMessage(workspace.id, [message])).get(message), revenue)
  })
})
