import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'

export const appUrl = env.get('APP_URL')

// An installation on a LAN or on localhost has no TLS: a secure cookie there would mean that nobody can sign in.
export const isHttps = appUrl.startsWith('https:')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  cookie: { domain: '', path: '/', maxAge: '2h', httpOnly: true, secure: isHttps, sameSite: 'lax' },
})
