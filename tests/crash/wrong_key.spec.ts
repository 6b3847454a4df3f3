import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { checkKeys } from '#app/connectors/vault_keys'
import { ServerProcess } from '#tests/support/crash/server_process'

test.group('A server with the wrong key', () => {
  test('does not start, and says why in one sentence', async ({ assert }) => {
    await checkKeys()
    const server = new ServerProcess({ STAFFETTA_KEYS: `t1:${randomBytes(32).toString('base64url')}` })
    await assert.rejects(() => server.start(), /STAFFETTA_KEYS is not the key this database was written with/)
  })
})
