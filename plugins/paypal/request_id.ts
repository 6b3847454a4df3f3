import { createHash } from 'node:crypto'

const LONGEST = 108

/** What makes two calls one at PayPal; its keys are shorter than ours may be. */
export const requestId = (key: string): string =>
  key.length <= LONGEST ? key : createHash('sha256').update(key).digest('hex')
