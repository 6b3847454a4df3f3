import { createHmac, timingSafeEqual } from 'node:crypto'
import { VerificationFailed } from './errors.ts'
import { asText } from './reading.ts'

type Algorithm = 'sha1' | 'sha256' | 'sha512'

/** HMAC of the exact bytes, in the encoding the vendor writes. */
export function hmac(
  algorithm: Algorithm,
  secret: string | Buffer,
  bytes: string | Buffer,
  encoding: 'hex' | 'base64'
): string {
  return createHmac(algorithm, secret).update(bytes).digest(encoding)
}

/** Compares without telling by its timing where two strings part. */
export function sameSignature(expected: string, received: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(received)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The secret to check with and the signature that came, or `VerificationFailed` where one of them is missing. */
export function secretAndSignature(secret: unknown, received: unknown): [string, string] {
  const key = asText(secret)
  if (key === null) throw new VerificationFailed('missing_secret')
  const given = asText(received)
  if (given === null) throw new VerificationFailed('missing_signature')
  return [key, given]
}

/** One signature in one header. */
export interface PlainSignature {
  secret: unknown
  /** The header as it came. */
  received: unknown
  /** What was signed; mostly the raw body. */
  bytes: string | Buffer
  /** Default `sha256`. */
  algorithm?: Algorithm
  /** Default `hex`. */
  encoding?: 'hex' | 'base64'
  /** What stands before the signature: `sha256=`. */
  prefix?: string
}

/** The everyday `verify`: throws `VerificationFailed` unless the header holds the HMAC of these bytes. */
export function verifyHmac(signature: PlainSignature): void {
  const { bytes, algorithm = 'sha256', encoding = 'hex', prefix = '' } = signature
  const [key, given] = secretAndSignature(signature.secret, signature.received)
  if (!sameSignature(prefix + hmac(algorithm, key, bytes, encoding), given))
    throw new VerificationFailed('bad_signature')
}
