import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const VIEWS = ['run', 'chains', 'home', 'empty', 'parts', 'phone', 'pipeline', 'outline', 'signin', 'wizard']

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }

async function openGallery(page: Page, workspace: string, view: string) {
  await page.goto(`/w/${workspace}/dev/gallery?view=${view}`)
  await page.waitForSelector('h1', PATIENCE)
}

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>

/** Everything that can be used and says nothing to a screen reader. */
const nameless = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('button, a[href], input, select, textarea, [role=img]')]
    .filter((box) => box.checkVisibility() && !box.closest('[aria-hidden=true]'))
    .filter((box) => !(box.textContent.trim() || box.getAttribute('aria-label') || box.getAttribute('aria-labelledby') || box.labels?.length))
    .map((box) => box.outerHTML.slice(0, 120))`) as Promise<string[]>

test.group('The shared parts of the console', (group) => {
  group.each.timeout(180_000)

  test('never scroll sideways at 360 px, in either language', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit('/health')
    await page.setViewportSize({ width: 360, height: 740 })
    for (const locale of ['en', 'it']) {
      await browserContext.addCookies([{ name: 'locale', value: locale, url: page.url() }])
      for (const view of VIEWS) {
        await openGallery(page, workspace.id, view)
        assert.equal(await sideways(page), 0, `${view} in ${locale}`)
      }
    }
  })

  test('have a name for everything that can be used', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit('/health')
    for (const view of VIEWS) {
      await openGallery(page, workspace.id, view)
      assert.deepEqual(await nameless(page), [], view)
    }
  })

  test('show the chain as an ordered list that says where it stopped and why', async ({
    browserContext,
    visit,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit('/health')
    await openGallery(page, workspace.id, 'run')
    const chain = page.getByRole('list', { name: 'The chain' })
    assert.equal(await chain.getByRole('listitem').count(), 9)
    assert.isTrue(
      await page.getByText('Not sent: no marketing consent on WhatsApp.').filter({ visible: true }).isVisible()
    )
  })

  test('open the search with the keyboard and go where it says', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    const page = await visit('/health')
    await openGallery(page, workspace.id, 'run')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('setting')
    await page.getByRole('option', { name: 'Settings' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/w/${workspace.id}/settings`)
    assert.match(page.url(), /settings$/)
  })
})
