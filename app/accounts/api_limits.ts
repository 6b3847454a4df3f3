import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import type { ApiToken } from './api_token.ts'
import { E_API_TOO_FAST } from './errors.ts'

/**
 * Counts this request against its token and tells the caller how much is left (`RateLimit-*`, as the IETF's draft
 * names them). Throws 429 with `Retry-After` beyond the limit.
 */
export async function withinLimit({ response }: Pick<HttpContext, 'response'>, token: ApiToken): Promise<void> {
  const limit = limiter.use({ requests: token.limit, duration: '1 min' })
  const { consumed, availableIn } = await limit.increment(`api:${token.id}`)
  response.header('ratelimit-limit', String(token.limit))
  response.header('ratelimit-remaining', String(Math.max(0, token.limit - consumed)))
  response.header('ratelimit-reset', String(availableIn))
  if (consumed <= token.limit) return
  response.header('retry-after', String(Math.max(1, availableIn)))
  throw new E_API_TOO_FAST([token.limit])
}
