import { asText } from './reading.ts'

/**
 * Meta's cookie of an ad's click, made of the address that the click led to: version, subdomain index, time of the click,
 * click id. Null where the address holds no click id. `at` in epoch milliseconds.
 * https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
 */
export function clickCookie(url: string | null | undefined, at: number): string | null {
  const clickId = asText(URL.parse(url ?? '')?.searchParams.get('fbclid'))
  return clickId === null ? null : `fb.1.${at}.${clickId}`
}
