import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { SYSTEM } from '#app/accounts/access'
import { fakeWorld } from '#app/calls/fake_world'
import { machineNow } from '#app/clock'
import { testConnection } from '#app/connectors/checking'
import { connect } from '#app/connectors/connect'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { REDIRECT_URL } from '#app/connectors/oauth_ways'
import { connectors } from '#app/connectors/registry'
import { disconnect } from '#app/connectors/upkeep'
import { drain } from '#app/work/worker'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import type { FakeShop } from '#tests/support/fake_world/shopify_shop'
import { Traveller } from '#tests/support/salesforce'
import { givenWorkspace } from '#tests/support/workspace'

const APP = { clientId: 'client-id-of-the-agency', clientSecret: 'shpss_canary_of_the_agency' }
let shops = 0

test.group('Signing in to Shopify', (group) => {
  const shopify = new FakeShopify()
  group.setup(async () => {
    await shopify.start()
    for (const [host, origin] of Object.entries(shopify.origins)) fakeWorld.lead(host, origin)
    return async () => {
      for (const host of Object.keys(shopify.origins)) fakeWorld.lead(host, null)
      await shopify.stop()
    }
  })
  group.each.teardown(() => shopify.faults.reset())

  const givenShop = () =>
    shopify.addShop(`cliente-${++shops}.myshopify.com`, {
      ...APP,
      redirectUris: [REDIRECT_URL],
      ofAnotherOrganization: true,
    })

  async function traveller(client: ApiClient) {
    const workspace = await givenWorkspace()
    return { workspace, somebody: await Traveller.of(client, workspace) }
  }

  const asked = (shop: FakeShop) => ({
    connector: 'shopify',
    name: 'The client’s shop',
    settings: { shop: shop.domain },
    app: { fields: APP },
  })

  async function signedIn(client: ApiClient, shop = givenShop()) {
    const { workspace, somebody } = await traveller(client)
    await somebody.back(shopify.oauth.install(await somebody.start(asked(shop)), shop))
    const connection = await Connection.in(workspace).firstOrFail()
    const types = async (): Promise<string[]> => {
      const rows = await db.from('events').where('connection_id', connection.id).select('type')
      return rows.map(({ type }) => type)
    }
    return { workspace, somebody, shop, connection, types }
  }

  const tokensAsked = () => shopify.requests.filter(({ path }) => path === '/admin/oauth/access_token').length

  test('asks for offline tokens that expire, with the scopes as Shopify writes them', async ({ client, assert }) => {
    const shop = givenShop()
    const { somebody } = await traveller(client)
    const url = new URL(await somebody.start(asked(shop)))
    assert.equal(url.searchParams.get('scope'), shop.knownScopes.join(','))
    assert.isFalse(url.searchParams.has('grant_options[]'))
    assert.isFalse(url.searchParams.has('code_challenge'))
    await somebody.back(shopify.oauth.install(url.href, shop))
    const sent = shopify.requests.findLast(({ path }) => path === '/admin/oauth/access_token')
    assert.deepEqual([sent?.host, sent?.form.get('expiring')], [shop.domain, '1'])
  })

  test('a story: webhooks are believed, the token ends and is renewed once, the app goes and comes back', async ({
    client,
    assert,
  }) => {
    const { workspace, somebody, shop, connection, types } = await signedIn(client)
    assert.deepEqual([connection.state, connection.account], ['healthy', shop.domain])

    await shop.completeCheckout(await shop.startCheckout())
    assert.isTrue(shop.sent.every(({ attempts }) => attempts.at(-1)?.status === 200))
    await drain()
    assert.includeMembers(await types(), ['order.placed', 'order.paid'])

    const before = { asked: tokensAsked(), credentials: connection.credentials }
    shop.tokens.clear()
    const { commerce } = await connectors.implementation('shopify')
    const copies = await Promise.all([1, 2, 3].map(() => Connection.findOrFail(connection.id)))
    await Promise.all(copies.map(async (copy) => commerce!.products(await contextFor(copy), null)))
    assert.equal(tokensAsked() - before.asked, 1)
    const renewed = (await connection.refresh()).credentials
    assert.equal(renewed.refreshToken, shop.grant?.current)
    assert.notEqual(renewed.refreshToken, before.credentials.refreshToken)

    await shop.uninstallApp()
    await drain()
    await connection.refresh()
    assert.include(await types(), 'connection.revoked')
    assert.deepEqual([connection.state, connection.reason?.code], ['broken', 'access_revoked'])
    const result = await testConnection(connection)
    assert.equal(!result.ok && result.reason.code, 'sign_in_needed')
    const dead = tokensAsked()
    for (let check = 0; check < 3; check++) await testConnection(await Connection.findOrFail(connection.id))
    assert.equal(tokensAsked(), dead, 'a dead grant is asked for once')

    const back = shopify.oauth.install(
      await somebody.start({ connector: 'shopify', connection: connection.id, app: {} }),
      shop
    )
    const response = await somebody.back(back)
    assert.equal(response.header('location'), `/w/${workspace.id}/connections/${connection.id}`)
    await connection.refresh()
    assert.deepEqual([connection.state, connection.settings.shop], ['healthy', shop.domain])
    assert.lengthOf(await Connection.in(workspace), 1)
    await shop.placeOrder()
    assert.equal(shop.sent.at(-1)?.attempts.at(-1)?.status, 200)

    await disconnect(connection, { workspace, actor: SYSTEM, ip: null })
    assert.lengthOf(shop.subscriptions, 0)
  })

  test('an answer that was lost is made up for: the refresh token before still works', async ({ client, assert }) => {
    const { shop, connection } = await signedIn(client)
    const { refreshToken } = connection.credentials
    const lost = await fetch(`${shopify.origin}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'x-original-host': shop.domain },
      body: new URLSearchParams({
        client_id: APP.clientId,
        client_secret: APP.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: String(refreshToken),
      }),
    })
    assert.equal(lost.status, 200)
    connection.seal({ ...connection.credentials, expiresAt: machineNow() - 1, renewAt: machineNow() - 60_000 })
    await connection.save()
    const { credentials } = await contextFor(await Connection.findOrFail(connection.id))
    assert.equal(credentials.refreshToken, shop.grant?.current)
  })

  test('two shops of one app each have their own address, and the one that leaves closes only its own', async ({
    client,
    assert,
  }) => {
    const { workspace, somebody, shop, connection } = await signedIn(client)
    const other = givenShop()
    await somebody.back(shopify.oauth.install(await somebody.start(asked(other)), other))
    const [subscription] = shop.subscriptions
    await disconnect(connection, { workspace, actor: SYSTEM, ip: null })
    const late = await shop.deliver(subscription.uri, 'orders/create', { id: 1 })
    assert.equal(late.attempts.at(-1)?.status, 404)
    await other.placeOrder()
    assert.equal(other.sent.at(-1)?.attempts.at(-1)?.status, 200)
  })

  test('a webhook signed with anything but the app’s secret is refused', async ({ client, assert }) => {
    const { shop, connection } = await signedIn(client)
    const [{ uri }] = shop.subscriptions
    for (const clientSecret of ['shpss_of_somebody_else', String(connection.credentials.accessToken)]) {
      const stranger = shopify.addShop(shop.domain, { clientSecret })
      const { attempts } = await stranger.deliver(uri, 'orders/create', { id: 1 })
      assert.isTrue(attempts.every(({ status }) => status === 401))
    }
    shopify.shops.set(shop.domain, shop)
  })

  for (const [what, tamper] of Object.entries<(back: URL, shop: FakeShop) => void>({
    'a field that was changed': (back) => back.searchParams.set('code', 'of-somebody-else'),
    'a field that was added': (back) => back.searchParams.set('extra', '1'),
    'no signature': (back) => back.searchParams.delete('hmac'),
    'a signature an hour old': (back, shop) => resigned(back, shop, Date.now() - 3_600_000),
    'a signature of tomorrow': (back, shop) => resigned(back, shop, Date.now() + 86_400_000),
    'another shop’s yes to the same app': (back) => resigned(back, shopify.addShop('stranger.myshopify.com', APP)),
  })) {
    test(`a way back with ${what} exchanges no code`, async ({ client, assert }) => {
      const shop = givenShop()
      const { workspace, somebody } = await traveller(client)
      const back = shopify.oauth.install(await somebody.start(asked(shop)), shop)
      tamper(back, shop)
      const before = tokensAsked()
      const response = await somebody.back(back)
      assert.equal(response.header('location'), `/w/${workspace.id}/connections/new?connector=shopify`)
      assert.include(JSON.stringify(response.flashMessages()), 'was not signed by Shopify')
      assert.equal(tokensAsked(), before)
      assert.lengthOf(await Connection.in(workspace), 0)
    })
  }

  function resigned(back: URL, shop: FakeShop, at?: number) {
    const { code, state } = Object.fromEntries(back.searchParams) as { code: string; state: string }
    shopify.oauth.signedBack(back, shop, { code, state }, at)
  }

  test('a host that is not Shopify’s is refused before anybody is sent there', async ({ client, assert }) => {
    const { somebody } = await traveller(client)
    for (const shop of ['evil.example.com', 'a.myshopify.com.evil.example', 'a.myshopify.com/@evil.example', '-a']) {
      const response = await somebody.begin({ connector: 'shopify', settings: { shop }, app: { fields: APP } })
      assert.notExists(response.header('x-inertia-location'))
      assert.deepEqual(Object.keys(response.flashMessage('inputErrorsBag') as object), ['settings.shop'])
    }
  })

  test('a shop of somebody else’s cannot be connected by client credentials', async ({ client, assert }) => {
    const shop = givenShop()
    const { workspace } = await traveller(client)
    const credentials = { clientId: shop.clientId, clientSecret: shop.clientSecret }
    const result = await connect(workspace, 'shopify', { credentials, settings: { shop: shop.domain }, actor: SYSTEM })
    assert.equal(!result.ok && result.reason === 'check_failed' && result.why.code, 'permission_missing')
  })

  test('a connection by client credentials can be signed in instead, and stays what it was', async ({
    client,
    assert,
  }) => {
    const { workspace, somebody } = await traveller(client)
    const shop = shopify.addShop(`own-${++shops}.myshopify.com`, { ...APP, redirectUris: [REDIRECT_URL] })
    const credentials = { clientId: shop.clientId, clientSecret: shop.clientSecret }
    const made = await connect(workspace, 'shopify', { credentials, settings: { shop: shop.domain }, actor: SYSTEM })
    if (!made.ok) throw new Error('should connect')
    const url = await somebody.start({ connector: 'shopify', connection: made.connection.id, app: { fields: APP } })
    await somebody.back(shopify.oauth.install(url, shop))
    const connection = await made.connection.refresh()
    assert.equal(connection.credentials.signIn, 'oauth2')
    assert.notProperty(connection.credentials, 'clientSecret')
    await shop.placeOrder()
    assert.equal(shop.sent.at(-1)?.attempts.at(-1)?.status, 200)
    assert.lengthOf(await Connection.in(workspace), 1)
  })
})
