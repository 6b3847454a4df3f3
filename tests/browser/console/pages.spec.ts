import { test } from '@japa/runner'
import { clock, DAY, MINUTE } from '#app/clock'
import { atTime, furnish } from '#app/sandbox/demo_workspace'
import { anotherPhone } from '#app/sandbox/people'
import { change, write } from '#app/sandbox/phone_acts'
import { ship } from '#app/sandbox/parcels'
import { abandonCart, buy } from '#app/sandbox/shop'
import { drain } from '#app/work/worker'
import { inspector } from '#tests/support/inspector'
import { givenMember, givenOwner, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }

const LISTS = [
  ...['', '/contacts', '/contacts/new', '/pipelines', '/pipelines/new', '/runs', '/messages', '/templates'],
  ...[
    '/templates/new',
    '/commerce/carts',
    '/commerce',
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
