import vine from '@vinejs/vine'
import {
  asText,
  AuthenticationExpired,
  clientCredentials,
  InvalidInput,
  jwtBearer,
  oauth2,
  oneOf,
  Permanent,
  tokenGrant,
} from '#sdk/index'
import type { Json } from '#sdk/index'
import { credentials } from './schemas.ts'

const DEFAULT_DOMAIN = 'login.salesforce.com'

/** `api`: the REST API; `refresh_token`: for as long as nobody ends it. */
export const SCOPES = ['api', 'refresh_token']

const originOf = (settings: Record<string, unknown>) => `https://${asText(settings.domain) ?? DEFAULT_DOMAIN}`

/**
 * The token is sent to the host that the answer names, so only Salesforce's own are taken. Those of the Lightning pages
 * have no API.
 */
const INSTANCE = /^https:\/\/(?:[a-z0-9-]+\.)+(?:salesforce|force)\.com$/

function read(answer: Json): Record<string, unknown> {
  const instanceUrl = asText(answer.instance_url)?.toLowerCase().replace(/\/$/, '') ?? ''
  if (!INSTANCE.test(instanceUrl) || instanceUrl.includes('.lightning.'))
    throw new Permanent('The answer names a host that is not Salesforce’s', { vendorCode: 'instance_url' })
  const [organizationId, userId] = (asText(answer.id) ?? '').split('/').slice(-2)
  return { instanceUrl, ...(organizationId && userId && { organizationId, userId }) }
}

/** Where the API of the connection's org is. */
export function instanceUrlOf({ instanceUrl }: Record<string, unknown>): string {
  if (typeof instanceUrl !== 'string' || !INSTANCE.test(instanceUrl))
    throw new AuthenticationExpired('The connection has not been signed in yet')
  return instanceUrl
}

const endpoint = {
  tokenUrl: (_app: Record<string, unknown>, settings: Record<string, unknown>) =>
    `${originOf(settings)}/services/oauth2/token`,
  read,
}

const redirect = oauth2({
  ...endpoint,
  app: vine.create({
    clientId: vine.string().trim().minLength(10).meta({
      title: 'Consumer key',
      description: 'Of your External Client App: Settings ▸ OAuth Settings ▸ Consumer Key and Secret.',
    }),
    clientSecret: vine.string().trim().minLength(8).optional().meta({
      'title': 'Consumer secret',
      'description': 'Leave empty if the app does not require it.',
      'x-secret': true,
    }),
  }),
  authorizeUrl: (_app, settings) => `${originOf(settings)}/services/oauth2/authorize`,
  scopes: SCOPES,
  pkce: true,
  revokeUrl: (_app, settings) => `${originOf(settings)}/services/oauth2/revoke`,
})

/** Without a person: as the user of a certificate (JWT bearer), or as the app's run-as user (client credentials). */
const unattended = tokenGrant(credentials, {
  ...endpoint,
  grant(given, { now, tokenUrl }) {
    const { clientId, username, privateKey } = given as Record<string, string | undefined>
    if (privateKey) {
      const issuer = String(clientId)
      return jwtBearer({ issuer, subject: String(username), audience: audienceOf(tokenUrl), privateKey, now })
    }
    if (/^https:\/\/(login|test)\./.test(tokenUrl))
      throw new InvalidInput('Client credentials need the domain of your own org', { field: 'domain' })
    return clientCredentials()
  },
})

const audienceOf = (tokenUrl: string): string =>
  /^https:\/\/test\.|--[\w-]+\.sandbox\./.test(tokenUrl)
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com'

export const auth = oneOf(unattended, redirect)
