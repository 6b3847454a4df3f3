import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes, shown once; only the hash is kept. The prefix tells a scanner of leaked secrets what it found. */
export function newSecretToken(prefix: string): { token: string; hash: string } {
  const token = `${prefix}_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashToken(token) }
}

/** SHA-256 is enough here: the token has 256 random bits, so nobody can guess it from its hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
