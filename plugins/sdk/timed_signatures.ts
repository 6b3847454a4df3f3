import { VerificationFailed } from './errors.ts'
import { asSeconds } from './reading.ts'
import { hmac, sameSignature, secretAndSignature } from './signatures.ts'
import type { InboundRequest } from './webhooks.ts'

/** How long a signature that holds its time is good, where the vendor names no time of its own, milliseconds. */
export const SIGNATURE_TOLERANCE = 5 * 60_000

/**
 * Throws `stale` for a time, epoch milliseconds, too far from now. To be asked after the signature was checked; from the
 * future counts too, or a captured delivery would stay good until then.
 */
export function verifyFresh(at: number | null, now: number, tolerance = SIGNATURE_TOLERANCE): void {
  if (at === null || Math.abs(now - at) > tolerance) throw new VerificationFailed('stale')
}

/** A signature with its time in one header, as Stripe writes it. */
export interface TimedSignature {
  secret: unknown
  /** `t=1492774577,v1=5257a8…,v1=…`: seconds, and one or more signatures while secrets are exchanged. */
  received: unknown
  body: Buffer
  /** Machine time, epoch milliseconds. */
  now: number
  tolerance?: number
  /** Default `v1`. */
  scheme?: string
}

/** HMAC-SHA256, in hex, of `time.body`. Throws `VerificationFailed`. */
export function verifyTimedHmac({ scheme = 'v1', ...signature }: TimedSignature): void {
  const [key, header] = secretAndSignature(signature.secret, signature.received)
  const parts = header.split(',').map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const expected = timedHmac(key, time, signature.body)
  const holds = parts.some(([name, value = '']) => name === scheme && sameSignature(expected, value))
  if (!holds) throw new VerificationFailed('bad_signature')
  verifyFresh(asSeconds(time), signature.now, signature.tolerance)
}

/** The header that `verifyTimedHmac` takes, for test kits. `at` in epoch milliseconds. */
export function timedHeader(secret: string, body: string | Buffer, at: number): string {
  const time = String(Math.floor(at / 1000))
  return `t=${time},v1=${timedHmac(secret, time, body)}`
}

const timedHmac = (secret: string, time: string, body: string | Buffer) =>
  hmac('sha256', secret, Buffer.concat([Buffer.from(`${time}.`), Buffer.from(body)]), 'hex')

/**
 * Standard Webhooks (https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp` and one or more signatures,
 * `v1,…`, in `webhook-signature`. The secret as it is handed out, `whsec_…`. Throws `VerificationFailed`.
 */
export function verifyStandardWebhook(
  { headers, rawBody }: Pick<InboundRequest, 'headers' | 'rawBody'>,
  { secret, now, tolerance }: { secret: unknown; now: number; tolerance?: number }
): void {
  const [key, signatures] = secretAndSignature(secret, headers['webhook-signature'])
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '' } = headers
  const expected = standardHmac(key, `${id}.${time}.`, rawBody)
  const holds = signatures.split(' ').some((one) => one.startsWith('v1,') && sameSignature(expected, one.slice(3)))
  if (!holds || id === '') throw new VerificationFailed('bad_signature')
  verifyFresh(asSeconds(time), now, tolerance)
}

/** The three headers of Standard Webhooks. `at` in epoch milliseconds. */
export function standardHeaders(secret: string, { id, at, body }: { id: string; at: number; body: string | Buffer }) {
  const time = String(Math.floor(at / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${standardHmac(secret, `${id}.${time}.`, body)}`,
  }
}

function standardHmac(secret: string, head: string, body: string | Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length === 0) throw new VerificationFailed('missing_secret')
  return hmac('sha256', key, Buffer.concat([Buffer.from(head), Buffer.from(body)]), 'base64')
}
