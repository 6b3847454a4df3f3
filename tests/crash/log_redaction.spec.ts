import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'

const CANARY = 'canary-secret-in-the-log-5c1d'

test.group('The log of a real process', () => {
  test('shows no live secret, in words, fields or errors', async ({ assert }) => {
    const script = `
      const { Ignitor } = await import('@adonisjs/core')
      const root = new URL('file://${app.makePath()}/')
      const ignitor = new Ignitor(root, { importer: (path) => import(path.startsWith('.') ? new URL(path, root).href : path) })
      const app = ignitor.tap((made) => made.booting(() => import('#start/env'))).createApp('console')
      await app.init()
      await app.boot()
      const { protect } = await import('#app/vault/redaction')
      const logger = await app.container.make('logger')
      protect({ token: '${CANARY}' })
      logger.info({ token: '${CANARY}', nested: { url: 'https://x.example/?t=${CANARY}' } }, 'a word: ${CANARY}')
      logger.error({ err: new Error('failed with ${CANARY}') }, 'an error')
      logger.info('the end of the log')
      setTimeout(() => process.exit(0), 300)`
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', '@poppinss/ts-exec', '--input-type=module', '--eval', script],
      {
        cwd: app.makePath(),
        env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info' },
        timeout: 30_000,
      }
    )
    assert.include(stdout, 'the end of the log')
    assert.include(stdout, '••••')
    assert.notInclude(stdout + stderr, CANARY)
  })
})
