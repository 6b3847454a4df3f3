/** Dated paths never change; this one is kept until March 2028. */
const DATE = '2026-09'

export const ORIGIN = 'https://api.hubapi.com'

export const objects = (type: string, rest = ''): string => `/crm/objects/${DATE}/${type}${rest}`
export const property = (type: string, name = ''): string => `/crm/properties/${DATE}/${type}${name && `/${name}`}`
export const dealPipelines = (): string => `/crm/pipelines/${DATE}/deals`
export const associations = (from: string, to: string): string => `/crm/associations/${DATE}/${from}/${to}/batch/read`
export const listMembers = (listId: string): string => `/crm/lists/${DATE}/${listId}/memberships/add`

/** Its newest date as documented; the token's own page has never had one. */
export const ACCOUNT = '/account-info/2026-03/details'
export const TOKEN = '/oauth/v2/private-apps/get/access-token-info'
/** Not dated yet: what HubSpot says of a token that was issued to an app. */
export const SIGNED_IN = '/oauth/v1/access-tokens'

/** Unique properties of ours: HubSpot's own `phone` is not unique, and a deal has no key of ours at all. */
export const CONTACT_KEY = 'staffetta_phone'
export const DEAL_KEY = 'staffetta_key'
