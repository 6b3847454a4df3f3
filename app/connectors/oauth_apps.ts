import { oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import type { FieldError } from '#sdk/schema'
import { newId } from '#app/ids'
import { App } from './app.ts'
import { half } from './form.ts'
import type { Values } from './oauth_ways.ts'

const appsOf = (organizationId: string, connector: string) =>
  App.query().where({ organization_id: organizationId, connector }).orderBy('id')

/** The organization's apps that can sign in, for the wizard: never their secrets. */
export async function knownApps(
  connector: Connector,
  organizationId: string
): Promise<{ id: string; clientId: string }[]> {
  const apps = await appsOf(organizationId, connector.id)
  return apps.flatMap(({ id, credentials }) =>
    typeof credentials.clientId === 'string' ? [{ id, clientId: credentials.clientId }] : []
  )
}

/** Either an app that is there, or the fields of one. */
export interface AppChoice {
  id?: string | null
  fields?: Values
}

/** The app's own fields as the connector wants them; errors name `app.clientId` and the like. */
export async function chosenApp(
  connector: Connector,
  organizationId: string,
  { id, fields = {} }: AppChoice
): Promise<{ values: Values; errors: FieldError[] }> {
  const known = id ? (await appsOf(organizationId, connector.id)).find((app) => app.id === id) : null
  if (id && !known)
    return { values: {}, errors: [{ field: 'app.id', rule: 'exists', message: 'There is no such app' }] }
  return half('app', oauthWay(connector.auth)!.app, known ? known.credentials : fields)
}

/**
 * The app to store with the connection: the organization's one of this client id, with what the provider has just accepted
 * as its secrets, else a new one.
 */
export async function provenApp(connector: Connector, organizationId: string, proven: Values): Promise<App> {
  const known = (await appsOf(organizationId, connector.id)).find(
    ({ credentials }) => credentials.clientId === proven.clientId
  )
  if (!known)
    return new App()
      .fill({ id: newId('app'), organizationId, connector: connector.id, name: connector.name })
      .seal(proven)
  const same = Object.entries(proven).every(([name, value]) => known.credentials[name] === value)
  return same ? known : known.seal({ ...known.credentials, ...proven })
}
