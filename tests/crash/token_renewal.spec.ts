import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { testConnection } from '#app/connectors/checking'
import { Connection } from '#app/connectors/connection'
import { BY_REDIRECT, REDIRECT_URL } from '#app/connectors/oauth_ways'
import { fakeWorld } from '#app/calls/fake_world'
import { machineNow } from '#app/clock'
import { givenApp, givenConnection } from '#tests/support/connections'
import { RenewingProcess } from '#tests/support/crash/renewing_process'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import { APP, fakeSalesforce } from '#tests/support/salesforce'
import { givenWorkspace } from '#tests/support/workspace'

const ENDED = { ...BY_REDIRECT, accessToken: 'ended-long-ago', issuedAt: 1, expiresAt: 2, renewAt: 1 }
const hashOf = (token: unknown) => createHash('sha256').update(String(token)).digest('hex')
const reread = (connection: Connection) => Connection.findOrFail(connection.id)
/** The dead hold nothing for long: their lease's time passes. */
const endLease = ({ id }: Connection) =>
  db.from('oauth_renewals').where('connection_id', id).where('lease_until', '>', 0).update({ lease_until: 1 })

test.group('Renewing tokens with several processes', (group) => {
  let salesforce = fakeSalesforce()
  const shopify = new FakeShopify()
  group.each.setup(async () => {
    salesforce = fakeSalesforce()
    await Promise.all([salesforce.start(), shopify.start()])
    const origins = { ...salesforce.origins, ...shopify.origins }
    for (const [host, origin] of Object.entries(origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(origins)) fakeWorld.lead(host, null)
      await Promise.all([salesforce.stop(), shopify.stop()])
    }
  })

  /** Where a refresh token that comes a second time ends everything. */
  async function signedInAtSalesforce() {
    const workspace = await givenWorkspace()
    const { app } = await givenApp(workspace.organizationId, 'salesforce', APP)
    const refreshToken = 'the-refresh-token-that-is-good-once'
    salesforce.refresh.add(refreshToken)
    const credentials = { ...ENDED, refreshToken, instanceUrl: salesforce.instanceUrl }
    const { connection } = await givenConnection(workspace, 'salesforce', { app, credentials, settings: {} })
    return connection
  }

  async function signedInAtShopify() {
    const workspace = await givenWorkspace()
    const shop = shopify.addShop('cliente.myshopify.com', { redirectUris: [REDIRECT_URL] })
    const { clientId, clientSecret } = shop
    const { app } = await givenApp(workspace.organizationId, 'shopify', { clientId, clientSecret })
    const refreshToken = 'shprt_of_the_first_day'
    shop.grant = { current: refreshToken, previous: null, endsAt: machineNow() + 3_600_000 }
    const given = { app, account: shop.domain, settings: { shop: shop.domain } }
    const { connection } = await givenConnection(workspace, 'shopify', {
      ...given,
      credentials: { ...ENDED, refreshToken },
    })
    return { connection, shop }
  }

  test('two of them, with eight callers each, ask the provider once', async ({ assert }) => {
    const connection = await signedInAtSalesforce()
    const { origins } = salesforce
    const processes = [1, 2].map(() => new RenewingProcess(connection.id, { callers: 8, origins }))
    await Promise.all(processes.map((one) => one.ready()))
    const told = (await Promise.all(processes.map((one) => one.go()))).flat()
    const { credentials } = await reread(connection)
    assert.lengthOf(told, 16)
    assert.deepEqual([...new Set(told)], [hashOf(credentials.accessToken)])
    assert.equal(salesforce.refreshes, 1)
    assert.isTrue(salesforce.refresh.has(String(credentials.refreshToken)), 'the grant lives')
  })

  test('one that waits for another that was killed takes over, and asks once', async ({ assert }) => {
    const { connection, shop } = await signedInAtShopify()
    const { origins } = shopify
    const doomed = await new RenewingProcess(connection.id, { dies: true, origins }).ready()
    const heir = await new RenewingProcess(connection.id, { callers: 4, origins }).ready()
    await doomed.go()
    assert.isTrue(doomed.killed)
    const waiting = heir.go()
    await endLease(connection)
    const told = await waiting
    const { credentials } = await reread(connection)
    assert.deepEqual([...new Set(told)], [hashOf(credentials.accessToken)])
    // Shopify keeps the last refresh token good until its successor is used.
    assert.equal(shopify.oauth.refreshes, 2)
    assert.equal(credentials.refreshToken, shop.grant?.current)
  })

  test('an answer lost with its process is explained, and nobody asks with what is spent', async ({ assert }) => {
    const connection = await signedInAtSalesforce()
    const { origins } = salesforce
    const doomed = await new RenewingProcess(connection.id, { dies: true, origins }).ready()
    await doomed.go()
    assert.isTrue(doomed.killed)
    assert.equal(salesforce.refreshes, 1)
    assert.equal((await reread(connection)).credentials.accessToken, ENDED.accessToken, 'nothing was kept')

    await endLease(connection)
    const asked = () => salesforce.requests.filter(({ path }) => path === '/services/oauth2/token').length
    const before = asked()
    const processes = [1, 2].map(() => new RenewingProcess(connection.id, { callers: 8, origins }))
    await Promise.all(processes.map((one) => one.ready()))
    const told = (await Promise.all(processes.map((one) => one.go()))).flat()
    assert.deepEqual([...new Set(told)], ['E_AUTHENTICATION_EXPIRED: A renewal was cut off before its answer was kept'])
    assert.equal(asked() - before, 1)

    const broken = await reread(connection)
    assert.deepEqual([broken.state, broken.reason?.code], ['broken', 'renewal_interrupted'])
    for (let check = 0; check < 3; check++) await testConnection(await reread(connection))
    assert.equal(asked() - before, 1, 'never a storm')
    assert.equal((await reread(connection)).reason?.code, 'renewal_interrupted')
  })
})
