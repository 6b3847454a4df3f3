import { defineConfig, stores } from '@adonisjs/session'
import app from '@adonisjs/core/services/app'
import { isHttps } from '#config/app'

export default defineConfig({
  enabled: true,
  cookieName: 'staffetta_session',
  clearWithBrowser: false,
  age: '14d',
  cookie: { path: '/', httpOnly: true, secure: isHttps, sameSite: 'lax' },
  store: app.inTest ? 'memory' : 'cookie',
  stores: { cookie: stores.cookie() },
})
