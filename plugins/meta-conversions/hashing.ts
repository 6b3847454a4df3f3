import { createHash } from 'node:crypto'

/** Meta wants SHA-256 of the normalised value in lower case hex; an empty value is left out and never hashed. */
export function hashed(normalised: string | null): string | null {
  return normalised ? createHash('sha256').update(normalised, 'utf8').digest('hex') : null
}

/** Dots and +tags stay: the mailbox is matched as its owner wrote it. */
export const email = (value: string): string | null => filled(value.trim().toLowerCase())

/**
 * Digits with country code: no plus, no 00, no leading zero of the national part. A number without its country cannot
 * be told from another country's, so it is left out.
 */
export function phone(value: string): string | null {
  const written = value.replace(/\(0\)/g, '').trim()
  const digits = written.replace(/\D/g, '')
  if (written.startsWith('+')) return filled(digits)
  if (digits.startsWith('00')) return filled(digits.slice(2))
  return digits.startsWith('0') || digits.length < 10 ? null : digits
}

/**
 * WhatsApp knows some numbers by another spelling than the phone network: Brazilian mobiles without the ninth digit,
 * Mexican ones with a 1, Argentinian ones with a 9. Meta may hold either, so both are sent.
 */
export function phoneSpellings(digits: string): string[] {
  const swaps: [RegExp, string][] = [
    [/^55(\d{2})9([6-9]\d{7})$/, '55$1$2'],
    [/^55(\d{2})([6-9]\d{7})$/, '55$19$2'],
    [/^521(\d{10})$/, '52$1'],
    [/^52(\d{10})$/, '521$1'],
    [/^549(\d{10})$/, '54$1'],
    [/^54(\d{10})$/, '549$1'],
  ]
  const swap = swaps.find(([pattern]) => pattern.test(digits))
  return swap ? [digits, digits.replace(swap[0], swap[1])] : [digits]
}

/** Letters of any alphabet stay; punctuation goes. */
export const name = (value: string): string | null =>
  filled(
    value
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s]/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
  )

export const city = (value: string): string | null => filled(value.toLowerCase().replace(/[^\p{L}\p{M}]/gu, ''))

export function postalCode(value: string, country: string | null | undefined): string | null {
  const code = value.toLowerCase().replace(/[\s-]/g, '')
  return filled(country?.toUpperCase() === 'US' ? code.slice(0, 5) : code)
}

export function country(value: string): string | null {
  const code = value.trim().toLowerCase()
  return /^[a-z]{2}$/.test(code) ? code : null
}

export const externalId = (value: string): string | null => filled(value.trim())

const filled = (value: string): string | null => (value === '' ? null : value)
