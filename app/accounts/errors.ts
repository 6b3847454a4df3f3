import { createError, Exception } from '@adonisjs/core/exceptions'

/** The row is not there, or belongs to somebody else: the two must look alike. */
export class E_NOT_FOUND extends Exception {
  static status = 404
  static code = 'E_NOT_FOUND'
  static message = 'There is nothing here.'
}

/** The role is too low for this. */
export const E_FORBIDDEN = createError<[string]>(
  'Your role does not include "%s". Ask an admin of this workspace.',
  'E_FORBIDDEN',
  403
)

export const E_TOKEN_MISSING = createError('Send an API token in the Authorization header.', 'E_TOKEN_MISSING', 401)
export const E_TOKEN_INVALID = createError('This API token is not valid, or was revoked.', 'E_TOKEN_INVALID', 401)
export const E_SCOPE_MISSING = createError<[string]>('This API token lacks the scope "%s".', 'E_SCOPE_MISSING', 403)

export const E_ADDRESS_NOT_ALLOWED = createError(
  'This API token may not be used from your address.',
  'E_ADDRESS_NOT_ALLOWED',
  403
)
export const E_API_TOO_FAST = createError<[number]>(
  'This API token may make %d requests a minute. Wait as long as Retry-After says.',
  'E_TOO_MANY_REQUESTS',
  429
)
