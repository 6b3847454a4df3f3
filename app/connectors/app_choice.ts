import { formWay } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import { newId } from '#app/ids'
import { App } from './app.ts'

/**
 * The organization's app that these credentials speak of, for vendors that post for all their customers to one URL: the
 * one with the same secrets, else a new one (not stored yet). Null where connections have endpoints of their own.
 */
export async function appFor(
  connector: Connector,
  organizationId: string,
  credentials: Record<string, unknown>
): Promise<App | null> {
  if (connector.endpoint !== 'app') return null
  const own = appFields(connector, credentials)
  const apps = await App.query().where({ organization_id: organizationId, connector: connector.id }).orderBy('id')
  const known = apps.find((app) => sameSecrets(own, app.credentials))
  if (known) return known
  return new App().fill({ id: newId('app'), organizationId, connector: connector.id, name: connector.name }).seal(own)
}

/** The part of a connection's credentials that belongs to the app; all of them where the connector draws no line. */
export function appFields({ auth }: Connector, credentials: Record<string, unknown>): Record<string, unknown> {
  const form = formWay(auth)
  const app = form && 'app' in form ? form.app : null
  if (!app) return credentials
  const names = Object.keys((app.toJSONSchema().properties ?? {}) as object)
  return Object.fromEntries(
    names.filter((name) => credentials[name] !== undefined).map((name) => [name, credentials[name]])
  )
}

/** What is not given may be the app's: an organization with many numbers writes its secret once. */
function sameSecrets(given: Record<string, unknown>, stored: Record<string, unknown>): boolean {
  return Object.entries(given).every(([name, value]) => stored[name] === value)
}
