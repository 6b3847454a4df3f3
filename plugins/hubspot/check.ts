import { asText, InvalidInput } from '#sdk/index'
import type { CheckResult, Context } from '#sdk/index'
import { HubSpotClient } from './client.ts'
import { accountDetails, tokenDetails } from './portal.ts'
import { SCOPES } from './sign_in.ts'

/** "Test connection": which portal, and what the token may not do. */
export async function check(context: Context): Promise<CheckResult> {
  const client = new HubSpotClient(context)
  const account = await accountDetails(client)
  const portalId = asText(account.portalId)
  if (portalId === null)
    throw new InvalidInput('HubSpot did not say which account the token is of', { field: 'accessToken' })
  const token = await tokenDetails(client)
  const granted = Array.isArray(token?.scopes) ? token.scopes : null
  const missingScopes = granted ? SCOPES.filter((scope) => !granted.includes(scope)) : []
  const signed = asText(context.credentials.clientSecret) ?? asText(context.app?.clientSecret)
  return {
    account: portalId,
    label: [portalId, asText(account.uiDomain), asText(account.accountType)].filter(Boolean).join(' · '),
    missingScopes,
    warnings: [
      ...(granted ? [] : [{ code: 'scopes_unknown' }]),
      // The token alone reads and writes; what changes is then found by asking.
      ...(signed ? [] : [{ code: 'webhooks_not_subscribed' }]),
    ],
  }
}
