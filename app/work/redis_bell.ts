import logger from '@adonisjs/core/services/logger'
import redis from '@adonisjs/redis/services/main'
import type { BellTransport, Lane } from './bell.ts'

const CHANNEL = 'staffetta:bell'

/** Carries the bell between processes. A ring lost with the connection costs a second. */
export const redisBell: BellTransport = {
  publish(lane, table = '') {
    redis
      .publish(CHANNEL, `${lane} ${table}`)
      .catch((error: unknown) => logger.debug({ err: error, lane }, 'a ring was lost'))
  },
  async subscribe(ring) {
    redis.subscribe(CHANNEL, (message) => {
      const [lane, table] = message.split(' ')
      ring(lane as Lane, table || undefined)
    })
  },
}
