import type { InboundRequest } from './webhooks.ts'

/** What the vendor's page is told, beside what the connector knows itself. */
export interface KeyRequest {
  /** Random and good for once: says which request the keys that come back are for. */
  state: string
  /** Where the vendor leads the person back to. */
  returnUrl: string
  /** Where the vendor posts the keys, server to server. HTTPS, and exactly 200 is answered when they are taken. */
  callbackUrl: string
  /** What we are called on the vendor's page. */
  appName: string
}

/**
 * Keys that need no copying: a person says yes on a page of the vendor's own, the vendor posts the keys to us, and leads
 * the person back. They are the same that the form takes, and may be pasted all the same.
 */
export interface KeyExchange {
  /** The page, at one of the connector's hosts or of those derived from `settings`. */
  authorizeUrl(settings: Record<string, unknown>, request: KeyRequest): string
  /**
   * What the vendor posted. Nothing signs it: the state alone proves that it answers a request of ours. Throws
   * `Unparseable` for anything else, without quoting it.
   */
  readCallback(request: InboundRequest): { state: string; credentials: Record<string, unknown> }
}
