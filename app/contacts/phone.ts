import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'

/**
 * E.164, or null. A number written with its country code is believed; one that needs a country to be read must also
 * exist there, since a wrong country would make it somebody else's number.
 */
export function parsePhone(written: string, ...countries: (string | null | undefined)[]): string | null {
  const international = parsePhoneNumberFromString(written)
  if (international?.isPossible()) return international.number

  for (const country of countries) {
    if (!isCountry(country)) continue
    const national = parsePhoneNumberFromString(written, country)
    if (national?.isValid()) return national.number
  }
  return null
}

/** As people write it: `+39 347 555 0142`. */
export const shownPhone = (phone: string | null): string | null =>
  (phone && parsePhoneNumberFromString(phone)?.formatInternational()) ?? phone

/** Country of an E.164 number; null for numbers that belong to none. */
export const countryOfPhone = (phone: string): string | null => parsePhoneNumberFromString(phone)?.country ?? null

const isCountry = (country: string | null | undefined): country is CountryCode =>
  Boolean(country) && isSupportedCountry(String(country))
