import { createError } from '@adonisjs/core/exceptions'
import { AuthenticationExpired } from '#sdk/errors'

export const E_UNKNOWN_CONNECTOR = createError<[string]>(
  'There is no connector called "%s".',
  'E_UNKNOWN_CONNECTOR',
  404
)
export const E_STATE_TOO_LARGE = createError<[string]>(
  'The connector wants to remember more than 32 KB under "%s".',
  'E_STATE_TOO_LARGE'
)

/** What there was to renew a connection's tokens with is refused: a person must sign in at the provider again. */
export class SignInNeeded extends AuthenticationExpired {}

/** As above, because a process died between the provider's answer and keeping it. */
export class RenewalInterrupted extends SignInNeeded {}
