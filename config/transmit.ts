import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/transmit'
import { redis } from '@adonisjs/transmit/transports/redis'
import { hasRedis } from '#config/redis'
import env from '#start/env'

export default defineConfig({
  // The timer would keep an ace command from ending.
  pingInterval: app.getEnvironment() === 'web' ? '30s' : false,
  transport: hasRedis
    ? {
        driver: redis({
          host: env.get('REDIS_HOST', '127.0.0.1'),
          port: env.get('REDIS_PORT', 6379),
          password: env.get('REDIS_PASSWORD'),
        }),
      }
    : null,
})
