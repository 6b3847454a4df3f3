import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock, MINUTE } from '#app/clock'
import { connectors } from '#app/connectors/registry'
import { Connection } from '#app/connectors/connection'
import { collectKeys, askForKeys, receiveKeys } from '#app/connectors/key_exchange'
import { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import type { FakeWooShop } from '#tests/support/fake_world/woocommerce_shop'
import { givenMember, givenWorkspace } from '#tests/support/workspace'
import { forgetShops, givenShop } from './shops.ts'

const BROWSER = 'a-browser-of-its-own-for-this-test'
const KEYS = { consumerKey: 'ck_posted_by_the_shop', consumerSecret: 'cs_posted_by_the_shop' }

test.group('The keys a shop hands out by itself', (group) => {
  const woo = new FakeWooCommerce({ now: () => clock.now() })
  group.setup(async () => {
    await woo.start()
    return async () => {
      forgetShops(woo)
      await woo.stop()
    }
  })

  async function scene(client: ApiClient) {
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace, 'admin')
    const shop = givenShop(woo)
    const ask = (settings: object = { url: shop.site }, connection?: string) =>
      client
        .post(`/w/${workspace.id}/connections/key-exchanges`)
        .loginAs(user)
        .withSession({ oauth_browser: BROWSER })
        .withCsrfToken()
        .redirects(0)
        .json({ connector: 'woocommerce', name: '', settings, connection })
    const comeBack = (url: string, browser = BROWSER) =>
      client.get(new URL(url).pathname).loginAs(user).withSession({ oauth_browser: browser }).redirects(0)
    return { workspace, user, shop, ask, comeBack, connected: () => Connection.in(workspace) }
  }

  /** The shop's page, as it was asked for. */
  const pageOf = (location: string | undefined) => new URL(String(location)).searchParams
  const approve = async (shop: FakeWooShop, page: URLSearchParams, options = {}) =>
    String(await woo.approve(shop, page, options))

  test('come to us while the person says yes there, and connect the shop', async ({ client, assert }) => {
    const { shop, ask, comeBack, connected } = await scene(client)
    const asked = await ask()
    const page = pageOf(asked.header('x-inertia-location') ?? asked.header('location'))
    assert.containsSubset(Object.fromEntries(page), { app_name: 'Staffetta', scope: 'read_write' })
    const back = await comeBack(await approve(shop, page))
    const [connection] = await connected()
    assert.include(String(back.header('location')), `/connections/${connection?.id}`)
    assert.deepEqual([connection?.state, shop.webhooks.length, shop.keys.size], ['healthy', 11, 1])
    assert.isTrue(shop.keys.has(String(connection?.credentials.consumerKey)))

    // The same page again, and the same address again: nothing more.
    assert.equal(await approve(shop, page), 'null')
    assert.equal(shop.keys.size, 1, 'a key that nobody took is thrown away')
    await comeBack(String(page.get('return_url')))
    assert.lengthOf(await connected(), 1)
  })

  test('replace those that were lost, without another connection', async ({ client, assert }) => {
    const { shop, ask, comeBack, connected } = await scene(client)
    const first = await ask()
    await comeBack(await approve(shop, pageOf(first.header('x-inertia-location') ?? first.header('location'))))
    shop.keys.clear()
    const [connection] = await connected()
    const again = await ask({ url: shop.site }, connection!.id)
    await comeBack(await approve(shop, pageOf(again.header('x-inertia-location') ?? again.header('location'))))
    const all = await connected()
    assert.lengthOf(all, 1)
    assert.deepEqual([all[0]?.state, shop.keys.size], ['healthy', 1])
  })

  test('are missing when the person says no', async ({ client, assert }) => {
    const { shop, ask, comeBack, connected } = await scene(client)
    const asked = await ask()
    const page = pageOf(asked.header('x-inertia-location') ?? asked.header('location'))
    const back = await comeBack(await approve(shop, page, { yes: false }))
    assert.include(String(back.header('location')), '/connections/new?connector=woocommerce')
    assert.lengthOf(await connected(), 0)
  })

  test('are not given to another browser', async ({ client, assert }) => {
    const { shop, ask, comeBack, connected } = await scene(client)
    const asked = await ask()
    const page = pageOf(asked.header('x-inertia-location') ?? asked.header('location'))
    const url = await approve(shop, page)
    await comeBack(url, 'the-browser-of-somebody-else')
    assert.lengthOf(await connected(), 0)
    await comeBack(url)
    assert.lengthOf(await connected(), 1)
  })

  test('are asked for at an address that is a shop’s, or not at all', async ({ client, assert }) => {
    const { ask } = await scene(client)
    const answer = await ask({ url: 'http://shop.example' }).accept('json')
    assert.equal(answer.status(), 422)
    assert.containsSubset(answer.body(), { errors: [{ field: 'settings.url' }] })
  })

  test('that nobody asked for are refused', async ({ client, assert }) => {
    const post = (body: object, connector = 'woocommerce') => client.post(`/keys/callback/${connector}`).json(body)
    const body = {
      key_id: 1,
      user_id: 'made-up',
      consumer_key: 'ck_made_up_by_somebody',
      consumer_secret: 'cs_made_up_by_somebody',
      key_permissions: 'read_write',
    }
    assert.equal((await post(body)).status(), 403)
    assert.equal((await post({ ...body, consumer_secret: '' })).status(), 400)
    assert.equal((await post({ ...body, key_permissions: 'read' })).status(), 400)
    assert.equal((await post(body, 'shopify')).status(), 400)
  })

  test('wait sealed, for a quarter of an hour, and are handed out once', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace, 'admin')
    const about = { workspaceId: workspace.id, userId: user.id, connectionId: null, name: 'Shop', settings: {} }
    const asking = () => askForKeys({ ...about, connector: 'woocommerce' }, BROWSER)
    const by = { userId: user.id, browser: BROWSER }

    const { id, state } = await asking()
    assert.isFalse(await receiveKeys(state, 'another', KEYS))
    assert.isTrue(await receiveKeys(state, 'woocommerce', KEYS))
    assert.isFalse(await receiveKeys(state, 'woocommerce', KEYS))
    const [row] = await db.from('key_exchanges').where('id', id)
    assert.notInclude(JSON.stringify(row), KEYS.consumerSecret)
    assert.notInclude(JSON.stringify(row), state)
    assert.containsSubset(await collectKeys(id, by), { ok: true, credentials: KEYS })
    assert.containsSubset(await collectKeys(id, by), { ok: false, code: 'key_request_ended' })
    assert.isNull((await db.from('key_exchanges').where('id', id).first()).sealed)

    const late = await asking()
    await db
      .from('key_exchanges')
      .where('id', late.id)
      .update({ expires_at: Date.now() - MINUTE })
    assert.isFalse(await receiveKeys(late.state, 'woocommerce', KEYS))
    assert.containsSubset(await collectKeys(late.id, by), { ok: false, code: 'key_request_ended' })
  })

  test('are offered only where the connector has such a page', ({ assert }) => {
    assert.property(connectors.getOrFail('woocommerce').auth, 'exchange')
    assert.notProperty(connectors.getOrFail('shopify').auth, 'exchange')
  })
})
