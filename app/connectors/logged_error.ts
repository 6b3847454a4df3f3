/**
 * What a log says of an error: its kind, message, code and stack, with those of its causes. Never what else hangs on
 * it: MySQL's driver keeps the whole statement there, with all that was to be written.
 */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, cause } = error as Error & { code?: unknown }
  return {
    type: error.constructor.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(cause instanceof Error ? { cause: loggedError(cause) } : {}),
  }
}
