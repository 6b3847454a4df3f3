import { machineNow } from '#app/clock'
import { httpClient } from '#app/calls/http_client'
import { protect } from '#app/vault/redaction'
import { failureOfStatus, jsonAnswer, retryAfterOf } from '#sdk/answers'
import type { OAuth2Auth, TokenGrantAuth } from '#sdk/auth'
import type { Connector } from '#sdk/connector'
import { AuthenticationExpired, isConnectorError, RateLimited, Temporary } from '#sdk/errors'
import type { ConnectorError } from '#sdk/errors'
import { asInteger, asText } from '#sdk/reading'
import type { Json } from '#sdk/reading'
import { derivedHosts } from './derived_hosts.ts'
import type { Values } from './oauth_ways.ts'

export interface TokenRequest {
  connector: Connector
  way: OAuth2Auth | TokenGrantAuth<unknown>
  /** Holds `clientId` and `clientSecret`: the organization's app, or the connection's own credentials. */
  identity: Values
  settings: Values
  /** The grant's own fields, `grant_type` among them. */
  grant: Record<string, string>
  /** Ids for the log. */
  fields: Record<string, unknown>
}

/** A token is renewed this long before it ends, or after half of its life where that is shorter. */
const AHEAD = 5 * 60_000

/** What providers call an illness of their own; all other refusals are about us. */
const PASSING = new Set([
  'temporarily_unavailable',
  'server_error',
  'slow_down',
  'rate_limit_exceeded',
  'unknown_error',
])

/**
 * One question to a token endpoint, never repeated by itself: where refresh tokens rotate, the second would come with a
 * used one. Answers what is to be kept. Throws `AuthenticationExpired` when the grant or the client is refused; silence
 * is `Temporary`, for a token that was issued and lost hurts nobody.
 */
export async function askForTokens(request: TokenRequest): Promise<Values> {
  const { connector, way, settings, fields } = request
  const http = httpClient({ hosts: connector.hosts, typedHosts: derivedHosts(connector, settings), fields })
  const letter = { method: 'POST', ...letterOf(request) }
  const response = await heard(http.fetch(way.tokenUrl(request.identity, settings), letter))
  const answer = await jsonAnswer(response)
  protect(answer)
  const accessToken = asText(answer?.access_token)
  if (!response.ok || answer === null || accessToken === null) throw refusal(response, answer, connector.name)
  return tokensIn(answer, accessToken, way)
}

async function heard(call: Promise<Response>): Promise<Response> {
  try {
    return await call
  } catch (error) {
    if (isConnectorError(error) && error.code === 'E_OUTCOME_UNKNOWN') throw new Temporary('No token came in time')
    throw error
  }
}

function letterOf({ way, identity, grant }: TokenRequest): { headers: Record<string, string>; body: string } {
  const [id, secret] = [asText(identity.clientId), asText(identity.clientSecret)]
  const basic = way.clientAuthentication === 'basic' && id !== null && secret !== null
  const client =
    basic || grant.assertion ? {} : { ...(id && { client_id: id }), ...(secret && { client_secret: secret }) }
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'accept': 'application/json',
      ...(basic && { authorization: `Basic ${basicOf(id, secret)}` }),
    },
    body: String(new URLSearchParams({ ...way.tokenParams, ...grant, ...client })),
  }
}

// RFC 6749 §2.3.1: both are form-encoded before they are joined.
const basicOf = (id: string, secret: string) => {
  const [first, second] = [encodeURIComponent(id), encodeURIComponent(secret)]
  protect({ first, second })
  return Buffer.from(`${first}:${second}`).toString('base64')
}

function tokensIn(answer: Json, accessToken: string, way: TokenRequest['way']): Values {
  const life = (asInteger(answer.expires_in) ?? 0) * 1000
  const now = machineNow()
  const refreshToken = asText(answer.refresh_token)
  const scope = asText(answer.scope)
  return {
    ...way.read?.(answer),
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(scope && { scope }),
    issuedAt: now,
    expiresAt: life > 0 ? now + life : null,
    renewAt: life > 0 ? now + Math.max(life - AHEAD, life / 2) : null,
  }
}

/** Its own words are never passed on: they may repeat what was sent. */
function refusal(response: Response, answer: Json | null, vendor: string): ConnectorError {
  const { status } = response
  const said = asText(answer?.error)
  const vendorCode = said && /^[\w.-]{1,60}$/.test(said) ? said : undefined
  const options = { status, vendorCode }
  if (status === 429)
    return new RateLimited(`${vendor} issues no tokens now`, {
      ...options,
      retryAfter: retryAfterOf(response) ?? 60_000,
    })
  if (status >= 500 || (vendorCode && PASSING.has(vendorCode)))
    return new Temporary(`${vendor} issues no tokens now`, options)
  if (vendorCode || status === 401) return new AuthenticationExpired(`${vendor} refused to issue a token`, options)
  // An answer without a token, or a proxy's page: not the provider's word on our grant.
  return response.ok
    ? new Temporary(`${vendor} answered without a token`, options)
    : failureOfStatus(response, { vendor })
}
