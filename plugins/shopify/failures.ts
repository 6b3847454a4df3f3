import {
  asObject,
  asObjects,
  asText,
  AuthenticationExpired,
  InvalidInput,
  NotFound,
  noWord,
  Permanent,
  PermissionMissing,
  RateLimited,
  retryAfterOf,
} from '#sdk/index'
import type { ConnectorError, Json, VendorAnswer } from '#sdk/index'

const DEFAULT_WAIT = 2000

/**
 * What went wrong, in the words of the contract; null when nothing did. `changes` says that the call was a
 * mutation: without Shopify's own word on it, its outcome is then unknown. Shopify's texts may repeat what was
 * sent, so only its codes are passed on.
 */
export function failureOf({ status, headers, body }: VendorAnswer, changes: boolean): ConnectorError | null {
  if (status === 401) return new AuthenticationExpired('Shopify no longer accepts the access token', { status })
  if (status === 429)
    return new RateLimited('Shopify asks for fewer calls', {
      status,
      retryAfter: retryAfterOf({ headers }) ?? DEFAULT_WAIT,
    })
  if (status === 402 || status === 423)
    return new PermissionMissing('Shopify has frozen or locked the shop', { status })
  if (status === 403) return new PermissionMissing('Shopify refused access: a scope or the plan is missing', { status })
  if (status === 404) return new NotFound('Shopify knows no such shop or object', { status })
  if (status >= 500 || body === undefined) return noWord('Shopify is not answering properly', changes, { status })
  if (status >= 400) return new Permanent('Shopify refused the call', { status })
  return graphqlFailure(asObjects(asObject(body)?.errors), changes)
}

/** Throws for the first complaint of a mutation. Shopify answers 200 and lists them as `userErrors`. */
export function refuseUserErrors(userErrors: unknown): void {
  const [first] = asObjects(userErrors)
  if (!first) return
  const field = Array.isArray(first.field) ? String(first.field.at(-1)) : (asText(first.field) ?? 'input')
  const code = asText(first.code) ?? undefined
  throw new InvalidInput(`Shopify did not accept ${field}${code ? ` (${code})` : ''}`, {
    field,
    vendorCode: code,
  })
}

function graphqlFailure(errors: Json[], changes: boolean): ConnectorError | null {
  const [first] = errors
  if (!first) return null
  const extensions = asObject(first.extensions) ?? {}
  const vendorCode = asText(extensions.code) ?? undefined
  switch (vendorCode) {
    case 'THROTTLED':
      return new RateLimited('Shopify asks for fewer calls', {
        vendorCode,
        status: 200,
        retryAfter: refill(extensions),
      })
    case 'ACCESS_DENIED':
      return new PermissionMissing('Shopify refused access: a scope or the plan is missing', { vendorCode })
    case 'SHOP_INACTIVE':
      return new PermissionMissing('The shop is not active', { vendorCode })
    case 'INTERNAL_SERVER_ERROR':
    case 'TIMEOUT':
      return noWord('Shopify failed while it was working on the call', changes, { status: 200, vendorCode })
    default:
      return new Permanent('Shopify did not understand the call', { vendorCode })
  }
}

// The bucket refills steadily, so the wait for the missing points is known to the millisecond.
function refill(extensions: Json): number {
  const cost = asObject(extensions.cost) ?? {}
  const bucket = asObject(cost.throttleStatus) ?? {}
  const missing = Number(cost.requestedQueryCost) - Number(bucket.currentlyAvailable)
  const wait = (missing / Number(bucket.restoreRate)) * 1000
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : DEFAULT_WAIT
}
