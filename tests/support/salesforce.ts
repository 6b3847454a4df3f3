import type { ApiClient } from '@japa/api-client'
import type { Workspace } from '#app/accounts/workspace'
import type { User } from '#app/accounts/user'
import { Connection } from '#app/connectors/connection'
import { REDIRECT_URL } from '#app/connectors/oauth_ways'
import { FakeSalesforce } from './fake_world/salesforce.ts'
import type { FakeApp } from './fake_world/salesforce.ts'
import { givenMember } from './workspace.ts'

export const APP = { clientId: '3MVG9.of.the.external.client.app', clientSecret: 'canary-consumer-secret-8841' }

/** An org whose app sends people back to this installation. */
export const fakeSalesforce = (change: Partial<FakeApp> = {}, now?: () => number): FakeSalesforce =>
  new FakeSalesforce({ ...APP, redirectUri: REDIRECT_URL, rotates: true, ...change }, now)

/** Somebody at a browser: signed in here, and led to Salesforce and back. */
export class Traveller {
  readonly user: User
  readonly #client: ApiClient
  readonly #workspace: Workspace
  readonly #session: Record<string, string>

  constructor(client: ApiClient, workspace: Workspace, { user, browser }: { user: User; browser: string }) {
    this.#client = client
    this.#workspace = workspace
    this.user = user
    this.#session = { oauth_browser: browser }
  }

  static async of(client: ApiClient, workspace: Workspace, browser = 'this-browser-and-no-other'): Promise<Traveller> {
    return new Traveller(client, workspace, { user: await givenMember(workspace), browser })
  }

  /** Presses "Sign in with Salesforce"; answers where the browser is sent. */
  async start(change: Record<string, unknown> = {}): Promise<string> {
    const response = await this.begin(change)
    return response.header('x-inertia-location') ?? response.header('location') ?? ''
  }

  async begin(change: Record<string, unknown> = {}) {
    return this.#client
      .post(`/w/${this.#workspace.id}/connections/sign-ins`)
      .loginAs(this.user)
      .withSession(this.#session)
      .withCsrfToken()
      .header('x-inertia', 'true')
      .redirects(0)
      .json({
        connector: 'salesforce',
        name: 'Our org',
        settings: { currency: 'EUR' },
        app: { fields: APP },
        ...change,
      })
  }

  /** Comes back with what the provider put into the address. */
  async back(location: URL) {
    return this.#client
      .get(location.pathname + location.search)
      .loginAs(this.user)
      .withSession(this.#session)
      .redirects(0)
  }

  /** There and back, with a yes. */
  async connect(salesforce: FakeSalesforce, change: Record<string, unknown> = {}): Promise<Connection> {
    const response = await this.back(await salesforce.consent(await this.start(change)))
    const id = /connections\/(con_\w+)/.exec(response.header('location') ?? '')?.[1]
    if (!id) throw new Error(`should connect: ${response.status()} ${JSON.stringify(response.flashMessages())}`)
    return Connection.findOrFail(id)
  }
}
