import logger from '@adonisjs/core/services/logger'
import type { Connection, Reason } from './connection.ts'
import { contextFor } from './context.ts'
import { failureFrom } from './failures.ts'
import { markHealth } from './health.ts'
import { connectors } from './registry.ts'

export const NOT_SUBSCRIBED = 'not_subscribed'

/** Tells the provider where to post. The connection holds without it, but hears nothing: that is shown. */
export async function subscribe(connection: Connection): Promise<Reason | null> {
  try {
    const { webhooks } = await connectors.implementation(connection.connector)
    await webhooks?.subscribe?.(await contextFor(connection))
    return null
  } catch (error) {
    const { reason } = failureFrom(error)
    logger.warn({ connection: connection.id, why: reason.code }, 'subscribing failed')
    const why = { code: NOT_SUBSCRIBED, params: { ...reason.params, why: reason.code } }
    await markHealth(connection, 'needs_attention', why)
    return why
  }
}

/** Asks the provider to stop. It may be out of reach, or have thrown us out already: we stop listening in any case. */
export async function unsubscribe(connection: Connection): Promise<void> {
  try {
    const { webhooks } = await connectors.implementation(connection.connector)
    await webhooks?.unsubscribe?.(await contextFor(connection))
  } catch (error) {
    logger.warn({ connection: connection.id, why: failureFrom(error).reason.code }, 'unsubscribing failed')
  }
}
