import { asText, isConnectorError, Permanent } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { PORTAL } from './client.ts'
import type { HubSpotClient, Portal } from './client.ts'
import { ACCOUNT, SIGNED_IN, TOKEN } from './paths.ts'

export const accountDetails = (client: HubSpotClient): Promise<Json> => client.get(ACCOUNT)

/** App and scopes of a token; null for a service key, of which HubSpot does not tell them. */
export async function tokenDetails(client: HubSpotClient): Promise<Json | null> {
  const { accessToken, refreshToken } = client.context.credentials
  try {
    if (refreshToken) return await signedInDetails(client, String(accessToken))
    return await client.ask(TOKEN, { tokenKey: String(accessToken) })
  } catch (error) {
    if (
      isConnectorError(error) &&
      ['E_NOT_FOUND', 'E_INVALID_INPUT', 'E_PERMANENT', 'E_PERMISSION_MISSING'].includes(error.code)
    )
      return null
    throw error
  }
}

/** The same of a token that was issued to an app, under the older names. */
async function signedInDetails(client: HubSpotClient, token: string): Promise<Json> {
  const { app_id: appId, scopes } = await client.get(`${SIGNED_IN}/${encodeURIComponent(token)}`)
  return { appId, scopes }
}

/** The portal, asked for once per connection. */
export async function portalOf(client: HubSpotClient): Promise<Portal> {
  const { state } = client.context
  const known = await state.get<Portal>(PORTAL)
  if (known) return known
  const [account, token] = [await accountDetails(client), await tokenDetails(client)]
  const portal = {
    appId: asText(token?.appId),
    timeZone: asText(account.timeZone),
    currency: asText(account.companyCurrency),
  }
  await state.set(PORTAL, portal)
  return portal
}

/** The portal's id, which the test of the connection found out. */
export function accountOf({ account }: Context): string {
  if (account === null) throw new Permanent('The connection has not been tested yet')
  return account
}
