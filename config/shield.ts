import { defineConfig } from '@adonisjs/shield'
import app from '@adonisjs/core/services/app'
import { isHttps } from '#config/app'

export default defineConfig({
  csp: {
    // The development server of Vite needs inline scripts and a socket of its own.
    enabled: app.inProduction,
    reportOnly: false,
    directives: {
      defaultSrc: [`'self'`],
      baseUri: [`'self'`],
      formAction: [`'self'`],
      frameAncestors: [`'none'`],
      objectSrc: [`'none'`],
      scriptSrc: [`'self'`],
      // Mantine sets its variables in style elements and attributes.
      styleSrc: [`'self'`, `'unsafe-inline'`],
      // Pictures of products and profiles live at the shop or the provider.
      imgSrc: [`'self'`, 'data:', 'blob:', 'https:'],
      mediaSrc: [`'self'`, 'blob:', 'https:'],
      fontSrc: [`'self'`, 'data:'],
      connectSrc: [`'self'`],
    },
  },
  csrf: {
    enabled: true,
    exceptRoutes: [],
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isHttps, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
