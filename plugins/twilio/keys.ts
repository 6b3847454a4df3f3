/** Our key travels in the address for statuses, in characters that nobody escapes: a changed address breaks the signature. */
export const keyInUrl = (key: string): string => key.replaceAll('/', '.')

export const keyFromUrl = (written: string | undefined): string | null => written?.replaceAll('.', '/') || null

/**
 * The sender of ours that a webhook is about, so that one which was led to another connection's address is not taken
 * for this connection's. A message to a number outside a service names no service.
 */
export function accountOf(settings: Record<string, unknown>, { service, ours, owner }: Parties): string | null {
  if (settings.messagingServiceSid) return service || null
  const sender = ours?.replace(/^\w+:/, '') || null
  return sender && owner && isName(sender) ? nameOf(owner, sender) : sender
}

interface Parties {
  service: string | null | undefined
  ours: string | null | undefined
  /** The Twilio account that it happened in. */
  owner: string | null | undefined
}

/** A sender of letters, which nobody can answer. */
export const isName = (sender: string): boolean => /[A-Za-z]/.test(sender)

/** A number belongs to one account alone; two that call themselves BOTTEGA are two senders. */
export const nameOf = (owner: string, name: string): string => `${owner}/${name}`
