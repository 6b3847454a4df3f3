import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY, MINUTE } from '#app/clock'
import { atTime, furnish } from '#app/sandbox/demo_workspace'
import { anotherPhone } from '#app/sandbox/people'
import { change, write } from '#app/sandbox/phone_acts'
import { ship } from '#app/sandbox/parcels'
import { abandonCart, buy } from '#app/sandbox/shop'
import { drain } from '#app/work/worker'
import { givenMember, givenOwner, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

const LISTS = [
  ...['', '/contacts', '/contacts/new', '/pipelines', '/pipelines/new', '/runs', '/messages', '/templates'],
  ...[
    '/templates/new',
    '/commerce/carts',
    '/commerce/orders',
    '/commerce/shipments',
    '/commerce/payments',
    '/conversions',
  ],
  ...['/conversions/setup', '/connections', '/connections/new?connector=whatsapp', '/developers/sandbox'],
  ...['/developers/events', '/developers/events/types', '/developers/deliveries', '/developers/tokens', '/settings'],
  ...['/developers/webhooks', '/developers/webhooks/new'],
  ...['/settings/sending', '/settings/members', '/settings/fields', '/settings/audit'],
]

/** The pages of single things: the first of its kind that its list leads to. */
const SINGLES: Array<[list: string, link: RegExp]> = [
  ['/contacts', /\/contacts\/ctc_\w+$/],
  ['/pipelines', /\/pipelines\/(?!new)\w+$/],
  ['/runs', /\/runs\/run_\w+$/],
  ['/messages', /\/messages\/msg_\w+$/],
  ['/templates', /\/templates\/(?!new)\w+$/],
  ['/commerce/carts', /\/commerce\/carts\/\w+$/],
  ['/commerce/orders', /\/commerce\/orders\/\w+$/],
  ['/conversions', /\/conversions\/(?!setup)\w+$/],
  ['/connections', /\/connections\/con_\w+$/],
  ['/developers/deliveries', /\/deliveries\/dlv_\w+$/],
  ['/developers/events', /\/developers\/events\/evt_\w+$/],
]

const IN_ITALIAN = ['', '/contacts', '/runs', '/messages', '/conversions', '/settings/sending', '/developers/sandbox']

/** A shop with a sale, a STOP and a cart still waiting: something to see on every page. */
async function givenBusyShop() {
  const workspace = await givenWorkspace({ locale: 'en' })
  const owner = await givenOwner(workspace)
  const connection = await atTime(clock.now() - 2 * DAY, () => furnish(workspace, owner))
  for (const [nth, visit] of (['bought', 'stopped', 'left'] as const).entries()) {
    await atTime(clock.now() - DAY + nth * 30 * MINUTE, async () => {
      const phone = await anotherPhone(connection)
      await change(phone, { readsAtOnce: true })
      await (visit === 'bought' ? buy(workspace, phone) : abandonCart(workspace, phone))
      await pass(MINUTE)
      if (visit === 'bought') await ship(workspace, phone)
      if (visit === 'stopped') await write(workspace, phone, { text: 'STOP' })
      await pass(MINUTE)
    })
  }
  return { workspace, owner }
}

async function pass(time: number) {
  await drain()
  clock.advance(time)
  await drain()
}

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

/** Opens pages one by one and gathers what is wrong with each, so that one run tells all. */
async function inspector(page: Page, workspace: Workspace) {
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
    async look(to: string) {
      await page.setViewportSize(DESK)
      await page.goto(to.startsWith('/w/') ? to : `/w/${workspace.id}${to}`)
      await page.locator('h1').waitFor(PATIENCE)
      found(`${to} at 1440`, [...(await nameless(page)), ...(await unworded(page, rooms)), ...(await barriers(page))])
      if ((await sideways(page)) > 0) found(`${to} at 1440`, ['scrolls sideways'])
      await page.setViewportSize(PHONE)
      found(`${to} at 390`, await nameless(page))
      if ((await sideways(page)) > 0) found(`${to} at 390`, ['scrolls sideways'])
    },
    firstLink: async (like: RegExp) => {
      const links = (await page.evaluate(
        `[...document.querySelectorAll('main a[href]')].map((link) => link.getAttribute('href'))`
      )) as string[]
      return links.find((href) => like.test(href))
    },
  }
}

test.group('The pages of the console', (group) => {
  group.each.timeout(240_000)
  group.each.setup(() => () => clock.restore())

  test('bear a phone, a keyboard and a screen reader, and speak in words', async ({
    browserContext,
    visit,
    assert,
  }) => {
    const { workspace, owner } = await givenBusyShop()
    await browserContext.loginAs(owner)
    const page = await visit('/health')
    const { look, firstLink, faults } = await inspector(page, workspace)
    const singles: string[] = []
    for (const list of LISTS) {
      await look(list)
      for (const [, like] of SINGLES.filter(([of]) => of === list)) {
        const single = await firstLink(like)
        if (single) singles.push(single)
        else faults.push(`${list}: leads to nothing like ${String(like)}`)
      }
    }
    for (const single of singles) await look(single)
    assert.deepEqual(faults, [])
  })

  test('do so in Italian too', async ({ browserContext, visit, assert }) => {
    const { workspace, owner } = await givenBusyShop()
    await browserContext.loginAs(owner)
    const page = await visit('/health')
    await browserContext.addCookies([{ name: 'locale', value: 'it', url: page.url() }])
    const { look, faults } = await inspector(page, workspace)
    for (const to of IN_ITALIAN) await look(to)
    assert.deepEqual(faults, [])
  })

  test('say what is not there yet, to whoever may only look', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenMember(workspace, 'viewer'))
    const page = await visit('/health')
    const { look, faults } = await inspector(page, workspace)
    for (const to of ['', '/contacts', '/pipelines', '/messages', '/commerce/orders']) await look(to)
    assert.deepEqual(faults, [])
  })

  test('say at the field that a password is wrong, in the viewer’s language', async ({
    browserContext,
    visit,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    const { email } = await givenMember(workspace)
    const page = await visit('/sign-in')
    await browserContext.addCookies([{ name: 'locale', value: 'it', url: page.url() }])
    await page.reload()
    await page.getByLabel('E-mail').fill(email, PATIENCE)
    await page.getByRole('button', { name: 'Accedi' }).click()
    await page.getByText('Campo da compilare.').waitFor()
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await page.getByRole('button', { name: 'Accedi' }).click()
    await page.getByText('E-mail e password non corrispondono').waitFor()
    await page.waitForFunction(`document.activeElement?.getAttribute('type') === 'email'`)
    assert.equal(await page.getByLabel('E-mail').inputValue(), email)
  })
})
