import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/vite'

// Absolute, because the built application is started from the project's root or from anywhere else.
export default defineConfig({
  buildDirectory: app.makePath('public/assets'),
  manifestFile: app.makePath('public/assets/.vite/manifest.json'),
  assetsUrl: '/assets',
})
