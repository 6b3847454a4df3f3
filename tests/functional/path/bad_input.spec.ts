import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { ApiToken } from '#app/accounts/api_token'
import type { Workspace } from '#app/accounts/workspace'
import { drain } from '#app/work/worker'
import { givenCrm, leadHubSpot } from '#tests/support/crm'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { givenContact } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun, stepsOf } from '#tests/support/pipelines'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const PRIVATE = 'https://169.254.169.254/latest'

/** The same request as a person in the console sends it, and as a script does; what each is told about which field. */
async function bothWays(
  client: ApiClient,
  { console: at, api, body }: { console: string; api: string; body: object },
  workspace: Workspace
) {
  const admin = await givenMember(workspace, 'admin')
  const scopes = ['connections.manage', 'webhooks.manage', 'events.view'] as const
  const { token } = await ApiToken.issue(workspace, { name: 'Script', scopes: [...scopes], createdBy: 'usr_x' })
  const form = client.post(`/w/${workspace.id}${at}`).loginAs(admin).withCsrfToken()
  const [person, script] = [
    await form.header('accept', 'application/json').json(body),
    await client.post(`/api/v1${api}`).bearerToken(token).json(body),
  ]
  return [person, script].map((answer) => ({
    status: answer.status(),
    field: answer.body().errors?.[0]?.field as string,
    rule: answer.body().errors?.[0]?.rule as string,
  }))
}

test.group('Bad input, from a person and from a script', (group) => {
  const hubspot = new FakeHubSpot()
  group.setup(() => leadHubSpot(hubspot))

  test('a revoked key is refused beside its field, and nothing is connected', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const body = { connector: 'hubspot', credentials: { accessToken: 'pat-eu1-a-key-that-was-revoked' } }
    const told = await bothWays(client, { console: '/connections', api: '/connections', body }, workspace)
    for (const { status, field, rule } of told) {
      assert.equal(status, 422)
      assert.equal(field, 'credentials.accessToken')
      assert.equal(rule, 'authentication_expired')
    }
    assert.lengthOf(await db.from('connections').where('workspace_id', workspace.id), 0)
  })

  test('an endpoint at a private address is refused by its field, and nothing is made', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const form = { console: '/developers/webhooks', api: '/hooks' }
    const body = { name: 'x', url: PRIVATE, target_url: PRIVATE, event: '*', events: ['*'], contactDetail: 'ids' }
    const told = await bothWays(client, { ...form, body }, workspace)
    assert.deepEqual(
      told.map(({ status, field }) => [status, field]),
      [
        [422, 'url'],
        [422, 'target_url'],
      ]
    )
    assert.lengthOf(await db.from('webhook_subscriptions').where('workspace_id', workspace.id), 0)
  })

  test('an unknown stage ends the step by name of the field, and no deal is made', async ({ assert }) => {
    const { workspace, connection, portal } = await givenCrm(hubspot)
    const contactId = await givenContact(workspace)
    const input = { contactId: '101', title: 'Lights', stage: 'No such stage' }
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'connector_action', config: { connection: connection.id, action: 'createDeal', input } })
    )
    await abandon(workspace, contactId)
    await drain()
    const [step] = await stepsOf(await onlyRun(pipeline))
    assert.equal(step.state, 'failed')
    assert.equal(JSON.parse(String(step.params)).field, 'stage')
    assert.lengthOf(portal.of('deals'), 0)
  })
})
