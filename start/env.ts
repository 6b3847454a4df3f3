import { Env } from '@adonisjs/core/env'

/** Every variable is explained in `.env.example`; the launcher fills in what an operator leaves out. */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string({ format: 'host' }),
  PORT: Env.schema.number(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  APP_KEY: Env.schema.secret(),
  LOG_LEVEL: Env.schema.enum.optional(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const),

  STAFFETTA_DATA_DIR: Env.schema.string(),
  STAFFETTA_KEYS: Env.schema.secret(),
  STAFFETTA_ROLE: Env.schema.enum.optional(['all', 'web', 'worker'] as const),

  STAFFETTA_CONNECTORS: Env.schema.string.optional(),

  DB_CONNECTION: Env.schema.enum.optional(['sqlite', 'mysql'] as const),
  DB_HOST: Env.schema.string.optional(),
  DB_PORT: Env.schema.number.optional(),
  DB_SOCKET: Env.schema.string.optional(),
  DB_USER: Env.schema.string.optional(),
  DB_PASSWORD: Env.schema.string.optional(),
  DB_DATABASE: Env.schema.string.optional(),
  DB_POOL: Env.schema.number.optional(),

  REDIS_HOST: Env.schema.string.optional({ format: 'host' }),
  REDIS_PORT: Env.schema.number.optional(),
  REDIS_PASSWORD: Env.schema.string.optional(),
  QUEUE_DRIVER: Env.schema.enum.optional(['database', 'redis', 'sync'] as const),

  SMTP_HOST: Env.schema.string.optional(),
  SMTP_PORT: Env.schema.number.optional(),
  SMTP_USERNAME: Env.schema.string.optional(),
  SMTP_PASSWORD: Env.schema.string.optional(),
  MAIL_FROM_ADDRESS: Env.schema.string.optional(),
  MAIL_FROM_NAME: Env.schema.string.optional(),

  STAFFETTA_PRIVATE_HOSTS: Env.schema.string.optional(),

  STAFFETTA_DEMO: Env.schema.boolean.optional(),
  STAFFETTA_TIME_COMPRESSION: Env.schema.number.optional(),
  STAFFETTA_FAKE_WORLD: Env.schema.string.optional(),
})
