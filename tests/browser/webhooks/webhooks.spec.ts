import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { Subscription } from '#app/webhooks/subscription'
import { drain } from '#app/work/worker'
import { giulia, givenEvents } from '#tests/support/events'
import { WebhookReceiver } from '#tests/support/fake_world/webhook_receiver'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

// A cold Vite optimises its dependencies on the first page and then reloads it.
const PATIENCE = { timeout: 90_000 }

test.group('Webhooks', () => {
  test('are made, tried and read in the browser', async ({ visit, browserContext, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenMember(workspace))
    const receiver = new WebhookReceiver()
    fakeWorld.lead('https://warehouse.example', await receiver.start())

    const page = await visit(`/w/${workspace.id}/developers/webhooks`)
    await page.getByRole('link', { name: 'New webhook' }).click(PATIENCE)
    await page.getByRole('textbox', { name: 'Name' }).fill('Warehouse')
    await page.getByLabel('Address', { exact: true }).fill('https://10.0.0.7/hooks')
    await page.getByLabel('Search events').fill('paid')
    await page.getByRole('checkbox', { name: 'order.paid' }).check()
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByText('The address does not lead to the public internet').waitFor()
    await page.getByLabel('Address', { exact: true }).fill('https://warehouse.example/hooks')
    await page.getByRole('button', { name: 'Create webhook' }).click()

    const secret = String(await page.getByText(/^whsec_/).textContent())
    receiver.secrets = [secret]
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page
      .getByText(/HTTP 200/)
      .first()
      .waitFor()
    assert.equal(receiver.refused, 0)
    assert.equal(await page.getByText(/^whsec_/).count(), 0)

    receiver.answer = () => ({ status: 500, body: 'out of paper' })
    await givenEvents(workspace, { type: 'order.paid', key: '1', person: giulia() })
    await drain()
    await page.reload()
    await page.getByText('Trying again').click()
    await page.getByText('out of paper').waitFor()

    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await page.getByRole('button', { name: 'More' }).last().click()
    await page.getByRole('menuitem', { name: 'End', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await page.waitForURL(/developers\/webhooks$/)
    assert.equal((await Subscription.in(workspace).firstOrFail()).state, 'ended')
  }).timeout(180_000)
})
