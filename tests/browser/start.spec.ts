import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { Run } from '#app/runs/run'
import { clock } from '#app/clock'
import { Worker } from '#app/work/worker'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }
const SHOTS = process.env.SCREENSHOTS
const NIGHT = Date.UTC(2026, 10, 22, 22)

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>

/** Looks at the step on a desk and on a phone, where nothing may scroll sideways. */
async function lookedAt(page: Page, name: string): Promise<number> {
  await page.setViewportSize({ width: 390, height: 844 })
  const over = await sideways(page)
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-390.png`, fullPage: true })
  await page.setViewportSize({ width: 1440, height: 900 })
  if (SHOTS) {
    await page.screenshot({ path: `${SHOTS}/${name}-1440.png` })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${SHOTS}/${name}-dark.png` })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  return over
}

test.group('The first run', (group) => {
  group.each.timeout(180_000)
  group.each.setup(() => {
    const worker = new Worker()
    worker.start()
    return async () => {
      await worker.stop()
      clock.restore()
    }
  })

  test('leads from nothing to a reminder on the sandbox phone', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en', settings: { quiet_hours: false } })
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit(`/w/${workspace.id}/start`)

    await page.getByRole('heading', { name: 'Where do your orders come from?' }).waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Connect Shopify' }).waitFor()
    assert.equal(await lookedAt(page, 'shop'), 0)
    await page.getByRole('button', { name: 'Use the sample shop' }).click()

    await page.getByRole('heading', { name: 'Which number do you write from?' }).waitFor()
    assert.isTrue(await page.getByRole('radio', { name: 'Sandbox phone' }).isChecked())
    assert.equal(await lookedAt(page, 'number'), 0)
    await page.getByRole('link', { name: 'Continue' }).click()

    await page.getByRole('heading', { name: 'What should happen first?' }).waitFor()
    await page.getByText(/you left .* in your cart/).waitFor()
    assert.equal(await lookedAt(page, 'pipeline'), 0)
    await page.getByRole('button', { name: 'Install and start' }).click()

    await page.getByRole('button', { name: 'Abandon a cart' }).click()
    await page.getByRole('button', { name: 'Go on without waiting' }).click(PATIENCE)
    await page.getByText(/you left .* in your cart/).waitFor(PATIENCE)
    assert.equal(await lookedAt(page, 'try'), 0)
    assert.lengthOf(await Run.in(workspace), 1)

    await page.getByRole('link', { name: 'Go to Home' }).click()
    await page.waitForURL(`**/w/${workspace.id}`)
  })

  test('is taken up where it was left', async ({ browserContext, visit }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit(`/w/${workspace.id}/start`)
    await page.getByRole('button', { name: 'Use the sample shop' }).click(PATIENCE)
    await page.getByRole('heading', { name: 'Which number do you write from?' }).waitFor()
    await page.getByRole('link', { name: 'Skip for now' }).click()
    await page.waitForURL(`**/w/${workspace.id}`)

    await page.goto(`/w/${workspace.id}/start`)
    await page.getByRole('heading', { name: 'What should happen first?' }).waitFor(PATIENCE)
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByRole('heading', { name: 'Which number do you write from?' }).waitFor()
  })

  test('says at the field what a shop’s details lack, and stores nothing', async ({
    browserContext,
    visit,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit(`/w/${workspace.id}/start?step=shop`)
    await page.locator('form input').first().waitFor(PATIENCE)
    await page.locator('form').evaluate((form: { noValidate: boolean }) => (form.noValidate = true))
    await page.getByRole('button', { name: 'Connect Shopify' }).click()
    await page.locator('[aria-invalid=true]').first().waitFor()
    assert.isAbove(await page.locator('[aria-invalid=true]').count(), 0)
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/errors-1440.png` })
  })

  test('gives the address of a shop that is none of ours', async ({ browserContext, visit }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit(`/w/${workspace.id}/start?step=shop`)
    await page.getByRole('radio', { name: 'Inbound webhook' }).check(PATIENCE)
    await page.getByRole('button', { name: 'Connect Inbound webhook' }).click()
    await page.getByText('Post to this address').waitFor()
    await page.getByText('/in/').waitFor()
    await lookedAt(page, 'address')
  })

  test('says by night that marketing waits for the morning', async ({ browserContext, visit }) => {
    clock.freeze(NIGHT)
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit(`/w/${workspace.id}/start?step=shop`)
    await page.getByRole('button', { name: 'Use the sample shop' }).click(PATIENCE)
    await page.getByRole('link', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Install and start' }).click()
    await page.getByText('It is quiet until').waitFor()
    await lookedAt(page, 'quiet')
    await page.getByRole('button', { name: 'Turn quiet hours off' }).click()
    await page.getByText('It is quiet until').waitFor({ state: 'detached' })
  })
})
