import { test } from '@japa/runner'
import { connectors } from '#app/connectors/registry'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

test.group('Forms of connectors', () => {
  test('every connector’s form is drawn, with all of its fields', async ({ visit, browserContext, assert }) => {
    const workspace = await givenWorkspace()
    await browserContext.loginAs(await givenMember(workspace))
    for (const connector of connectors.all()) {
      const page = await visit(`/w/${workspace.id}/connections/new?connector=${connector.id}`)
      const faults: string[] = []
      // Vite's own socket, which only development has, may be cut off by the next visit.
      page.on('pageerror', ({ message }) => /WebSocket/.test(message) || faults.push(message))
      await page.getByRole('heading', { name: connector.name }).first().waitFor()
      const fields = Object.values(connector.settings?.toJSONSchema().properties ?? {}) as {
        'title'?: string
        'x-path'?: unknown
      }[]
      // What leads into a body is chosen from a request that came.
      for (const { title } of fields.filter((field) => !field['x-path']))
        if (title) await page.getByLabel(title).first().waitFor()
      assert.deepEqual(faults, [], connector.id)
    }
  }).timeout(120_000)
})
