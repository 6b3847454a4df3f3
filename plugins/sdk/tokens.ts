import { createPrivateKey, createSign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Context } from './context.ts'
import { InvalidInput, isConnectorError } from './errors.ts'

/** RFC 6749 §4.4. Client id and secret travel as the endpoint wants them. */
export const clientCredentials = (): Record<string, string> => ({ grant_type: 'client_credentials' })

const JWT_LIFE = 180

/** What a signed assertion says. */
export interface Assertion {
  issuer: string
  subject: string
  audience: string
  /** PEM of an RSA key, as the person pasted it. */
  privateKey: string
  /** Machine time, epoch milliseconds. */
  now: number
}

/** RFC 7523 §2.1: an assertion signed with RS256, good for three minutes. Throws `InvalidInput` at `privateKey`. */
export function jwtBearer({ issuer, subject, audience, privateKey, now }: Assertion): Record<string, string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: issuer, sub: subject, aud: audience, exp: Math.floor(now / 1000) + JWT_LIFE }
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  const signature = createSign('RSA-SHA256').update(signed).sign(rsaKey(privateKey), 'base64url')
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${signed}.${signature}` }
}

function rsaKey(pem: string): KeyObject {
  const wrong = () => new InvalidInput('The private key cannot be read: paste the whole PEM', { field: 'privateKey' })
  try {
    // Pasted into a form of one line, a key has lost its line breaks.
    const key = createPrivateKey(
      pem.includes('\n') ? pem : pem.replace(/(-----)\s+/g, '$1\n').replace(/\s+(-----)/g, '\n$1')
    )
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // The reason of the parser may quote the key.
    throw wrong()
  }
  throw wrong()
}

/**
 * A call with the connection's access token. Refused, it is made once more with a new one, where there is a way to get
 * one without a person: a call refused for its token did nothing.
 */
export async function withToken<T>(context: Context, call: (token: string) => Promise<T>): Promise<T> {
  const token = String(context.credentials.accessToken ?? '')
  try {
    return await call(token)
  } catch (error) {
    if (!isConnectorError(error) || error.code !== 'E_AUTHENTICATION_EXPIRED') throw error
    const renewed = await context.renewToken(token)
    if (renewed === null) throw error
    return call(renewed)
  }
}

/** Which of the wanted scopes the vendor did not grant, by the `scope` it answered with; none where it did not say. */
export function scopesMissing(granted: unknown, wanted: readonly string[]): string[] {
  if (typeof granted !== 'string' || granted.trim() === '') return []
  const names = new Set(granted.split(/[\s,]+/))
  return wanted.filter((scope) => !names.has(scope))
}
