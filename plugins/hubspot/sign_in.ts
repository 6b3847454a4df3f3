import { apiKey, oauth2, oneOf } from '#sdk/index'
import { ORIGIN } from './paths.ts'
import { app, credentials, oauthApp } from './schemas.ts'

/** What an app must ask for, and a key must hold. */
export const SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.schemas.contacts.write',
  'crm.schemas.deals.write',
  'crm.lists.read',
  'crm.lists.write',
]

/** A key of one portal, or the consent of somebody in it to an app of ours. HubSpot's endpoint takes no proof key. */
export const auth = oneOf(
  apiKey(credentials, { app }),
  oauth2({
    app: oauthApp,
    authorizeUrl: () => 'https://app.hubspot.com/oauth/authorize',
    tokenUrl: () => `${ORIGIN}/oauth/v1/token`,
    scopes: SCOPES,
    pkce: false,
  })
)
