import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { insertNew, lockRow, transaction } from '#app/database'
import { newId } from '#app/ids'
import { claim, finishEach, LeaseLost } from '#app/work/claim'
import type { ClaimOptions } from '#app/work/claim'
import { givenEvents } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

const EMBEDDED = process.env.DB_CONNECTION !== 'mysql'

const pendingOrders = (workspace: { id: string }, count: number) =>
  givenEvents(workspace, ...Array.from({ length: count }, (_, key) => ({ type: 'order.placed', key: String(key) })))

const options = (limit: number): ClaimOptions => ({
  table: 'events',
  lane: 'transactional',
  states: ['pending'],
  limit,
  leaseFor: 60_000,
})

/** What other tests left due must not be mistaken for ours. */
const settleOthers = () => db.from('events').where('state', 'pending').update({ state: 'routed', due_at: null })

test.group('Claims', (group) => {
  group.each.setup(async () => void (await settleOthers()))

  test('made at once share the rows, and none goes to two', async ({ assert }) => {
    const events = await pendingOrders(await givenWorkspace(), 40)
    const claims = await Promise.all(Array.from({ length: 4 }, () => claim(options(10))))

    const ids = claims.flat().map((row) => row.id)
    assert.lengthOf(new Set(ids), ids.length)
    const rest = await claim(options(100))
    assert.sameMembers(
      [...ids, ...rest.map((row) => row.id)],
      events.map((event) => event.id)
    )
  })

  test('do not wait for rows that somebody is looking at', async ({ assert }) => {
    const events = await pendingOrders(await givenWorkspace(), 4)
    await transaction(async (trx) => {
      await lockRow(trx, 'events', events[0].id)
      const claimed = await claim(options(10))
      assert.sameMembers(
        claimed.map((row) => row.id),
        events.slice(1).map((event) => event.id)
      )
    })
  }).skip(EMBEDDED, 'the embedded database has one writer at a time')

  test('end each row in its own way, or none when one was lost', async ({ assert }) => {
    await pendingOrders(await givenWorkspace(), 3)
    const rows = await claim(options(10))
    await finishEach(
      db.connection(),
      'events',
      rows.map((row, index) => [row, { state: 'routed', due_at: index }])
    )
    const stored = await db
      .from('events')
      .whereIn(
        'id',
        rows.map((row) => row.id)
      )
      .orderBy('due_at')
    assert.deepEqual(
      stored.map((row) => [row.id, Number(row.due_at), row.lease_token]),
      rows.map((row, index) => [row.id, index, null])
    )

    await assert.rejects(() => finishEach(db.connection(), 'events', [[rows[0], { state: 'pending' }]]), LeaseLost)
  })
})

test.group('Storing', () => {
  const contact = (workspace: { id: string }, natural_key: string) => ({
    id: newId('identity'),
    workspace_id: workspace.id,
    contact_id: newId('contact'),
    natural_key,
    kind: 'phone',
    issuer: '',
    value: natural_key,
    source: 'test',
    created_at: 1,
  })

  test('tells which rows were new, however many ask at once', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const keys = Array.from({ length: 20 }, (_, key) => `phone||${key}`)
    const inserted = await Promise.all(
      Array.from({ length: 4 }, () =>
        transaction((trx) =>
          insertNew(
            trx,
            'contact_identities',
            keys.map((key) => contact(workspace, key))
          )
        )
      )
    )
    const ids = inserted.flat().map((row) => row.id)
    assert.lengthOf(ids, keys.length)
    assert.sameMembers(
      (await db.from('contact_identities').where('workspace_id', workspace.id)).map((row) => row.id),
      ids
    )
  })

  test('runs again after a deadlock', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const rows = ['a', 'b'].map((key) => contact(workspace, key))
    await insertNew(db.connection(), 'contact_identities', rows)
    const [a, b] = rows.map((row) => row.id)
    let tries = 0
    const bothHoldOne = Promise.withResolvers<void>()
    const lockBoth = (first: string, second: string) =>
      transaction(async (trx) => {
        await lockRow(trx, 'contact_identities', first)
        if (++tries === 2) bothHoldOne.resolve()
        await bothHoldOne.promise
        await trx.from('contact_identities').where('id', second).increment('created_at', 1)
      })
    await Promise.all([lockBoth(a, b), lockBoth(b, a)])

    const stored = await db.from('contact_identities').whereIn('id', [a, b])
    assert.deepEqual(
      stored.map((row) => Number(row.created_at)),
      [2, 2]
    )
    assert.equal(tries, 3)
  }).skip(EMBEDDED, 'the embedded database has one writer at a time')
})
