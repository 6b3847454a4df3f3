import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { Connection } from '#app/connectors/connection'
import { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const PATIENCE = { timeout: 90_000 }
const SHOTS = process.env.SCREENSHOTS

test.group('Keys that a shop hands out', (group) => {
  const woo = new FakeWooCommerce()
  group.each.timeout(180_000)
  group.setup(async () => {
    await woo.start()
    return () => woo.stop()
  })

  test('come by one button beside the form for pasting them', async ({ browserContext, visit, assert }) => {
    const shop = woo.addShop('emporio-browser.example')
    fakeWorld.lead(shop.site, woo.origin)
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenMember(workspace, 'admin'))
    const page = await visit(`/w/${workspace.id}/connections/new?connector=woocommerce`)
    const button = page.getByRole('button', { name: 'Connect with your shop' })
    await button.waitFor(PATIENCE)
    if (SHOTS) {
      await page.screenshot({ path: `${SHOTS}/woocommerce-1440.png`, fullPage: true })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: `${SHOTS}/woocommerce-390-dark.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 1440, height: 900 })
    }

    await button.click()
    await page.getByText('Fill in “Shop address”.').waitFor(PATIENCE)
    assert.equal(await page.getByText('Fill in “Consumer key”.').count(), 0, 'keys are not asked for')

    await page.getByRole('textbox', { name: 'Shop address' }).fill('emporio-browser.example')
    await button.click()
    await page.waitForURL(/\/connections\/con_/, PATIENCE)
    await page.getByText('Connected.').waitFor(PATIENCE)
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/woocommerce-connected.png` })
    const [connection] = await Connection.in(workspace)
    assert.deepEqual([connection?.state, shop.webhooks.length], ['healthy', 11])
    fakeWorld.lead(shop.site, null)
  })
})
