import { asInteger, asText, custom, hmac, oauth2, oneOf, sameSignature } from '#sdk/index'
import { app, credentials } from './schemas.ts'
import { SCOPES, shopDomain } from './shop.ts'

type Query = Record<string, string>

/** As Shopify's own library has it. */
const STALE_AFTER = 90_000

/** What Shopify signs of a way back: every field but the signatures, by name, escaped as in a query. */
export function signedQuery({ hmac: _hmac, signature: _signature, ...fields }: Query): string {
  return Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

/**
 * The way back is signed with the client secret: in hex, where webhooks are signed in base64. Another shop's yes is none
 * to this one: its code would be exchanged at the host of the shop that was typed.
 */
export function verifyCallback(
  query: Query,
  {
    app: own,
    settings,
    machineNow,
  }: { app: Record<string, unknown>; settings: Record<string, unknown>; machineNow: number }
): boolean {
  const secret = asText(own.clientSecret)
  const at = asInteger(query.timestamp)
  if (secret === null || at === null || Math.abs(machineNow - at * 1000) > STALE_AFTER) return false
  if (!sameSignature(hmac('sha256', secret, signedQuery(query), 'hex'), query.hmac ?? '')) return false
  return query.shop === shopDomain(settings)
}

/**
 * A shop of another organization says yes to an app of ours. Offline tokens that expire: an hour, renewed for as long as
 * they are renewed within 90 days. Apps of one shop get such tokens too when they ask with `expiring`.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 */
const redirect = oauth2({
  app,
  authorizeUrl: (_app, settings) => `https://${shopDomain(settings)}/admin/oauth/authorize`,
  tokenUrl: (_app, settings) => `https://${shopDomain(settings)}/admin/oauth/access_token`,
  tokenParams: { expiring: '1' },
  scopes: [...SCOPES],
  scopeSeparator: ',',
  pkce: false,
  verifyCallback,
})

/** The form is for a shop of one's own: client credentials of an app in its organization, or a token from its admin. */
export const auth = oneOf(custom(credentials), redirect)
