import { createHash } from 'node:crypto'

/** Longest key that the core keeps. */
const LONGEST = 190

/** SHA-256 in hex. */
export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** The key of an item or delivery, of parts in order. One that is too long to be kept becomes its hash, and so stays its own. */
export function itemKey(...parts: (string | number)[]): string {
  const key = parts.join(':')
  return key.length <= LONGEST ? key : `sha256:${sha256(key)}`
}
