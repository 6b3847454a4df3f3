/** Our key travels in the address for statuses, in characters that nobody escapes: a changed address breaks the signature. */
export const keyInUrl = (key: string): string => key.replaceAll('/', '.')

export const keyFromUrl = (written: string | undefined): string | null => written?.replaceAll('.', '/') || null

/**
 * The sender of ours that a webhook is about, so that one which was led to another connection's address is not taken
 * for this connection's. A message to a number outside a service names no service.
 */
export function accountOf(
  settings: Record<string, unknown>,
  service: string | undefined,
  ours: string | undefined
): string | null {
  if (settings.messagingServiceSid) return service || null
  return ours?.replace(/^\w+:/, '') || null
}
