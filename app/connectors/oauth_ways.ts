import { appUrl } from '#config/app'
import { formWay, oauthWay } from '#sdk/auth'
import type { OAuth2Auth, TokenGrantAuth } from '#sdk/auth'
import type { Connector } from '#sdk/connector'

export type Values = Record<string, unknown>

/** Kept among the credentials of connections that were signed in by a redirect, where a form would have done as well. */
export const BY_REDIRECT = { signIn: 'oauth2' }

/** One for the whole installation: it is entered at every provider, so it never changes. */
export const REDIRECT_URL = `${appUrl.replace(/\/$/, '')}/oauth/callback`

/** How these credentials get their tokens; null for keys, which are theirs for good. */
export function tokenWay({ auth }: Connector, credentials: Values): OAuth2Auth | TokenGrantAuth<unknown> | null {
  if (isByRedirect(credentials)) return oauthWay(auth)
  const form = formWay(auth)
  return form?.kind === 'token_grant' ? form : null
}

export const isByRedirect = (credentials: Values): boolean => credentials.signIn === BY_REDIRECT.signIn
