import { defineConfig, transports } from '@adonisjs/mail'
import type { InferMailers } from '@adonisjs/mail/types'
import { JSONTransport } from '@adonisjs/mail/transports/json'
import env from '#start/env'

/** Without an SMTP server nothing can be mailed; the console then shows links to copy instead. */
export const canSendMail = Boolean(env.get('SMTP_HOST'))

const mailConfig = defineConfig({
  default: canSendMail ? 'smtp' : 'json',
  from: {
    address: env.get('MAIL_FROM_ADDRESS', 'staffetta@localhost.localdomain'),
    name: env.get('MAIL_FROM_NAME', 'Staffetta'),
  },
  globals: { appUrl: env.get('APP_URL') },
  mailers: {
    json: () => new JSONTransport(),
    smtp: transports.smtp({
      host: env.get('SMTP_HOST', 'localhost'),
      port: env.get('SMTP_PORT', 587),
      auth: env.get('SMTP_USERNAME')
        ? { type: 'login', user: env.get('SMTP_USERNAME', ''), pass: env.get('SMTP_PASSWORD', '') }
        : undefined,
    }),
  },
})

export default mailConfig

declare module '@adonisjs/mail/types' {
  export interface MailersList extends InferMailers<typeof mailConfig> {}
}
