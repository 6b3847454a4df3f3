import { plain } from './words.ts'

/** What can be found in a text by its form. */
export type Kind =
  | 'email'
  | 'phone'
  | 'date'
  | 'amount'
  | 'order'
  | 'url'
  | 'number'
  | 'person'
  | 'first_name'
  | 'last_name'
  | 'place'
  | 'postcode'

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const PHONE = /(?:\+|00)\d[\d\s./-]{6,16}\d|\b3\d{2}[\s./-]?\d{3}[\s./-]?\d{3,4}\b|\b0\d{1,3}[\s./-]?\d{5,8}\b/g
const ISO_DATE = /\b(\d{4})-(\d{2})-(\d{2})\b/
const DAY_FIRST = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/
const IN_WORDS =
  /\b(\d{1,2})(?:st|nd|rd|th|º)?\s+(?:of\s+)?((?:gen|jan|feb|mar|apr|mag|may|giu|jun|lug|jul|ago|aug|set|sep|ott|oct|nov|dic|dec)[a-z]*)\.?(?:\s+(\d{4}))?\b/i
const MONTHS: [RegExp, number][] = [
  [/^(gen|jan)/, 1], [/^(feb)/, 2], [/^(mar)/, 3], [/^(apr)/, 4], [/^(mag|may)/, 5], [/^(giu|jun)/, 6],
  [/^(lug|jul)/, 7], [/^(ago|aug)/, 8], [/^(set|sep)/, 9], [/^(ott|oct)/, 10], [/^(nov)/, 11], [/^(dic|dec)/, 12],
] // prettier-ignore
const AMOUNT = /(?:€|\$|£|eur\b|euro\b)\s*(\d[\d.,]*)|(\d[\d.,]*)\s*(?:€|\$|£|eur\b|euro\b|dollar)/i
const ORDER =
  /(?:ordine|order|pratica|ticket|n(?:umero|umber|r|°|o)?\.?)\s*(?:n(?:umero|umber|r|°|o)?\.?\s*)?[:#]?\s*#?([A-Z]{0,4}-?\d{3,12})\b|#([A-Z]{0,4}-?\d{3,12})\b/i
const URL = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/
const NUMBER = /(?<![\w.,])-?\d+(?:[.,]\d+)?(?![\w])/
const PERSON =
  /(?:mi chiamo|sono|il mio nome è|my name is|i am|i'm|this is)\s+(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2})/u
const PLACE = /(?:\ba|\bda|\bin|\bdi|\bfrom|\bat|\bto)\s+(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?)/u
const POSTCODE = /\b\d{5}\b/

const FINDERS: Record<Kind, (text: string) => string | null> = {
  email: (text) => text.match(EMAIL)?.[0].toLowerCase() ?? null,
  phone: (text) => text.match(PHONE)?.[0].replace(/[\s./-]/g, '') ?? null,
  date: dateIn,
  amount: (text) => decimal(AMOUNT.exec(text)),
  order: (text) => first(ORDER.exec(text)),
  url: (text) => URL.exec(text)?.[0] ?? null,
  number: (text) => NUMBER.exec(withoutContacts(text))?.[0].replace(',', '.') ?? null,
  person: (text) => first(PERSON.exec(text)),
  first_name: (text) => first(PERSON.exec(text))?.split(/\s+/)[0] ?? null,
  last_name: (text) => first(PERSON.exec(text))?.split(/\s+/).slice(1).join(' ') || null,
  place: (text) => first(PLACE.exec(text)),
  postcode: (text) => POSTCODE.exec(text)?.[0] ?? null,
}

export const find = (kind: Kind, text: string): string | null => FINDERS[kind](text)

/** What a field is for, by its format, its name and its explanation; null where only a person could tell. */
export function kindOf(
  name: string,
  { format, description = '' }: { format?: unknown; description?: unknown }
): Kind | null {
  if (format === 'email') return 'email'
  if (format === 'date' || format === 'date-time') return 'date'
  if (format === 'uri') return 'url'
  const words = plain(`${name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ')} ${String(description)}`)
  return NAMES.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

const NAMES: [RegExp, Kind][] = [
  [/e-?mail|posta elettronica/, 'email'],
  [/phone|telefono|cellulare|mobile/, 'phone'],
  [/postal|postcode|zip|\bcap\b/, 'postcode'],
  [/order|ordine|tracking|ticket/, 'order'],
  [/\bdate\b|\bdata\b|\bday\b|giorno|when/, 'date'],
  [/budget|amount|importo|price|prezzo|cost|spesa/, 'amount'],
  [/url|link|website|sito/, 'url'],
  [/city|citta|place|luogo|localita/, 'place'],
  [/last name|surname|cognome/, 'last_name'],
  [/first name|^nome\b/, 'first_name'],
  [/name|nome/, 'person'],
  [/quantity|quantita|number|numero|how many|quanti/, 'number'],
]

const first = (match: RegExpExecArray | null): string | null => match?.slice(1).find(Boolean) ?? null

/** 1.299,50 and 1,299.50 are the same; three figures after the last mark are thousands. */
function decimal(match: RegExpExecArray | null): string | null {
  const text = first(match)?.replace(/[.,]$/, '')
  if (!text) return null
  const cents = /[.,](\d{1,2})$/.exec(text)
  const whole = (cents ? text.slice(0, -cents[0].length) : text).replace(/[.,]/g, '')
  return cents ? `${whole}.${cents[1]}` : whole
}

function dateIn(text: string): string | null {
  const iso = ISO_DATE.exec(text)
  if (iso) return iso[0]
  const day = DAY_FIRST.exec(text)
  if (day) return dated(Number(day[3]), Number(day[2]), Number(day[1]))
  const words = IN_WORDS.exec(plain(text))
  const month = words && MONTHS.find(([pattern]) => pattern.test(words[2]))?.[1]
  // Without a year it could be any, and the same text must give the same answer tomorrow.
  return words && month && words[3] ? dated(Number(words[3]), month, Number(words[1])) : null
}

function dated(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

/** A number that is none of the other things. */
const withoutContacts = (text: string): string =>
  [EMAIL, PHONE, ISO_DATE, DAY_FIRST, AMOUNT, ORDER, IN_WORDS].reduce((rest, form) => rest.replace(form, ' '), text)
