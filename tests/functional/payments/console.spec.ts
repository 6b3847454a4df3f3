import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { erasePersonalRows, personalRows } from '#app/contacts/personal_data'
import { timelineOf } from '#app/contacts/timeline'
import { transaction } from '#app/database'
import { openPage } from '#app/payments/opening'
import { clock, DAY } from '#app/clock'
import { givenContact } from '#tests/support/messaging'
import { euros, givenPayment, paymentRow, ScriptedPayments, tell } from '#tests/support/payments'
import { givenMember } from '#tests/support/workspace'

async function givenConsole(role: 'admin' | 'operator' | 'viewer' = 'admin') {
  const scene = await new ScriptedPayments({ currencies: ['EUR', 'JPY'] }).connected()
  return {
    ...scene,
    user: await givenMember(scene.workspace, role),
    base: `/w/${scene.workspace.id}/commerce/payments`,
  }
}

test.group('Payments in the console', () => {
  test('a request made twice by one form is one payment, logged', async ({ client, assert }) => {
    const { workspace, user, base } = await givenConsole('operator')
    const contact = await givenContact(workspace)
    const form = { key: 'form-key-0001', amount: '49,90', currency: 'EUR', title: 'Deposit', contact, days: 7 }
    for (let click = 0; click < 2; click++) {
      const answer = await client.post(base).loginAs(user).withCsrfToken().redirects(0).form(form)
      answer.assertStatus(302)
      assert.match(String(answer.header('location')), /\/commerce\/payments\/pay_/)
    }
    const rows = await db.from('payments').where('workspace_id', workspace.id)
    assert.lengthOf(rows, 1)
    assert.containsSubset(rows[0], { amount: 4990, currency: 'EUR', source: 'console', contact_id: contact })
    const log = await db.from('audit_entries').where({ workspace_id: workspace.id, action: 'payment.requested' })
    assert.lengthOf(log, 1)
  })

  test('a wrong field is named beside the field', async ({ client, assert }) => {
    const { workspace, user, base } = await givenConsole()
    const good = { key: 'form-key-0002', amount: '49.90', currency: 'EUR', title: 'Deposit' }
    const cases: [object, string][] = [
      [{ amount: '0' }, 'amount'],
      [{ amount: '-3' }, 'amount'],
      [{ amount: '4.900' }, 'amount'],
      [{ amount: 'much' }, 'amount'],
      [{ amount: '4900.5', currency: 'JPY' }, 'amount'],
      [{ currency: 'USD' }, 'currency'],
      [{ currency: 'ZZZ' }, 'currency'],
      [{ title: '' }, 'title'],
      [{ connection: 'con_00000000000000000000000000' }, 'connection'],
      [{ contact: 'ctc_00000000000000000000000000' }, 'contact'],
    ]
    for (const [change, field] of cases) {
      const answer = await client
        .post(base)
        .loginAs(user)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json({ ...good, ...change })
      answer.assertStatus(422)
      assert.equal(answer.body().errors[0].field, field, JSON.stringify(change))
    }
    assert.lengthOf(await db.from('payments').where('workspace_id', workspace.id), 0)
  })

  test('the page of one shows its history, its refunds and what may be done', async ({ client, assert }) => {
    const scene = await givenConsole()
    const { user, base, connection, till } = scene
    const payment = await givenPayment(scene)
    await openPage(payment.id)
    till.become(till.page(), 'succeeded')
    const paymentId = String(till.page().paymentId)
    await tell(connection, 'succeeded', { key: paymentId, paymentId, reference: payment.id, amount: euros(4000) })
    const page = await client.get(`${base}/${payment.id}`).loginAs(user).withInertia()
    page.assertInertiaComponent('commerce/payments/show')
    page.assertInertiaPropsContains({
      payment: { state: 'succeeded', cancellable: false, refundable: 4000, problem: { code: 'paid_other_amount' } },
    })
    const history = page.inertiaProps.payment.history as { reason: { code: string } }[]
    assert.deepEqual(
      history.map(({ reason }) => reason.code),
      ['payment_succeeded', 'payment_opened', 'payment_requested_by_api']
    )
    const seen = await client.delete(`${base}/${payment.id}/problem`).loginAs(user).withCsrfToken().redirects(0)
    seen.assertStatus(302)
    assert.isNull((await paymentRow(payment)).problem)
  })

  test('the list offers whom to ask while one types', async ({ client, assert }) => {
    const { workspace, user, base } = await givenConsole()
    const rosa = await givenContact(workspace, { firstName: 'Rosalinda' })
    for (const name of ['Anna', 'Bruno', 'Carla']) await givenContact(workspace, { firstName: name })
    const page = await client.get(`${base}?who=rosal`).loginAs(user).withInertia()
    page.assertInertiaComponent('commerce/payments/index')
    assert.deepEqual(
      (page.inertiaProps.people as { id: string }[]).map(({ id }) => id),
      [rosa]
    )
  })

  test('an operator asks, and only a manager gives money back', async ({ client }) => {
    const scene = await givenConsole('operator')
    const payment = await givenPayment(scene)
    const url = `${scene.base}/${payment.id}/refunds`
    const answer = await client.post(url).loginAs(scene.user).withCsrfToken().json({ key: 'refund-key-01' })
    answer.assertStatus(403)
  })

  test('a profile tells of payments, the palette finds them, an erasure takes the person out', async ({
    client,
    assert,
  }) => {
    const scene = await givenConsole()
    const { workspace, user } = scene
    const contactId = await givenContact(workspace)
    const payment = await givenPayment(scene, { contactId, title: 'Lamp for Giulia' })
    await openPage(payment.id)
    const client_ = db.connection()
    const timeline = await timelineOf(client_, contactId, { before: clock.now() + DAY, limit: 20 })
    assert.lengthOf(
      timeline.filter(({ code }) => code === 'payments.timeline.requested'),
      1
    )
    assert.lengthOf(
      timeline.filter(({ code }) => code.startsWith('events.payment')),
      0
    )

    const found = await client.get(`/w/${workspace.id}/search?q=for giulia`).loginAs(user)
    assert.include(JSON.stringify(found.body()), payment.id)

    const rows = await personalRows(client_, [contactId])
    assert.sameMembers(
      Object.keys(rows).filter((table) => table.startsWith('payment')),
      ['payments', 'payment_sessions', 'payment_changes']
    )
    await transaction((trx) => erasePersonalRows(trx, [contactId]))
    const left = JSON.stringify([
      await client_.from('payments').where('id', payment.id),
      await client_.from('payment_sessions').where('payment_id', payment.id),
    ])
    assert.notInclude(left, 'Giulia')
  })
})
