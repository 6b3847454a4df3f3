import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { clock } from '#app/clock'
import { connect } from '#app/connectors/connect'
import { openPage } from '#app/payments/opening'
import { drain, Worker } from '#app/work/worker'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import type { FakeSession } from '#tests/support/fake_world/stripe_account'
import { givenContact } from '#tests/support/messaging'
import { euros, givenPayment, IPHONE, tell } from '#tests/support/payments'
import { givenOwner, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }
const SHOTS = process.env.SCREENSHOTS

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>

/** Looks at a page on a desk and on a phone, light and dark; answers how far it can be scrolled sideways. */
async function lookedAt(page: Page, name: string): Promise<number> {
  let over = 0
  for (const [size, viewport] of Object.entries({
    390: { width: 390, height: 844 },
    1440: { width: 1440, height: 900 },
  })) {
    await page.setViewportSize(viewport)
    over = Math.max(over, await sideways(page))
    if (!SHOTS) continue
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${SHOTS}/${name}-${size}-${colorScheme}.png`, fullPage: size === '390' })
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
  return over
}

/** Stripe's own page, where the link leads to it: a button that pays, and the way back. */
async function standIn(page: Page, pay: () => Promise<string>): Promise<void> {
  await page.exposeFunction('payAtStripe', pay)
  // What a redirect leads to passes by a route, so the answer itself is looked at.
  await page.route(/\/p\/\w{8}$/, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    const leads = response.headers().location?.startsWith('https://checkout.stripe.com/c/pay/cs_') ?? false
    if (!leads) return route.fulfill({ response })
    const body = '<button onclick="payAtStripe().then((back) => { location.href = back })">Pay now</button>'
    return route.fulfill({ contentType: 'text/html', body })
  })
}

test.group('A payment link', (group) => {
  const stripe = new FakeStripe({ now: () => clock.now() })
  group.each.timeout(180_000)
  group.each.setup(async () => {
    fakeWorld.lead('https://api.stripe.com', await stripe.start())
    const worker = new Worker()
    worker.start()
    return async () => {
      await worker.stop()
      fakeWorld.lead('https://api.stripe.com', null)
      await stripe.stop()
      clock.restore()
    }
  })

  test('is asked for in the console, opened on a phone, paid, and shown as paid', async ({
    browser,
    browserContext,
    visit,
    assert,
  }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenOwner(workspace))
    const page = await visit(`/w/${workspace.id}/commerce/payments`)
    await page.getByText('Nobody to pay with yet').waitFor(PATIENCE)
    assert.equal(await lookedAt(page, 'no-vendor'), 0)

    const key = `sk_test_${randomBytes(12).toString('hex')}`
    const account = stripe.addAccount(key)
    const connected = await connect(workspace, 'stripe', { credentials: { apiKey: key }, actor: SYSTEM })
    if (!connected.ok) throw new Error('Stripe did not connect')
    await givenContact(workspace, { firstName: 'Rosalinda', language: 'it' })
    await page.reload()
    await page.getByText('No payment asked for yet').waitFor()
    await page.getByRole('button', { name: 'Request a payment' }).first().click()
    await page.getByRole('dialog').waitFor()

    await page.getByLabel('Amount').fill('0')
    await page.getByLabel('What it is for').fill('Deposit for the Goccia lamp')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.getByText('The amount must be more than nothing').waitFor()
    await page.getByLabel('Amount').fill('49,90')
    await page.getByRole('dialog').getByRole('combobox', { name: 'Contact' }).fill('rosal')
    await page.getByRole('option', { name: /Rosalinda/ }).click()
    assert.equal(await lookedAt(page, 'ask'), 0)
    await page.getByRole('button', { name: /Make the link/ }).click()

    await page.getByRole('heading', { name: 'Deposit for the Goccia lamp' }).waitFor()
    const link = await page.getByRole('link', { name: /\/p\/\w{8}$/ }).getAttribute('href')
    assert.equal(await lookedAt(page, 'requested'), 0)

    const phone = await (
      await browser.newContext({ userAgent: IPHONE, viewport: { width: 390, height: 844 } })
    ).newPage()
    const here = new URL(page.url()).origin
    await standIn(phone, async () => {
      const [session] = account.of<FakeSession>('checkout.session')
      await account.pay(session.id)
      return here + new URL(String(session.success_url)).pathname
    })
    await phone.goto(here + new URL(String(link)).pathname)
    await phone.getByRole('button', { name: 'Pay now' }).click()
    // In the customer's own language, whatever the browser's.
    await phone.getByText('Il tuo pagamento è arrivato a Bottega Lucente').waitFor({ timeout: 30_000 })
    assert.equal(await lookedAt(phone, 'thanks'), 0)
    await phone.goto(here + new URL(String(link)).pathname)
    await phone.getByRole('heading', { name: 'È già pagato' }).waitFor()

    // The console hears of it by itself.
    await page.getByText('The money arrived').waitFor({ timeout: 30_000 })
    assert.equal(await lookedAt(page, 'paid'), 0)
    await page.getByRole('button', { name: 'Give money back' }).click()
    await page.getByLabel(/Amount/).fill('19.90')
    assert.equal(await lookedAt(page, 'refund'), 0)
    await page.getByRole('button', { name: 'Give back', exact: true }).click()
    await page.getByText('Partly refunded').first().waitFor({ timeout: 30_000 })
    assert.equal(await lookedAt(page, 'refunded'), 0)
    await page.getByRole('link', { name: 'Payments', exact: true }).first().click()
    await page
      .getByRole('link', { name: /Deposit for the Goccia lamp/ })
      .first()
      .waitFor()
  })

  test('shows every state in words, and what a person should look at', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenOwner(workspace))
    const key = `sk_test_${randomBytes(12).toString('hex')}`
    const account = stripe.addAccount(key)
    const connected = await connect(workspace, 'stripe', { credentials: { apiKey: key }, actor: SYSTEM })
    if (!connected.ok) throw new Error('Stripe did not connect')
    const scene = { workspace, connection: connected.connection }
    const titles = ['Deposit', 'Repair of the Goccia lamp, second visit in November', 'Spare shade', 'Delivery']
    const payments = []
    for (const title of titles) {
      const contactId = await givenContact(workspace, { firstName: title === 'Deposit' ? 'Giulia' : 'Paolo' })
      payments.push(await givenPayment(scene, { title, contactId, amount: euros(4900 + payments.length * 1250) }))
    }
    for (const payment of payments.slice(0, 3)) await openPage(payment.id)
    const [, second, first] = account.of<FakeSession>('checkout.session')
    await account.decline(second.id)
    await tell(connected.connection, 'succeeded', {
      key: 'pi-1',
      paymentId: 'pi-1',
      sessionId: first.id,
      amount: euros(490),
    })
    await drain()

    const page = await visit(`/w/${workspace.id}/commerce/payments`)
    await page.getByRole('row', { name: /Deposit.*To look at/ }).waitFor(PATIENCE)
    assert.equal(await lookedAt(page, 'list'), 0)
    await page
      .getByRole('link', { name: /Deposit/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'I have looked at it' }).waitFor()
    assert.equal(await lookedAt(page, 'problem'), 0)
    await page.getByRole('button', { name: 'I have looked at it' }).click()
    await page.getByText('Somebody looked at it').waitFor()
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`${new URL(page.url()).origin}/p/${payments[3].code}/back`)
    await page.getByText('Non hai ancora pagato').waitFor()
    assert.equal(await lookedAt(page, 'not-paid'), 0)
  })
})
