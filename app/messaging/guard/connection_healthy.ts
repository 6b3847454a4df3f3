import { WORKING_STATES } from '#app/connectors/connection'
import type { ConnectionState } from '#app/connectors/connection'
import { MINUTE } from '#app/clock'
import { allow, delay, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

const LOOK_AGAIN_AFTER = 5 * MINUTE

export const connectionHealthy: Rule = {
  name: 'connection_healthy',
  binds: EVERY_PURPOSE,
  judge({ facts: { connection }, now }) {
    if (!connection) return refuse('no_channel')
    if (!connection.channel) return refuse('not_a_channel', { connection: connection.name })
    if (WORKING_STATES.includes(connection.state as ConnectionState)) return allow()
    if (connection.state === 'not_connected') return refuse('not_connected', { connection: connection.name })
    // Somebody may mend it before the message is too old to be worth sending.
    return delay(now + LOOK_AGAIN_AFTER, `connection_${connection.state}`, { connection: connection.name })
  },
}
