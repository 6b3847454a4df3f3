import { test } from '@japa/runner'
import { usesIn } from '#app/connectors/uses'
import { givenConnection } from '#tests/support/connections'
import { givenSandbox } from '#tests/support/messaging'
import { chain, givenDraft, givenPipeline, graph } from '#tests/support/pipelines'
import { givenMember } from '#tests/support/workspace'

test.group('What uses a connection', () => {
  test('are pipelines that name it, and those that its events start', async ({ assert }) => {
    const { workspace, connection } = await givenSandbox()
    const { connection: hook } = await givenConnection(workspace, 'inbound-webhook')
    const sending = { type: 'send_message', config: { legs: [{ text: 'Hi', connection: connection.id }] } }
    const named = await givenPipeline(workspace, { ...chain(sending), trigger: { events: ['order.paid'] } }, 'Thanks')
    const started = await givenDraft(workspace, graph({ trigger: { events: ['webhook.received'] } }), 'A form')

    const uses = await usesIn(workspace.id)
    assert.deepEqual(
      uses.get(hook.id)?.map(({ id, live }) => [id, live]),
      [[started.id, false]]
    )
    assert.include(
      uses.get(connection.id)?.map(({ id }) => id),
      named.id
    )
  })

  test('are counted on its card and named on its page', async ({ client, assert }) => {
    const { workspace } = await givenSandbox()
    const { connection: hook } = await givenConnection(workspace, 'inbound-webhook')
    await givenDraft(workspace, graph({ trigger: { events: ['webhook.received'] } }), 'A form')
    const admin = await givenMember(workspace, 'admin')
    const gallery = await client.get(`/w/${workspace.id}/connections`).loginAs(admin).withInertia()
    const { cards } = gallery.inertiaProps as {
      cards: { id: string; connections: { id: string; pipelines: number }[] }[]
    }
    assert.containsSubset(cards.find(({ id }) => id === 'inbound-webhook')?.connections, [
      { id: hook.id, pipelines: 1 },
    ])
    const page = await client.get(`/w/${workspace.id}/connections/${hook.id}`).loginAs(admin).withInertia()
    assert.containsSubset((page.inertiaProps as { uses: unknown[] }).uses, [{ title: 'A form', kind: 'pipeline' }])
  })
})
