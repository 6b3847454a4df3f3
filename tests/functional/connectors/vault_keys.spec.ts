import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { Vault } from '#app/vault/vault'
import { checkKeys, rotate } from '#app/vault/vault_keys'
import { givenConnection } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

const INSTALLED = process.env.STAFFETTA_KEYS!
const freshKey = (name: string) => `${name}:${randomBytes(32).toString('base64url')}`

test.group('The keys of the vault', (group) => {
  group.each.setup(async () => {
    await db.from('vault_checks').delete()
    await checkKeys(new Vault(INSTALLED))
  })

  test('leave a check behind, which the same keys pass', async ({ assert }) => {
    await checkKeys(new Vault(INSTALLED))
    assert.lengthOf(await db.from('vault_checks'), 1)
  })

  test('another key stops the start with one sentence that names the right one', async ({ assert }) => {
    await assert.rejects(
      () => checkKeys(new Vault(freshKey('other'))),
      /STAFFETTA_KEYS is not the key this database was written with \(it knows \w+\)/
    )
  })

  test('another key under the same name stops it too', async ({ assert }) => {
    await assert.rejects(() => checkKeys(new Vault(freshKey(INSTALLED.split(':')[0]))), /STAFFETTA_KEYS is not the key/)
  })

  test('a new key in front of the old ones is taken', async ({ assert }) => {
    await checkKeys(new Vault(`${freshKey('new')},${INSTALLED}`))
    assert.lengthOf(await db.from('vault_checks'), 2)
  })

  test('rotation leaves what a lost key sealed, and says how much', async ({ assert }) => {
    const { connection } = await givenConnection(await givenWorkspace(), 'inbound-webhook', {})
    const foreign = new Vault(freshKey('gone')).seal(
      {},
      { table: 'connections', id: connection.id, field: 'credentials' }
    )
    await db.from('connections').where('id', connection.id).update({ credentials: foreign })
    assert.isAtLeast((await rotate(new Vault(INSTALLED))).left, 1)
    assert.equal((await db.from('connections').where('id', connection.id).first()).credentials, foreign)
  })

  test('rotation seals everything anew, after which the old key is not needed', async ({ assert }) => {
    const { connection } = await givenConnection(await givenWorkspace(), 'inbound-webhook', {
      credentials: { token: 'a-token-to-rotate' },
      secret: 'a-secret-to-rotate',
    })
    const added = freshKey('new')
    await checkKeys(new Vault(`${added},${INSTALLED}`))
    assert.isAbove((await rotate(new Vault(`${added},${INSTALLED}`))).moved, 2)

    const row = await db.from('connections').where('id', connection.id).first()
    assert.match(row.credentials, /^new\./)
    assert.deepEqual(
      new Vault(added).open(row.credentials, { table: 'connections', id: connection.id, field: 'credentials' }),
      { token: 'a-token-to-rotate' }
    )
    await checkKeys(new Vault(added))

    await rotate(new Vault(`${INSTALLED},${added}`))
    assert.deepEqual((await Connection.findOrFail(connection.id)).credentials, { token: 'a-token-to-rotate' })
  })
})
