import { useSyncExternalStore } from 'react'
import { hasMessage, subscribe, translate, viewer, type Params } from './catalogue.ts'

const spelled = (code: string) => {
  const words = code.replaceAll(/[._]/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** An event among a code's values is said in words, as everywhere. */
function worded(params: Params): Params {
  const { event } = params
  return typeof event === 'string' && hasMessage(`events.${event}`)
    ? { ...params, event: translate(`events.${event}`) }
    : params
}

/** A refusal's code in words; a code nobody has worded yet is still readable. */
export function reason(code: string, params: Params = {}) {
  return hasMessage(`codes.${code}`) ? translate(`codes.${code}`, worded(params)) : spelled(code)
}

/** What can be done about a code, where there is something to say. */
export function hint(code: string, params: Params = {}) {
  return hasMessage(`codes.${code}.hint`) ? translate(`codes.${code}.hint`, params) : null
}

/** The word of the first key that has one, else the last part of the key spelled out. */
export function wordOf(key: string, params?: Params) {
  return hasMessage(key) ? translate(key, params) : spelled(key.slice(key.lastIndexOf('.') + 1))
}

export function useT() {
  useSyncExternalStore(subscribe, () => viewer.version)
  return { t: translate, reason, hint, wordOf, locale: viewer.locale }
}
