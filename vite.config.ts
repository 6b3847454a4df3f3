import adonisjs from '@adonisjs/vite/client'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Named here, since one that is only found on a later page has everything prepared anew, in the middle of a visit. */
const PACKAGES = [
  '@adonisjs/transmit-client',
  '@dagrejs/dagre',
  '@inertiajs/react',
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@tabler/icons-react',
  '@xyflow/react',
  'intl-messageformat',
  'react',
  'react-dom',
  'react-dom/client',
  'react/jsx-dev-runtime',
  'react/jsx-runtime',
]

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
  optimizeDeps: { include: PACKAGES },
  server: {
    // Nobody edits while the tests run, and two runs at once would ask for the same socket.
    ...(inTest && { hmr: false, ws: false }),
    watch: inTest ? null : { ignored: ['**/data/**', '**/tmp/**', '**/build/**', '**/tests/**', '**/app/**'] },
  },
})
