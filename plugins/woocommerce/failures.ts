import {
  asObject,
  asText,
  AuthenticationExpired,
  InvalidInput,
  entryOf,
  NotFound,
  noWord,
  Permanent,
  PermissionMissing,
  RateLimited,
  retryAfterOf,
} from '#sdk/index'
import type { ConnectorError, ConnectorErrorOptions, VendorAnswer } from '#sdk/index'

/** WooCommerce has no limit of its own; hosts and firewalls in front of it mostly count by the minute. */
const DEFAULT_WAIT = 60_000

export interface Circumstances {
  changes: boolean
  /** The key was sent as a header, which some servers take away. */
  keyInHeader: boolean
}

/**
 * What went wrong, in the words of the contract; null when nothing did. WordPress's texts may repeat what was sent, so
 * only its codes and the names of fields are passed on.
 */
export function failureOf({ status, headers, body }: VendorAnswer, given: Circumstances): ConnectorError | null {
  const options = { status, vendorCode: asText(asObject(body)?.code) ?? undefined }
  if (status === 429) return tooFast(headers, options)
  if (status >= 500 || status === 408) return noWord('The shop is not answering properly', given.changes, options)
  if (status >= 300) return refusal(body, options, given)
  return body === undefined || body === null ? noWord('The shop’s answer cannot be read', given.changes, options) : null
}

function tooFast(headers: Headers, options: ConnectorErrorOptions): ConnectorError {
  const retryAfter = retryAfterOf({ headers }) ?? DEFAULT_WAIT
  return new RateLimited('The shop’s server asks for fewer calls', { ...options, retryAfter })
}

function refusal(body: unknown, options: ConnectorErrorOptions, { keyInHeader }: Circumstances): ConnectorError {
  switch (options.status) {
    case 401:
      return unauthorized(options, keyInHeader)
    case 403:
      return new PermissionMissing('The shop refused access: the key’s owner may not manage it', options)
    case 404:
      return new NotFound('The shop has no such object, or no WooCommerce API', options)
    case 400:
      return invalid(body, options)
    default:
      return new Permanent('The shop refused the call', options)
  }
}

/**
 * A wrong key is an authentication error. "You may not view this", said to nobody in particular, means that no key
 * arrived at all.
 */
function unauthorized(options: ConnectorErrorOptions, keyInHeader: boolean): ConnectorError {
  if (keyInHeader && /^woocommerce_rest_cannot_/.test(options.vendorCode ?? '')) {
    return new InvalidInput('The shop’s server removed the key on the way: send it in the address', {
      ...options,
      field: 'keyInAddress',
    })
  }
  return new AuthenticationExpired('The shop does not accept the key', options)
}

/** Which of the fields, by WordPress's own validation. */
function invalid(body: unknown, options: ConnectorErrorOptions): ConnectorError {
  const params = asObject(asObject(asObject(body)?.data)?.params)
  const field = params ? (Object.keys(params)[0] ?? null) : entryOf(CODES, options.vendorCode)
  if (!field) return new Permanent('The shop did not accept the call', options)
  return new InvalidInput(`The shop did not accept ${field}`, { ...options, field })
}

const CODES: Record<string, string> = {
  woocommerce_rest_coupon_code_already_exists: 'code',
  woocommerce_rest_invalid_coupon: 'code',
}
