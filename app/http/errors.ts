import { createError } from '@adonisjs/core/exceptions'

export const E_IDEMPOTENCY_KEY = createError(
  'An Idempotency-Key has 1 to 255 printable characters.',
  'E_IDEMPOTENCY_KEY_INVALID',
  400
)
export const E_IDEMPOTENCY_REUSED = createError(
  'This Idempotency-Key was used with another body. Take a new key for a new request.',
  'E_IDEMPOTENCY_KEY_REUSED',
  422
)
export const E_IDEMPOTENCY_RUNNING = createError(
  'A request with this Idempotency-Key is still going on. Ask again in a moment.',
  'E_IDEMPOTENCY_KEY_RUNNING',
  409
)
