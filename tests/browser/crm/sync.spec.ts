import { test } from '@japa/runner'
import { forgetSyncs } from '#app/crm/active_syncs'
import { Backfill } from '#app/crm/backfill'
import { Sync } from '#app/crm/sync'
import { Worker } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import type { FakePortal } from '#tests/support/fake_world/hubspot_portal'
import { givenMember } from '#tests/support/workspace'

const PATIENCE = { timeout: 90_000 }
const SHOTS = process.env.SCREENSHOTS

test.group('The sync page of a CRM', (group) => {
  const hubspot = new FakeHubSpot()
  group.each.timeout(180_000)
  group.setup(() => leadHubSpot(hubspot))
  group.each.setup(() => {
    const worker = new Worker()
    worker.start()
    return async () => {
      await worker.stop()
      forgetSyncs()
    }
  })

  const guests = (portal: FakePortal) => {
    for (let n = 0; n < 12; n++)
      portal.create('contacts', { firstname: `Guest ${n}`, phone: `+39333000${String(1000 + n)}`, city: 'Bari' })
  }

  test('maps fields, fills back with progress, and explains itself', async ({ browserContext, visit, assert }) => {
    const { workspace, connection } = await givenCrm(hubspot, { before: guests })
    await browserContext.loginAs(await givenMember(workspace, 'admin'))
    const page = await visit(`/w/${workspace.id}/connections/${connection.id}`)
    await page.getByRole('link', { name: 'Sync' }).click()
    const rows = page.getByRole('list', { name: 'Fields kept alike' }).getByRole('listitem')
    await rows.first().waitFor(PATIENCE)
    const before = await rows.count()

    // A field the CRM works out by itself cannot be written: said at the row.
    await page.getByRole('button', { name: 'Add a field' }).click()
    await rows.last().getByRole('combobox', { name: 'Our field' }).fill('Country')
    await page.getByRole('option', { name: /^Country/ }).click()
    await rows
      .last()
      .getByRole('combobox', { name: /Field in the CRM/ })
      .fill('Create')
    await page.getByRole('option', { name: /^Create date/ }).click()
    await page.getByRole('button', { name: 'Save the mapping' }).click()
    await page.getByText('The CRM does not let anybody write Create date').waitFor(PATIENCE)
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/sync-error-1440.png`, fullPage: true })

    await rows.last().getByRole('button', { name: 'Remove Country' }).click()
    await rows.first().getByRole('radio', { name: 'Both ways' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Save the mapping' }).click()
    await page.getByText('Mapping saved.').waitFor(PATIENCE)
    const { mapping } = await Sync.in(workspace).firstOrFail()
    assert.deepEqual([mapping.length, mapping[0].direction], [before, 'to_crm'])

    await page.getByRole('button', { name: 'How many?' }).click()
    await page.getByText('HubSpot has 12 contacts').waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByText('12 of 12 listed').waitFor(PATIENCE)
    await page.getByText(/^Done/).waitFor(PATIENCE)
    const backfill = await Backfill.in(workspace).firstOrFail()
    assert.deepEqual([backfill.state, backfill.seen], ['done', 12])

    await page.reload()
    await page.getByRole('cell', { name: 'Guest 3' }).first().waitFor(PATIENCE)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByLabel('are alike').first().waitFor(PATIENCE)
    if (SHOTS) {
      await page.screenshot({ path: `${SHOTS}/sync-1440.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: `${SHOTS}/sync-dark.png`, fullPage: true })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.screenshot({ path: `${SHOTS}/sync-390-dark.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.screenshot({ path: `${SHOTS}/sync-390.png`, fullPage: true })
    }
  })
})
