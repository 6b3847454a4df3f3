import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'

const KEY = 'oauth_browser'

/** A secret of this browser's session: a state that was begun in another is worth nothing here. */
export function browserOf({ session }: Pick<HttpContext, 'session'>): string {
  const known = session.get(KEY) as string | undefined
  if (known) return known
  const fresh = randomBytes(24).toString('base64url')
  session.put(KEY, fresh)
  return fresh
}
