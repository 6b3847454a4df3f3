import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { SYSTEM } from '#app/accounts/access'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { requestRefund } from '#app/payments/refunds'
import { chosenVendor } from '#app/payments/vendors'
import db from '@adonisjs/lucid/services/db'
import { drain } from '#app/work/worker'
import { givenConnection } from '#tests/support/connections'
import { FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'
import { eventsOf, IPHONE, paymentRow, ScriptedPayments } from '#tests/support/payments'
import { abandon, chain, givenPipeline, onlyRun } from '#tests/support/pipelines'
import { givenMember } from '#tests/support/workspace'

const LINK = { type: 'payment_link', id: 'pay', config: { amount: '49.90', currency: 'EUR', title: 'Deposit' } }
const UNTIL_PAID = {
  type: 'wait',
  id: 'paid',
  config: { mode: 'event', events: ['payment.succeeded'], scope: 'subject', timeout: '3d' },
}

const tapped = async (client: ApiClient, code: string): Promise<string> => {
  const answer = await client.get(`/p/${code}`).redirects(0).header('user-agent', IPHONE)
  answer.assertStatus(303)
  return new URL(String(answer.header('location'))).pathname
}

const press = (client: ApiClient, page: string, act: string) =>
  client.post(`${page}/${act}`).redirects(0).header('accept-language', 'it')

async function givenAsked(client: ApiClient) {
  const scene = await givenSandbox()
  const user = await givenMember(scene.workspace, 'admin')
  const form = { key: 'form-key-0001', amount: '49,90', currency: 'EUR', title: 'Deposit' }
  const url = `/w/${scene.workspace.id}/commerce/payments`
  ;(await client.post(url).loginAs(user).withCsrfToken().redirects(0).form(form)).assertStatus(302)
  const payment = await db.from('payments').where('workspace_id', scene.workspace.id).firstOrFail()
  return { ...scene, payment: { id: String(payment.id) }, page: await tapped(client, String(payment.code)) }
}

test.group('A payment in the sandbox', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('is asked for, declined, paid and given back, and never counts as real money', async ({ client, assert }) => {
    const { workspace, payment, page } = await givenAsked(client)
    const shown = await client.get(page).header('accept-language', 'it')
    assert.include(shown.text(), 'Sandbox: nessun denaro si muove')
    assert.include(shown.text(), '49,90')

    assert.include((await press(client, page, 'decline')).text(), 'La banca finta ha detto di no')
    await drain()
    assert.equal((await paymentRow(payment)).state, 'failed')
    const paid = await press(client, page, 'pay')
    paid.assertStatus(303)
    assert.match(String(paid.header('location')), /\/p\/\w{8}\/done$/)
    await press(client, page, 'pay')
    await drain()
    assert.containsSubset(await paymentRow(payment), { state: 'succeeded', paid: 4990 })
    assert.isFalse(Boolean((await paymentRow(payment)).live))
    const [told, ...others] = await eventsOf(workspace, 'payment.succeeded')
    assert.lengthOf(others, 0)
    assert.include(String(told.payload), '"live":false')

    for (const amount of [1000, null])
      await transaction((trx) =>
        requestRefund(trx, payment.id, { key: `refund-${amount}`, amount, source: 'api', actor: SYSTEM })
      )
    await drain()
    assert.containsSubset(await paymentRow(payment), { state: 'refunded', refunded: 4990 })
    assert.lengthOf(await eventsOf(workspace, 'payment.refunded'), 2)
  })

  test('left without paying leads back, and an unknown page opens nothing', async ({ client, assert }) => {
    const { payment, page } = await givenAsked(client)
    const left = await press(client, page, 'leave')
    left.assertStatus(303)
    assert.match(String(left.header('location')), /\/p\/\w{8}\/back$/)
    assert.equal((await paymentRow(payment)).state, 'open')
    ;(await client.get(`/sandbox/pay/${'x'.repeat(32)}`)).assertStatus(404)
  })

  test('lets the run that waits for it go on', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace)
    const pipeline = await givenPipeline(workspace, {
      kind: 'service',
      edges: [
        { from: 'trigger', branch: 'next', to: 'pay' },
        { from: 'pay', branch: 'next', to: 'paid' },
        { from: 'paid', branch: 'event', to: 'end' },
        { from: 'paid', branch: 'timeout', to: 'end' },
      ],
      nodes: [...chain(LINK, UNTIL_PAID).nodes, { id: 'end', type: 'end', name: 'end', config: {} }],
    })
    await abandon(workspace, contactId)
    await drain()
    const payment = await db.from('payments').where('workspace_id', workspace.id).firstOrFail()
    assert.equal((await onlyRun(pipeline)).state, 'waiting')
    await press(client, await tapped(client, String(payment.code)), 'pay')
    await drain()
    assert.equal((await onlyRun(pipeline)).state, 'completed')
  })

  test('is not asked of a real person', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const phone = { kind: 'phone' as const, value: '+39 333 000 0101', country: 'IT' }
    const contact = await givenContact(workspace, { identities: [phone] })
    const answer = await client
      .post(`/w/${workspace.id}/commerce/payments`)
      .loginAs(await givenMember(workspace, 'admin'))
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({ key: 'form-key-0009', amount: '49.90', currency: 'EUR', title: 'Deposit', contact })
    answer.assertStatus(422)
    assert.containsSubset(answer.body().errors, [{ field: 'connection' }])
    assert.lengthOf(await db.from('payments').where('workspace_id', workspace.id), 0)
  })

  test('gives way to a real vendor', async ({ assert }) => {
    const { workspace, connection } = await new ScriptedPayments().connected()
    await givenConnection(workspace, 'sandbox', { secret: 'a secret of the sandbox' })
    const chosen = await chosenVendor(db.connection(), workspace.id, null)
    assert.isTrue(chosen.ok && chosen.connection.id === connection.id)
  })
})
