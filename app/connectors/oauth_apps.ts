import { oauthWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import type { FieldError } from '#sdk/schema'
import { newId } from '#app/ids'
import { App } from './app.ts'
import { Connection } from './connection.ts'
import { half } from './form.ts'
import type { Values } from './oauth_ways.ts'

const appsOf = (organizationId: string, connector: string) =>
  App.query().where({ organization_id: organizationId, connector }).orderBy('id')

/** An app as the wizard shows it: never its secrets. */
export type KnownApp = {
  id: string
  clientId: string
  /** How many connections of the organization live on it. */
  connections: number
}

/** The organization's apps that can sign in. */
export async function knownApps(connector: Connector, organizationId: string): Promise<KnownApp[]> {
  const apps = await appsOf(organizationId, connector.id)
  const ids = apps.map(({ id }) => id)
  const living = await Connection.query().whereIn('app_id', ids).whereNot('state', 'not_connected').select('app_id')
  return apps.flatMap(({ id, credentials }) => {
    const connections = living.filter(({ appId }) => appId === id).length
    return typeof credentials.clientId === 'string' ? [{ id, clientId: credentials.clientId, connections }] : []
  })
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
