import { AuthenticationExpired, NotFound, Permanent, PermissionMissing, RateLimited } from './errors.ts'
import type { ConnectorError } from './errors.ts'
import { noWord } from './outcomes.ts'
import type { Json } from './reading.ts'

const DEFAULT_WAIT = 60_000

/** A vendor's answer as a JSON object; null for anything else: a proxy's page, or an answer cut off on the way. */
export async function jsonAnswer(response: Response): Promise<Json | null> {
  try {
    const value: unknown = JSON.parse(await response.text())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

/** How long the vendor asks to wait, milliseconds; null where it does not say so in seconds. */
export function retryAfterOf({ headers }: Pick<Response, 'headers'>): number | null {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? Math.ceil(seconds * 1000) : null
}

/**
 * What an answer without a code of the vendor's own means, by its HTTP status alone. `once`: the call must not happen
 * twice, so that a 5xx, which may come from something in between, leaves its outcome unknown.
 */
export function failureOfStatus(
  response: Pick<Response, 'status' | 'headers'>,
  { vendor, once = false }: { vendor: string; once?: boolean }
): ConnectorError {
  const { status } = response
  const message = `${vendor} answered ${status} without a code`
  if (status === 429) return new RateLimited(message, { status, retryAfter: retryAfterOf(response) ?? DEFAULT_WAIT })
  if (status === 401) return new AuthenticationExpired(message, { status })
  if (status === 403) return new PermissionMissing(message, { status })
  if (status === 404) return new NotFound(message, { status })
  if (status >= 400 && status < 500 && status !== 408) return new Permanent(message, { status })
  return noWord(message, once, { status })
}
