import { indexEntities } from '@adonisjs/core'
import { defineConfig } from '@adonisjs/core/app'
import { indexPages } from '@adonisjs/inertia'

export default defineConfig({
  directories: {
    httpControllers: 'app',
    models: 'app',
    transformers: 'app',
    policies: 'app',
    events: 'app',
    listeners: 'app',
    exceptions: 'app',
    mails: 'app',
    validators: 'app',
    services: 'app',
    middleware: 'app/http/middleware',
    providers: 'app/providers',
    commands: 'ace/commands',
    stubs: 'ace/stubs',
  },

  commands: [
    () => import('@adonisjs/core/commands'),
    () => import('@adonisjs/lucid/commands'),
    () => import('@adonisjs/queue/commands'),
    () => import('@adonisjs/mail/commands'),
    () => import('@adonisjs/inertia/commands'),
  ],

  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    { file: () => import('@adonisjs/core/providers/repl_provider'), environment: ['repl', 'test'] },
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/core/providers/edge_provider'),
    () => import('@adonisjs/session/session_provider'),
    () => import('@adonisjs/vite/vite_provider'),
    () => import('@adonisjs/shield/shield_provider'),
    () => import('@adonisjs/static/static_provider'),
    () => import('@adonisjs/cors/cors_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('@adonisjs/redis/redis_provider'),
    () => import('@adonisjs/queue/queue_provider'),
    () => import('@adonisjs/limiter/limiter_provider'),
    () => import('@adonisjs/i18n/i18n_provider'),
    () => import('@adonisjs/mail/mail_provider'),
    () => import('@adonisjs/inertia/inertia_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('@adonisjs/transmit/transmit_provider'),
    () => import('#app/work/provider'),
    () => import('#app/connectors/provider'),
    () => import('#app/deliveries/provider'),
    () => import('#app/events/provider'),
    () => import('#app/contacts/provider'),
    () => import('#app/templates/provider'),
    () => import('#app/messaging/provider'),
    () => import('#app/sandbox/provider'),
    () => import('#app/commerce/provider'),
    () => import('#app/pipelines/provider'),
    () => import('#app/runs/provider'),
    () => import('#app/payments/provider'),
    () => import('#app/crm/provider'),
    () => import('#app/ai/provider'),
    () => import('#app/conversions/provider'),
    () => import('#app/insights/provider'),
    () => import('#app/webhooks/provider'),
  ],

  preloads: [() => import('#start/kernel'), { file: () => import('#start/routes'), environment: ['web', 'test'] }],

  tests: {
    suites: [
      { name: 'unit', files: ['tests/unit/**/*.spec.ts'], timeout: 5_000 },
      { name: 'functional', files: ['tests/functional/**/*.spec.ts'], timeout: 30_000 },
      { name: 'contract', files: ['tests/contract/**/*.spec.ts'], timeout: 30_000 },
      { name: 'browser', files: ['tests/browser/**/*.spec.ts'], timeout: 180_000 },
      { name: 'crash', files: ['tests/crash/**/*.spec.ts'], timeout: 600_000 },
    ],
    forceExit: true,
  },

  metaFiles: [
    { pattern: 'resources/views/**/*.edge', reloadServer: false },
    { pattern: 'resources/lang/**/*.json', reloadServer: false },
    { pattern: 'resources/emails/**', reloadServer: false },
    { pattern: 'resources/library/**', reloadServer: false },
    { pattern: 'ace/stubs/**', reloadServer: false },
    { pattern: 'plugins/**/*.{svg,png,json,md}', reloadServer: false },
    { pattern: 'public/**', reloadServer: false },
    { pattern: '.npmrc', reloadServer: false },
  ],

  hooks: {
    init: [
      indexEntities({
        controllers: { enabled: false },
        events: { enabled: false },
        listeners: { enabled: false },
        transformers: {
          enabled: true,
          source: 'app',
          glob: ['**/*_transformer.ts'],
          importAlias: '#app',
          withSharedProps: true,
        },
      }),
      indexPages({ framework: 'react', source: 'resources/pages' }),
    ],
    buildStarting: [() => import('@adonisjs/vite/build_hook')],
  },
})
