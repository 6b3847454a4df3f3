import { createHash } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { User } from './user.ts'

const KEY = 'stamp'

/** Of the password's hash: a session lives only as long as the password it was begun with. */
const stampOf = ({ password }: User): string => createHash('sha256').update(password).digest('base64url').slice(0, 22)

/** Whether the session may go on; a new one is stamped. */
export function isStamped({ session }: Pick<HttpContext, 'session'>, user: User): boolean {
  const stamp: unknown = session.get(KEY)
  if (stamp === undefined) stampAnew({ session }, user)
  return stamp === undefined || stamp === stampOf(user)
}

/** Whoever changes a password stays signed in; everybody else who was signed in as them does not. */
export const stampAnew = ({ session }: Pick<HttpContext, 'session'>, user: User): void =>
  session.put(KEY, stampOf(user))
