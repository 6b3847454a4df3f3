import { test } from '@japa/runner'
import { furnish } from '#app/sandbox/demo_workspace'
import { clock, MINUTE } from '#app/clock'
import { Worker } from '#app/work/worker'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'
const PATIENCE = { timeout: 90_000 }

test.group('The relay in the console', (group) => {
  group.each.timeout(180_000)
  group.each.setup(() => {
    const worker = new Worker()
    worker.start()
    return async () => {
      await worker.stop()
      clock.restore()
    }
  })

  test('is played from the abandoned cart to the recovered revenue', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en', name: 'Bottega Lucente' })
    const user = await givenMember(workspace)
    await furnish(workspace, user)
    await browserContext.loginAs(user)
    // A headless browser calls itself one, and robots that open links are not clicks.
    await browserContext.setExtraHTTPHeaders({ 'user-agent': PHONE })
    const page = await visit(`/w/${workspace.id}/developers/sandbox`)

    await page.getByRole('button', { name: 'Abandon a cart' }).click(PATIENCE)
    const chain = page.getByRole('list', { name: 'The chain' })
    await chain.getByText('Abandoned cart, v1').waitFor()
    clock.advance(MINUTE)
    await page.getByText(/you left .* in your cart/).waitFor()

    await page.getByPlaceholder('Message').fill('Does it dim?')
    await page.keyboard.press('Enter')
    await page.getByText('Does it dim?').waitFor()

    const [checkout] = await Promise.all([page.waitForEvent('popup'), page.getByText('Finish my order').click()])
    await checkout.getByRole('button', { name: 'Buy' }).click(PATIENCE)
    await chain.getByText('Accepted').waitFor(PATIENCE)
    assert.equal(await chain.getByText('Not reached').count(), 0)

    await page.goto(`/w/${workspace.id}`)
    await page.getByText('Recovered revenue', { exact: true }).waitFor(PATIENCE)
    const figure = page
      .locator('section, div')
      .filter({ hasText: /^Recovered revenue/ })
      .first()
    assert.match(await figure.innerText(), /€\d/)
  })
})
