import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC of the exact bytes, in the encoding the vendor writes. */
export function hmac(
  algorithm: 'sha1' | 'sha256' | 'sha512',
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
