import { asObject, asObjects, asText, clickCookie, type ClientHints, type Json } from '#sdk/index'

/** What the shop kept of the buyer's browser. */
export function browserHints(body: Json, account: string | null, at: number): ClientHints {
  const details = asObject(body.client_details) ?? {}
  const sourceUrl = landingUrl(body, account)
  return {
    ip: asText(details.browser_ip) ?? asText(body.browser_ip),
    userAgent: asText(details.user_agent),
    sourceUrl,
    fbc: attribute(body, '_fbc') ?? clickCookie(sourceUrl, at),
    fbp: attribute(body, '_fbp'),
  }
}

/** `landing_site` is a path on the shop's own domain. */
export function landingUrl(body: Json, account: string | null): string | null {
  const path = asText(body.landing_site)
  if (path === null) return null
  const base = account === null ? undefined : `https://${account}`
  return URL.parse(path, base)?.href ?? null
}

/** The value of a cart attribute, by name. */
export function attribute(body: Json, name: string): string | null {
  const found = asObjects(body.note_attributes).find((each) => asText(each.name) === name)
  return asText(found?.value)
}
