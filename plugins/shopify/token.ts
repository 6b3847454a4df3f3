import {
  asInteger,
  asText,
  AuthenticationExpired,
  formBody,
  jsonAnswer,
  PermissionMissing,
  type Context,
  type Json,
} from '#sdk/index'
import { failureOf } from './failures.ts'
import { shopDomain } from './shop.ts'

/** A token is asked for anew this long before it ends, so that none ends while a call is under way. */
const AHEAD = 10 * 60_000

/**
 * The access token: the one of the sign-in or the pasted one, else one by the client credentials grant. Those last a
 * day and have no refresh token; two workers asking at once simply get two that both work.
 */
export async function accessToken(context: Context): Promise<string> {
  const { accessToken: given, issuedToken, issuedTokenEndsAt } = context.credentials
  if (typeof given === 'string' && given !== '') return given
  const lasts = typeof issuedTokenEndsAt === 'number' && issuedTokenEndsAt - AHEAD > context.machineNow()
  if (typeof issuedToken === 'string' && lasts) return issuedToken
  return issueToken(context)
}

/** Another token after one that was refused, or null where nothing but a person gets one. */
export async function tokenInPlaceOf(refused: string, context: Context): Promise<string | null> {
  if (asText(context.credentials.accessToken) === null) return issueToken(context)
  return context.renewToken(refused)
}

async function issueToken(context: Context): Promise<string> {
  const { clientId, clientSecret } = context.credentials
  const response = await context.http.fetch(`https://${shopDomain(context.settings)}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept': 'application/json' },
    body: formBody({
      grant_type: 'client_credentials',
      client_id: String(clientId ?? ''),
      client_secret: String(clientSecret ?? ''),
    }),
    retry: true,
  })
  const answer = await jsonAnswer(response)
  const token = asText(answer?.access_token)
  if (!response.ok || token === null) throw refusal(response, answer)
  const lifetime = (asInteger(answer?.expires_in) ?? 0) * 1000
  await context.saveCredentials({
    ...context.credentials,
    issuedToken: token,
    issuedTokenEndsAt: context.machineNow() + lifetime,
  })
  return token
}

function refusal(response: Response, answer: Json | null): Error {
  const vendorCode = asText(answer?.error) ?? undefined
  if (vendorCode === 'shop_not_permitted') {
    return new PermissionMissing('The app and the shop belong to different Shopify organizations', {
      vendorCode,
    })
  }
  if (response.status === 400 || response.status === 401) {
    return new AuthenticationExpired('Shopify refused the client ID and secret', {
      vendorCode,
      status: response.status,
    })
  }
  const { status, headers } = response
  return (
    failureOf({ status, headers, body: answer ?? undefined }, false) ??
    new AuthenticationExpired('Shopify gave no access token', { status })
  )
}
