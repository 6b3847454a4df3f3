import { IntlMessageFormat } from 'intl-messageformat'

export type Params = Record<string, unknown>
export type Locale = 'en' | 'it'

type Files = Record<string, Record<string, string>>

const loaders: Record<Locale, () => Promise<{ default: Files }>> = {
  en: () => import('~/lang/en'),
  it: () => import('~/lang/it'),
}

/** The tag given to Intl: day before month and 24 hours in English too. */
const tags: Record<Locale, string> = { en: 'en-GB', it: 'it-IT' }

const now = {
  locale: 'en' as Locale,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  version: 0,
  messages: new Map<string, string>(),
}
const compiled = new Map<string, IntlMessageFormat>()
const listeners = new Set<() => void>()

export const viewer = {
  get locale() {
    return now.locale
  },
  get tag() {
    return tags[now.locale]
  },
  get timeZone() {
    return now.timeZone
  },
  get version() {
    return now.version
  },
}

export function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

const changed = () => {
  compiled.clear()
  now.version += 1
  for (const listener of listeners) listener()
}

const asLocale = (tag: string): Locale => (tag.toLowerCase().startsWith('it') ? 'it' : 'en')

/** Awaited once before the first render, and again when the viewer chooses another language. */
export async function loadCatalogue(tag: string) {
  const locale = asLocale(tag)
  const { default: files } = await loaders[locale]()
  now.messages = new Map(
    Object.entries(files).flatMap(([path, entries]) => {
      const room = path.replace(/^.*\/|\.json$/g, '')
      return Object.entries(entries).map(([key, text]) => [`${room}.${key}`, text] as const)
    })
  )
  now.locale = locale
  document.documentElement.lang = locale
  changed()
}

export function setTimeZone(timeZone: string) {
  if (timeZone === now.timeZone) return
  now.timeZone = timeZone
  changed()
}

export const hasMessage = (key: string) => now.messages.has(key)

function formats(timeZone: string) {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  const day = { day: 'numeric', month: 'short', timeZone } as const
  return { date: { day, moment: { ...day, ...clock } }, time: { clock } }
}

/** A code's text may name values its sender did not give: they are undefined, for `select` to see, not an error. */
const lenient = (params: Params) => new Proxy(params, { has: () => true, get: (target, key) => target[String(key)] })

export function translate(key: string, params: Params = {}): string {
  const text = now.messages.get(key)
  if (text === undefined) {
    if (import.meta.env.DEV) console.warn(`No text for "${key}" in ${now.locale}`)
    return key
  }
  if (!text.includes('{') && !text.includes("'")) return text

  return fill(key, text, params)
}

function fill(key: string, text: string, params: Params) {
  const format = compiled.get(key) ?? new IntlMessageFormat(text, viewer.tag, formats(now.timeZone))
  compiled.set(key, format)
  try {
    const words = format.format(lenient(params) as Record<string, string | number | Date>)
    return typeof words === 'string' ? words : String(words)
  } catch (error) {
    // A value of the wrong kind must not take the page away with it.
    console.warn(`The text "${key}" could not be filled in`, error)
    return text.replaceAll(/\{[^{}]*\}/g, '…')
  }
}
