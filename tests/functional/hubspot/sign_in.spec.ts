import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { machineNow } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { REDIRECT_URL } from '#app/connectors/oauth_ways'
import { connectors } from '#app/connectors/registry'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { FakeHubSpotOAuth } from '#tests/support/fake_world/hubspot_oauth'
import { Traveller } from '#tests/support/salesforce'
import { givenWorkspace } from '#tests/support/workspace'

const APP = { clientId: 'a-client-id-of-hubspot', clientSecret: 'canary-client-secret-of-hubspot' }

test.group('Signing in to HubSpot', (group) => {
  const hubspot = new FakeHubSpot()
  const oauth = new FakeHubSpotOAuth(hubspot, { ...APP, redirectUri: REDIRECT_URL })
  group.setup(async () => {
    await hubspot.start()
    for (const [host, origin] of Object.entries(hubspot.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(hubspot.origins)) fakeWorld.lead(host, null)
      await hubspot.stop()
    }
  })

  test('two portals of one app share its endpoint, and their tokens are renewed by themselves', async ({
    client,
    assert,
  }) => {
    const workspace = await givenWorkspace()
    const somebody = await Traveller.of(client, workspace)
    for (const id of [50_111_001, 50_111_002]) {
      const portal = hubspot.addPortal(id, `unused-token-of-${id}`)
      const url = await somebody.start({ connector: 'hubspot', settings: {}, app: { fields: APP } })
      await somebody.back(oauth.consent(url, portal))
    }
    const connections = await Connection.in(workspace).orderBy('account')
    assert.deepEqual(
      connections.map(({ account, state }) => [account, state]),
      [
        ['50111001', 'healthy'],
        ['50111002', 'healthy'],
      ]
    )
    assert.isNotNull(connections[0].appId)
    assert.equal(connections[0].appId, connections[1].appId)

    const [connection] = connections
    connection.seal({ ...connection.credentials, expiresAt: machineNow() - 1, renewAt: machineNow() - 60_000 })
    await connection.save()
    const { crm } = await connectors.implementation('hubspot')
    const found = await crm!.findContact(await contextFor(connection), { email: 'nobody@example.com' })
    assert.isNull(found)
    assert.equal(oauth.refreshes, 1)
  })
})
