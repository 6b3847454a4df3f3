import type { Implementation } from '#sdk/index'
import { check, subscribe, unsubscribe } from './account.ts'
import { reconcile } from './listing.ts'
import { download } from './media.ts'
import { lookup, send } from './sending.ts'

export { check }
export const webhooks: Implementation['webhooks'] = { subscribe, unsubscribe, reconcile }
export const channel: Implementation['channel'] = { send, lookup, media: { download } }
