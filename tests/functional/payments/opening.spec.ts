import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR } from '#app/clock'
import { drain } from '#app/work/worker'
import { OutcomeUnknown, PolicyRefused, Temporary } from '#sdk/index'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { givenPayment, historyOf, IPHONE, paymentRow, ScriptedPayments } from '#tests/support/payments'

const tap = (client: ApiClient, { code }: { code: string }) =>
  client.get(`/p/${code}`).redirects(0).header('user-agent', IPHONE)

test.group('A payment link', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('opens nothing until a person taps it', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    const preview = await client.get(`/p/${payment.code}`).header('user-agent', 'WhatsApp/2.24.20.5 A')
    preview.assertStatus(200)
    assert.include(preview.text(), 'Goccia lamp')
    assert.include(String(preview.header('x-robots-tag')), 'noindex')
    await client.head(`/p/${payment.code}`).header('user-agent', IPHONE)
    await client.get(`/p/${payment.code}`).redirects(0).header('user-agent', IPHONE).header('sec-purpose', 'prefetch')
    assert.lengthOf(scene.till.pages, 0)

    const opened = await tap(client, payment)
    opened.assertStatus(303)
    assert.equal(opened.header('location'), `https://till.example/${scene.till.page().id}`)
    assert.equal(opened.header('cache-control'), 'no-store')
    assert.equal((await paymentRow(payment)).state, 'open')
  })

  test('has a code of eight characters that nobody mistakes', async ({ assert }) => {
    const payment = await givenPayment(await new ScriptedPayments().connected())
    assert.match(payment.code, /^[2-9a-km-zA-HJ-NP-Z]{8}$/)
  })

  test('tells the vendor our reference, the amount, where to come back and whom it is for', async ({
    client,
    assert,
  }) => {
    const scene = await new ScriptedPayments().connected()
    const contactId = await givenContact(scene.workspace, {
      identities: [{ kind: 'phone', value: '+393330000142' }],
      language: 'it',
    })
    const payment = await givenPayment(scene, { contactId, expiresAt: clock.now() + DAY })
    await tap(client, payment)
    const { request, key } = scene.till.page()
    assert.equal(key, `${payment.id}/1`)
    assert.containsSubset(request, {
      reference: payment.id,
      amount: { amount: 4900, currency: 'EUR' },
      title: 'Goccia lamp',
      expiresAt: clock.now() + DAY,
      locale: 'it',
      person: { firstName: 'Giulia', identities: [{ kind: 'phone', value: '+393330000142' }] },
    })
    assert.match(request.returnUrl, new RegExp(`/p/${payment.code}/done$`))
    assert.match(request.cancelUrl, new RegExp(`/p/${payment.code}/back$`))
  })

  test('opens one page for two taps at once', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    scene.till.beforeOpening = () => new Promise((resolve) => setTimeout(resolve, 150))
    const answers = await Promise.all(Array.from({ length: 5 }, () => tap(client, payment)))
    assert.lengthOf(scene.till.opened, 1)
    assert.deepEqual(
      [...new Set(answers.map((answer) => answer.header('location')))],
      [`https://till.example/${scene.till.page().id}`]
    )
  })

  test('leads to the same page as long as that stands open, and to a new one after', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await tap(client, payment)
    clock.advance(2 * HOUR)
    await tap(client, payment)
    assert.lengthOf(scene.till.pages, 1)

    clock.advance(DAY)
    scene.till.become(scene.till.page(), 'expired')
    const again = await tap(client, payment)
    assert.deepEqual(
      scene.till.pages.map(({ key }) => key),
      [`${payment.id}/1`, `${payment.id}/2`]
    )
    assert.equal(again.header('location'), `https://till.example/${scene.till.page(1).id}`)
    const sessions = await db.from('payment_sessions').where('payment_id', payment.id).orderBy('number')
    assert.deepEqual(
      sessions.map(({ state }) => state),
      ['expired', 'open']
    )
  })

  test('asks before it opens a new page, so that nobody pays twice', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await tap(client, payment)
    // Paid in its last minute, and the webhook is lost.
    scene.till.become(scene.till.page(), 'succeeded')
    clock.advance(DAY + HOUR)
    const again = await tap(client, payment)
    again.assertStatus(200)
    assert.include(again.text(), 'There is nothing more to pay here')
    assert.lengthOf(scene.till.pages, 1)
    assert.equal((await paymentRow(payment)).state, 'succeeded')
  })

  test('after a crash between opening and keeping it the same key gives the same page', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    scene.till.beforeOpening = async () => {
      scene.till.beforeOpening = async () => {}
      // The page is opened, and whoever asked for it is gone before it is kept.
      await scene.till.openedBehindOurBack(`${payment.id}/1`)
      throw new OutcomeUnknown('The answer was lost')
    }
    const lost = await tap(client, payment)
    lost.assertStatus(503)
    const found = await tap(client, payment)
    found.assertStatus(303)
    assert.lengthOf(scene.till.pages, 1)
    assert.equal(found.header('location'), `https://till.example/${scene.till.page().id}`)
  })

  test('says so kindly when the vendor is away, and works once it is back', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    scene.till.failures = [new Temporary('down')]
    const away = await tap(client, payment).header('accept-language', 'it')
    away.assertStatus(503)
    assert.include(away.text(), 'Riprova')
    assert.notInclude(away.text(), 'down')
    const back = await client.post(`/p/${payment.code}`).redirects(0)
    back.assertStatus(303)
  })

  test('tells the merchant why the vendor will not open a page', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    scene.till.failures = [new PolicyRefused('Account not activated', { policy: 'not_activated' })]
    const refused = await tap(client, payment)
    refused.assertStatus(200)
    assert.include(refused.text(), 'cannot be paid here')
    assert.include(String((await paymentRow(payment)).problem), 'payment_page_refused')
    assert.include(await historyOf(payment), 'requested: payment_page_refused')
    // Mended: the next tap opens another page under another key.
    ;(await tap(client, payment)).assertStatus(303)
    assert.equal(scene.till.page().key, `${payment.id}/2`)
  })

  test('is over when its time is, in words of the customer', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const contactId = await givenContact(scene.workspace, { language: 'it' })
    const payment = await givenPayment(scene, { contactId, expiresAt: clock.now() + HOUR })
    clock.advance(HOUR)
    const late = await tap(client, payment)
    late.assertStatus(410)
    assert.include(late.text(), 'Questo link è scaduto')
    assert.lengthOf(scene.till.pages, 0)
    assert.equal((await paymentRow(payment)).state, 'expired')
  })

  test('an unknown code is nobody’s', async ({ client, assert }) => {
    const unknown = await client.get('/p/abcdefgh').header('user-agent', IPHONE)
    unknown.assertStatus(404)
    assert.include(unknown.text(), 'not known here')
  })

  test('coming back asks the vendor at once, and thanks once it knows', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await tap(client, payment)
    scene.till.become(scene.till.page(), 'approved')
    const back = await client.get(`/p/${payment.code}/done`).header('user-agent', IPHONE)
    back.assertStatus(200)
    assert.include(back.text(), 'http-equiv="refresh"')
    await drain()
    const thanks = await client.get(`/p/${payment.code}/done?n=1`).header('user-agent', IPHONE)
    assert.include(thanks.text(), 'Thank you')
    assert.notInclude(thanks.text(), 'http-equiv="refresh"')
    assert.equal((await paymentRow(payment)).state, 'succeeded')
  })

  test('coming back without having paid is told no lie', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await tap(client, payment)
    const last = await client.get(`/p/${payment.code}/done?n=10`).header('user-agent', IPHONE)
    assert.include(last.text(), 'We have not heard of it yet')
    assert.notInclude(last.text(), 'http-equiv="refresh"')
  })

  test('however often it is come back to, the vendor is not stormed', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    await tap(client, payment)
    for (let visit = 0; visit < 4; visit++) {
      await client.get(`/p/${payment.code}/done`).header('user-agent', IPHONE)
      await drain()
    }
    assert.equal(scene.till.settles, 1)
  })

  test('leaving the page without paying leads to a page with a button, and to no loop', async ({ client, assert }) => {
    const scene = await new ScriptedPayments().connected()
    const payment = await givenPayment(scene)
    const back = await client.get(`/p/${payment.code}/back`).redirects(0).header('user-agent', IPHONE)
    back.assertStatus(200)
    assert.include(back.text(), 'You have not paid yet')
    assert.include(back.text(), `action="/p/${payment.code}"`)
  })
})
