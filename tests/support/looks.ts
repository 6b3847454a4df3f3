import type { Page } from 'playwright'

const SIZES = { 390: { width: 390, height: 844 }, 1440: { width: 1440, height: 900 } }

/**
 * Looks at a page on a phone and on a desk; answers how far it can be scrolled sideways, which should be nothing. With
 * `SCREENSHOTS` set to a folder it leaves pictures there, light and dark.
 */
export async function lookedAt(page: Page, name: string): Promise<number> {
  const folder = process.env.SCREENSHOTS
  let over = 0
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    over = Math.max(over, await sideways(page))
    if (!folder) continue
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png`, fullPage: true })
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
  return over
}

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>
