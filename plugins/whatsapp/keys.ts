import { createHash } from 'node:crypto'

const LIMIT = 190

/** WhatsApp ids have no stated length, and item keys have a limit. */
export function itemKey(...parts: string[]): string {
  const key = parts.join(':')
  return key.length <= LIMIT ? key : `sha256:${digest(key)}`
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Message and status times are strings, preference and entry times numbers; all in seconds. */
export function instant(seconds: string | number | undefined): number | null {
  const value = Number(seconds)
  return seconds === undefined || !Number.isFinite(value) ? null : value * 1000
}
