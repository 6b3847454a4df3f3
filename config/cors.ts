import { defineConfig } from '@adonisjs/cors'

/** Only the public endpoints that a shop's own pages call ask for this middleware; the console never does. */
export default defineConfig({
  enabled: true,
  origin: '*',
  methods: ['GET', 'HEAD', 'POST'],
  headers: true,
  exposeHeaders: [],
  credentials: false,
  maxAge: 90,
})
