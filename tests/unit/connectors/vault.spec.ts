import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { redact } from '#app/vault/redaction'
import { Vault } from '#app/vault/vault'

const key = (name: string) => `${name}:${randomBytes(32).toString('base64url')}`
const place = { table: 'connections', id: 'con_1', field: 'credentials' }

test.group('Vault', () => {
  test('opens what it sealed, and shows nothing of it', ({ assert }) => {
    const vault = new Vault(key('k1'))
    const sealed = vault.seal({ token: 'shpat_secret_value' }, place)
    assert.deepEqual(vault.open(sealed, place), { token: 'shpat_secret_value' })
    assert.notInclude(sealed, 'shpat')
    assert.match(sealed, /^k1\.[\w-]+$/)
  })

  test('seals the same thing differently each time', ({ assert }) => {
    const vault = new Vault(key('k1'))
    assert.notEqual(vault.seal('same', place), vault.seal('same', place))
  })

  test('opens nothing that was moved to another row, field or table', ({ assert }) => {
    const vault = new Vault(key('k1'))
    const sealed = vault.seal('secret', place)
    for (const elsewhere of [
      { ...place, id: 'con_2' },
      { ...place, field: 'settings' },
      { ...place, table: 'apps' },
    ]) {
      assert.throws(() => vault.open(sealed, elsewhere))
    }
  })

  test('opens nothing that was changed', ({ assert }) => {
    const vault = new Vault(key('k1'))
    const sealed = vault.seal('secret', place)
    const middle = Math.floor(sealed.length / 2)
    const changed = sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1)
    assert.throws(() => vault.open(changed, place))
  })

  test('writes with the first key and reads with all', ({ assert }) => {
    const old = key('old')
    const sealed = new Vault(old).seal('secret', place)
    const both = new Vault(`${key('new')},${old}`)
    assert.equal(both.open(sealed, place), 'secret')
    assert.match(both.seal('secret', place), /^new\./)
  })

  test('says which key is missing', ({ assert }) => {
    const sealed = new Vault(key('lost')).seal('secret', place)
    assert.throws(() => new Vault(key('k1')).open(sealed, place), /sealed with the key "lost"/)
  })

  for (const wrong of ['', 'k1', 'k1:short', `:${'a'.repeat(43)}`, `k 1:${'a'.repeat(43)}`]) {
    test(`refuses the key list "${wrong}" in one sentence`, ({ assert }) => {
      assert.throws(() => new Vault(wrong), /STAFFETTA_KEYS must be/)
    })
  }
})

test.group('Redaction', () => {
  test('masks what the vault opened, in any spelling', ({ assert }) => {
    const vault = new Vault(key('k1'))
    const secret = 'top"secret/value+1'
    vault.open(vault.seal({ nested: [secret] }, place), place)
    const spellings = [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ]
    for (const text of spellings) assert.include(redact(`before ${text} after`), '••••')
    for (const text of spellings) assert.notInclude(redact(`before ${text} after`), 'secret')
  })

  test('leaves short and unknown words alone', ({ assert }) => {
    const vault = new Vault(key('k1'))
    vault.open(vault.seal({ mode: 'signed' }, place), place)
    assert.equal(redact('a signed request'), 'a signed request')
  })
})
