import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import app from '@adonisjs/core/services/app'
import type { Page } from 'playwright'
import type { Workspace } from '#app/accounts/workspace'
import { lookedAt } from '#tests/support/looks'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>

/** Everything that can be used and says nothing to a screen reader. */
const nameless = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, [role=img]')]
    .filter((box) => box.checkVisibility() && !box.closest('[aria-hidden=true]'))
    .filter((box) => !(box.textContent.trim() || box.getAttribute('aria-label') || box.getAttribute('aria-labelledby') || box.labels?.length))
    .map((box) => box.outerHTML.slice(0, 120))`) as Promise<string[]>

/** Keys of language files instead of their texts, and values that nobody turned into words. */
async function unworded(page: Page, rooms: string[]) {
  const shown = await page.locator('body').innerText()
  const keys = shown.match(/\b[a-z]+(\.[a-z_]+)+\b/g) ?? []
  return [
    ...keys.filter((key) => rooms.includes(key.split('.')[0])),
    ...(shown.match(/\b(undefined|NaN|Invalid Date)\b|\[object Object\]/g) ?? []),
  ]
}

type Violation = { impact: string; id: string; nodes: Array<{ html: string }> }

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`
  )) as Violation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}

/**
 * Opens pages one by one and gathers what is wrong with each, so that one run tells all. With `SCREENSHOTS` set it leaves
 * pictures of those that are given a name.
 */
export async function inspector(page: Page, workspace: Pick<Workspace, 'id'>) {
  const files = await readdir(app.languageFilesPath('en'))
  const rooms = files.map((file) => file.replace('.json', ''))
  const faults: string[] = []
  const found = (at: string, what: unknown[]) => faults.push(...what.map((one) => `${at}: ${String(one)}`))
  // Vite's own socket, which only development has, may be cut off by the next visit.
  const heard = (text: string) => /websocket/i.test(text) || !page.url().includes('/w/') || found(page.url(), [text])
  page.on('console', (line) => line.type() === 'error' && heard(line.text()))
  page.on('pageerror', ({ message }) => heard(message))

  return {
    faults,
    async look(to: string, name?: string) {
      await page.setViewportSize(DESK)
      await page.goto(to.startsWith('/w/') ? to : `/w/${workspace.id}${to}`)
      await page.locator('h1').waitFor(PATIENCE)
      found(`${to} at 1440`, [...(await nameless(page)), ...(await unworded(page, rooms)), ...(await barriers(page))])
      if ((await sideways(page)) > 0) found(`${to} at 1440`, ['scrolls sideways'])
      await page.setViewportSize(PHONE)
      found(`${to} at 390`, await nameless(page))
      if ((await sideways(page)) > 0) found(`${to} at 390`, ['scrolls sideways'])
      if (name) await lookedAt(page, name)
    },
    firstLink: async (like: RegExp) => {
      const links = (await page.evaluate(
        `[...document.querySelectorAll('main a[href]')].map((link) => link.getAttribute('href'))`
      )) as string[]
      return links.find((href) => like.test(href))
    },
  }
}
