import { createError } from '@adonisjs/core/exceptions'

export const E_UNKNOWN_CONNECTOR = createError<[string]>(
  'There is no connector called "%s".',
  'E_UNKNOWN_CONNECTOR',
  404
)
export const E_STATE_TOO_LARGE = createError<[string]>(
  'The connector wants to remember more than 32 KB under "%s".',
  'E_STATE_TOO_LARGE'
)
