import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { SYSTEM } from '#app/accounts/access'
import { App } from '#app/connectors/app'
import { testConnection } from '#app/connectors/checking'
import { Connection } from '#app/connectors/connection'
import { disconnect } from '#app/connectors/upkeep'
import { APP, fakeSalesforce } from '#tests/support/salesforce'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const PATIENCE = { timeout: 30_000 }
const SHOTS = process.env.SCREENSHOTS

test.group('Signing in at a provider', (group) => {
  const salesforce = fakeSalesforce()
  group.each.timeout(180_000)
  group.setup(async () => {
    await salesforce.start()
    for (const [host, origin] of Object.entries(salesforce.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(salesforce.origins)) fakeWorld.lead(host, null)
      await salesforce.stop()
    }
  })

  test('leads to the provider and back, and again when it is needed', async ({ browserContext, visit, assert }) => {
    const workspace = await givenWorkspace({ locale: 'en' })
    await browserContext.loginAs(await givenMember(workspace, 'admin'))
    const page = await visit(`/w/${workspace.id}/connections/new?connector=salesforce`)
    const shot = async (name: string) => {
      if (!SHOTS) return
      await page.screenshot({ path: `${SHOTS}/${name}-1440.png`, fullPage: true })
      await page.setViewportSize({ width: 390, height: 844 })
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: `${SHOTS}/${name}-390-dark.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    const signIn = page.getByRole('button', { name: 'Sign in with Salesforce' })
    await signIn.waitFor(PATIENCE)
    await shot('sign-in')
    await page.getByLabel('My Domain').fill('bottega.example.com')
    await page.getByLabel('Consumer key').fill(APP.clientId)
    await signIn.click()
    await page.locator('input[aria-invalid="true"]').first().waitFor(PATIENCE)
    await shot('sign-in-errors')
    await page.getByLabel('My Domain').fill('')

    await page.getByLabel('Consumer key').fill(APP.clientId)
    await page.getByLabel('Consumer secret').fill('not the secret at all')
    await signIn.click()
    await page.getByText('Salesforce did not finish the sign-in').waitFor(PATIENCE)
    await shot('sign-in-refused')

    await page.getByLabel('Consumer key').fill(APP.clientId)
    await page.getByLabel('Consumer secret').fill(APP.clientSecret)
    await signIn.click()
    await page.waitForURL(/\/connections\/con_/, PATIENCE)
    const connection = await Connection.in(workspace).firstOrFail()
    assert.equal(connection.state, 'healthy')

    salesforce.revokeAll()
    await testConnection(connection)
    await page.reload()
    await page.getByRole('link', { name: 'Sign in again' }).click()
    const again = page.getByRole('button', { name: 'Sign in again' })
    await again.waitFor(PATIENCE)
    await shot('sign-in-again')
    await again.click()
    await page.getByText('Signed in again.').waitFor(PATIENCE)
    await connection.refresh()
    assert.equal(connection.state, 'healthy')

    await page.goto(`/w/${workspace.id}/connections/new?connector=salesforce`)
    await page.getByText('One connection of your organization still uses this app.').waitFor(PATIENCE)
    await disconnect(connection, { workspace, actor: SYSTEM, ip: null })
    await page.reload()
    const forget = page.getByRole('button', { name: 'Forget this app' })
    await forget.click()
    await page.getByRole('dialog').waitFor(PATIENCE)
    await shot('sign-in-forget-app')
    await page.getByRole('dialog').getByRole('button', { name: 'Forget this app' }).click()
    await page.getByText('The app and its secrets are forgotten.').waitFor(PATIENCE)
    assert.lengthOf(await App.query().where('organization_id', workspace.organizationId), 0)

    await page.getByLabel('Consumer key').fill(APP.clientId)
    await page.getByLabel('Consumer secret').fill(APP.clientSecret)
    await signIn.click()
    await page.waitForURL(/\/connections\/con_/, PATIENCE)
    assert.equal((await connection.refresh()).state, 'healthy')
  })
})
