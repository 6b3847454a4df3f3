import { test } from '@japa/runner'
import { Connection } from '#app/connectors/connection'
import { PlainBrowser } from '#tests/support/crash/plain_browser'
import { ServerProcess, until } from '#tests/support/crash/server_process'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import type { FakeRequest } from '#tests/support/fake_world/server'
import { databaseFile, keptText } from '#tests/support/kept_text'
import { APP, fakeSalesforce } from '#tests/support/salesforce'
import { givenMember, givenWorkspace, PASSWORD } from '#tests/support/workspace'

const AGENCY = { clientId: 'client-id-of-the-agency', clientSecret: 'shpss_canary_of_the_agency' }

/** As it stands in a text, in an address, and in Basic authentication. */
const spelt = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]

/** All that went over the wire and is nobody else's business, with what it is. */
class Overheard {
  readonly secrets = new Map<string, string>()

  add(what: string, secret: unknown): void {
    if (typeof secret === 'string' && secret.length >= 8) this.secrets.set(secret, what)
  }

  address(url: URL): void {
    for (const name of ['state', 'code', 'hmac', 'code_challenge']) this.add(name, url.searchParams.get(name))
  }

  letters(requests: FakeRequest[]): void {
    const fields = ['client_secret', 'code', 'code_verifier', 'refresh_token', 'token', 'assertion']
    for (const { form, headers } of requests) {
      for (const name of fields) this.add(name, form.get(name))
      this.add('a bearer token', headers.authorization?.replace(/^Bearer /, ''))
      this.add('an access token', headers['x-shopify-access-token'])
    }
  }
}

test.group('The secrets of signing in, in a real process that logs everything', (group) => {
  group.each.timeout(180_000)

  test('are in no line it writes, and readable nowhere in the database', async ({ assert }) => {
    const shopify = new FakeShopify()
    const server = new ServerProcess({ LOG_LEVEL: 'trace' })
    const port = await server.reserve()
    const redirectUri = `${port}/oauth/callback`
    const salesforce = fakeSalesforce({ redirectUri })
    await Promise.all([salesforce.start(), shopify.start()])
    const shop = shopify.addShop('cliente.myshopify.com', { ...AGENCY, redirectUris: [redirectUri] })
    server.env.STAFFETTA_FAKE_WORLD = JSON.stringify({ ...salesforce.origins, ...shopify.origins })
    const workspace = await givenWorkspace()
    const user = await givenMember(workspace)
    const overheard = new Overheard()
    const at = (path: string) => `/w/${workspace.id}/connections${path}`
    try {
      await server.start()
      const somebody = await new PlainBrowser(() => server.origin).signIn(user.email, PASSWORD)
      const begin = async (asked: Record<string, unknown>) => {
        const response = await somebody.post(at('/sign-ins'), asked)
        const url = new URL(response.headers.get('x-inertia-location') ?? '')
        overheard.address(url)
        return url.href
      }
      const back = async (url: URL) => {
        overheard.address(url)
        return (await somebody.get(url.pathname + url.search)).headers.get('location') ?? ''
      }
      const found = async (location: string) => Connection.findOrFail(/con_\w+/.exec(location)?.[0])
      const check = ({ id }: Connection) => somebody.post(at(`/${id}/checks`), {})

      const atSalesforce = { connector: 'salesforce', settings: {}, app: { fields: APP } }
      const atShopify = { connector: 'shopify', settings: { shop: shop.domain }, app: { fields: AGENCY } }
      // What fails first: a secret that is wrong, a no, a way back that was tampered with, one that comes twice.
      const wrong = { ...atSalesforce, app: { fields: { ...APP, clientSecret: 'canary-of-a-wrong-secret' } } }
      assert.notInclude(await back(await salesforce.consent(await begin(wrong))), 'con_')
      assert.notInclude(await back(await salesforce.consent(await begin(atSalesforce), 'no')), 'con_')
      const forged = shopify.oauth.install(await begin(atShopify), shop)
      forged.searchParams.set('code', 'canary-of-a-forged-code')
      assert.notInclude(await back(forged), 'con_')

      const home = await salesforce.consent(await begin(atSalesforce))
      const org = await found(await back(home))
      await back(home)
      const store = await found(await back(shopify.oauth.install(await begin(atShopify), shop)))
      for (const { uri } of shop.subscriptions) overheard.add('an endpoint', new URL(uri).pathname.split('/').pop())

      for (const token of salesforce.access) overheard.add('an access token', token)
      for (const token of shop.tokens.keys()) overheard.add('an access token', token)
      salesforce.access.clear()
      shop.tokens.clear()
      await check(org)
      await check(store)
      await shop.placeOrder()
      const renewed = await Connection.findOrFail(org.id)
      assert.isTrue(salesforce.access.has(String(renewed.credentials.accessToken)), 'renewed')
      for (const token of [...salesforce.access, ...salesforce.refresh, ...shop.tokens.keys(), shop.grant?.current])
        overheard.add('a token', token)

      salesforce.revokeAll()
      await check(org)
      await shop.uninstallApp()
      await check(store)
      await until(async () => (await Connection.findOrFail(store.id)).state === 'broken', 20_000)
      assert.equal((await Connection.findOrFail(org.id)).reason?.code, 'sign_in_needed')
      overheard.letters([...salesforce.requests, ...shopify.requests])
    } finally {
      await server.kill()
      await Promise.all([salesforce.stop(), shopify.stop()])
    }

    const log = server.output
    assert.include(log, '/services/oauth2/token', 'it does log everything')
    const places = { 'the log': log, 'the rows': await keptText(), 'the file': await databaseFile() }
    assert.isAbove(overheard.secrets.size, 20)
    const told = [...overheard.secrets].flatMap(([secret, what]) =>
      Object.entries(places).flatMap(([place, text]) =>
        spelt(secret).some((one) => text.includes(one)) ? [`${what} is in ${place}`] : []
      )
    )
    assert.deepEqual([...new Set(told)], [])
  })
})
