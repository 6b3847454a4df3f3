import { existsSync } from 'node:fs'
import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import { authBrowserClient } from '@adonisjs/auth/plugins/browser_client'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import { inertiaApiClient } from '@adonisjs/inertia/plugins/api_client'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { sessionBrowserClient } from '@adonisjs/session/plugins/browser_client'
import { shieldApiClient } from '@adonisjs/shield/plugins/api_client'
import { apiClient } from '@japa/api-client'
import { assert } from '@japa/assert'
import { browserClient } from '@japa/browser-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import type { Config } from '@japa/runner/types'
import { chromium } from 'playwright'

// A browser in a container has no user namespace for its sandbox, and nothing it may talk to but this server.
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat([
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
])

export const plugins: Config['plugins'] = [
  assert(),
  pluginAdonisJS(app),
  apiClient(),
  sessionApiClient(app),
  shieldApiClient(),
  authApiClient(app),
  inertiaApiClient(app),
  browserClient({
    runInSuites: ['browser'],
    launcher: (options) =>
      chromium.launch({ ...options, executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS }),
  }),
  sessionBrowserClient(app),
  authBrowserClient(app),
]

async function migrate() {
  const command = await ace.exec('migration:run', ['--no-schema-generate', '--force', '--compact-output'])
  if (command.exitCode) throw command.error ?? new Error('The migrations of the test database failed')
}

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [migrate],
  teardown: [],
}

const SUITES_WITH_SERVER = ['functional', 'contract', 'browser']

/** All suites share one process. What a page offers must be what there is, and not what earlier tests made up. */
async function forgetScriptedConnectors() {
  const { connectors } = await import('#app/connectors/registry')
  const scripted = connectors.all().filter(({ id }) => !existsSync(app.makePath('plugins', id)))
  for (const { id } of scripted) connectors.remove(id)
}

/** Connections that a group made are asked and listened to no more once its stand-ins have gone. */
async function forgetConnectionTasks() {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  await db.from('connection_tasks').delete()
}

async function sealTheWorld() {
  const { fakeWorld } = await import('#app/calls/fake_world')
  fakeWorld.seal()
}

export const configureSuite: Config['configureSuite'] = (suite) => {
  suite.setup(sealTheWorld)
  suite.onGroup((group) => void group.teardown(forgetConnectionTasks))
  if (suite.name === 'browser') suite.setup(forgetScriptedConnectors)
  if (SUITES_WITH_SERVER.includes(suite.name)) suite.setup(() => testUtils.httpServer().start())
}
