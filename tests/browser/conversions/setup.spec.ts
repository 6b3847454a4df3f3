import { test } from '@japa/runner'
import { drain } from '#app/work/worker'
import { givenDataset, givenMeta, orderFact } from '#tests/support/conversions'
import { givenEvents, giulia } from '#tests/support/events'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const SHOTS = process.env.SCREENSHOTS

test.group('Setting up conversions', () => {
  test('a test event is sent, and the page tells what Meta said', async ({
    visit,
    browserContext,
    assert,
    cleanup,
  }) => {
    const { graph, leave } = await givenMeta()
    cleanup(leave)
    const workspace = await givenWorkspace({ settings: { shop_reports_purchases: 'no', report_needs_consent: false } })
    await givenDataset(workspace, graph)
    for (const orderId of ['1', '2']) await givenEvents(workspace, { ...orderFact({ orderId }), person: giulia() })
    await givenEvents(workspace, { ...orderFact({ orderId: '3', live: false }), person: giulia() })
    await drain()
    await browserContext.loginAs(await givenMember(workspace))

    const page = await visit(`/w/${workspace.id}/conversions`)
    await page.getByRole('table').getByText('Purchase').first().waitFor()
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/index.png`, fullPage: true })
    await page.getByRole('link', { name: 'Set up' }).click()

    await page.getByLabel('Test code').fill('TEST12345')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Meta accepted it.').waitFor()
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/setup.png`, fullPage: true })
    assert.equal(graph.conversions.at(-1)?.testCode, 'TEST12345')

    const show = await visit(`/w/${workspace.id}/conversions`)
    await show.getByRole('table').getByRole('link').first().click()
    await show.getByRole('list', { name: 'The chain' }).waitFor()
    if (SHOTS) await show.screenshot({ path: `${SHOTS}/show.png`, fullPage: true })
  }).timeout(120_000)
})
