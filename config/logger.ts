import app from '@adonisjs/core/services/app'
import { defineConfig, targets } from '@adonisjs/core/logger'
import { loggedError } from '#app/connectors/logged_error'
import { redact } from '#app/vault/redaction'
import env from '#start/env'

const loggerConfig = defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'staffetta',
      level: env.get('LOG_LEVEL', 'info'),
      // The last moment before a line leaves: whatever it was made of, no live secret is in it.
      hooks: { streamWrite: redact },
      serializers: { err: loggedError },
      transport: {
        targets: targets()
          .pushIf(app.inDev, targets.pretty())
          .pushIf(!app.inDev, targets.file({ destination: 1 }))
          .toArray(),
      },
    },
  },
})

export default loggerConfig

declare module '@adonisjs/core/types' {
  export interface LoggersList extends InferLoggers<typeof loggerConfig> {}
}
