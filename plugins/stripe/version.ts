/** The API's version that requests, webhooks and the package are all pinned to. */
export const API_VERSION = '2026-10-28.endive'
export const ORIGIN = 'https://api.stripe.com'
/** Where a session, link or payment carries our id. */
export const REFERENCE = 'staffetta_reference'
