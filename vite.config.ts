import adonisjs from '@adonisjs/vite/client'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const inTest = process.env.NODE_ENV === 'test'

export default defineConfig({
  // Two servers of one checkout would spoil each other's prepared dependencies.
  cacheDir: process.env.VITE_CACHE_DIR,
  plugins: [react(), adonisjs({ entryPoints: ['resources/app.tsx'], reload: ['resources/views/**/*.edge'] })],
  resolve: {
    alias: {
      '~/': `${import.meta.dirname}/resources/`,
      '@generated/': `${import.meta.dirname}/.adonisjs/client/`,
    },
  },
  server: {
    // Nobody edits while the tests run, and two runs at once would ask for the same socket.
    ...(inTest && { hmr: false, ws: false }),
    watch: inTest ? null : { ignored: ['**/data/**', '**/tmp/**', '**/build/**', '**/tests/**', '**/app/**'] },
  },
})
