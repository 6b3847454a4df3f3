import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { checkKeys } from '#app/vault/vault_keys'
import { DataFolderLock } from '#app/work/data_folder_lock'
import env from '#start/env'
import { ServerProcess } from '#tests/support/crash/server_process'

test.group('A server says in one sentence why it does not start', () => {
  test('with the wrong key', async ({ assert }) => {
    await checkKeys()
    const server = new ServerProcess({ STAFFETTA_KEYS: `t1:${randomBytes(32).toString('base64url')}` })
    await assert.rejects(() => server.start(), /\n\nSTAFFETTA_KEYS is not the key this database was written with.*\n$/)
  })

  test('on a data folder that another one uses', async ({ assert, cleanup }) => {
    const lock = new DataFolderLock()
    lock.acquire(app.makePath(env.get('STAFFETTA_DATA_DIR')))
    cleanup(() => lock.release())
    await assert.rejects(
      () => new ServerProcess().start(),
      /\n\nAnother Staffetta is already using the data folder.*\n$/
    )
  }).skip(env.get('DB_CONNECTION') === 'mysql', 'only an embedded database belongs to one process')
})
