import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Worker } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const PATIENCE = { timeout: 90_000 }
const SHOTS = process.env.SCREENSHOTS
const SECRET = 'the-signing-secret-of-this-test'
const BODY = JSON.stringify({
  id: 'evt_7',
  guest: { name: 'Giulia', phone: '+39 333 000 0101', mail: 'giulia@example.com' },
  stay: { room: 'Living room', nights: 3, arrives: '2026-12-24' },
})

test.group('The mapping of an inbound webhook', (group) => {
  group.each.timeout(180_000)
  group.each.setup(() => {
    const worker = new Worker()
    worker.start()
    return () => worker.stop()
  })

  test('is chosen from the first request, which appears by itself', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', { secret: SECRET })
    await browserContext.loginAs(await givenMember(workspace, 'admin'))
    const page = await visit(`/w/${workspace.id}/connections/${connection.id}/mapping`)
    await page.getByText('Waiting for a first request').waitFor(PATIENCE)
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/mapping-waiting-1440.png` })

    await fetch(`http://${process.env.HOST}:${process.env.PORT}${pathOf(endpoint!)}`, {
      method: 'POST',
      body: BODY,
      headers: {
        'content-type': 'application/json',
        'x-signature': createHmac('sha256', SECRET).update(BODY).digest('hex'),
      },
    })
    await page.getByText('guest.phone').waitFor(PATIENCE)
    await page.getByText('It is about nobody.').waitFor()

    const choose = async (path: string, meaning: string) => {
      await page.getByRole('combobox', { name: `What ${path} is` }).click()
      await page.getByRole('option', { name: meaning, exact: true }).click()
    }
    await choose('guest.phone', 'Phone')
    await choose('guest.name', 'First name')
    await choose('stay.room', 'A value named …')
    await page.getByText('stay_room').first().waitFor()
    await page.getByText('It is about nobody.').waitFor({ state: 'hidden' })
    if (SHOTS) {
      await page.screenshot({ path: `${SHOTS}/mapping-1440.png` })
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: `${SHOTS}/mapping-dark.png` })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.screenshot({ path: `${SHOTS}/mapping-390-dark.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.screenshot({ path: `${SHOTS}/mapping-390.png`, fullPage: true })
    }
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'), 0)
    await page.getByRole('button', { name: 'Save mapping' }).click()
    await page.getByText('Saved.').waitFor()

    const { settings } = await db.from('connections').where('id', connection.id).firstOrFail()
    assert.containsSubset(JSON.parse(String(settings)), {
      phonePath: 'guest.phone',
      firstNamePath: 'guest.name',
      values: 'stay_room = stay.room',
    })
  })
})
