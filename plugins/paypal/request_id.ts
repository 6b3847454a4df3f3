import { sha256 } from '#sdk/index'

const LONGEST = 108

/** What makes two calls one at PayPal; its keys are shorter than ours may be. */
export const requestId = (key: string): string => (key.length <= LONGEST ? key : sha256(key))
