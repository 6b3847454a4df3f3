import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#app/database'
import { catalogue } from '#app/events/catalogue'
import { record } from '#app/events/record'
import { registerConsumer, registerProjector } from '#app/events/registry'
import { bell } from '#app/work/bell'
import { givenEvents, rowsOf, SHOP } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

const sampleOf = (type: string) => catalogue.get(type)!.sample

test.group('Recording events', () => {
  test('stores a fact once, however often it is told', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const first = await givenEvents(workspace, { type: 'order.paid', key: '5581' })
    const again = await givenEvents(workspace, { type: 'order.paid', key: '5581' })

    assert.lengthOf(first, 1)
    assert.lengthOf(again, 0)
    assert.lengthOf(await rowsOf('events', workspace).where('type', 'order.paid'), 1)
  })

  test('stores a milestone once when three webhooks of one batch prove it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const paid = { type: 'order.paid', key: '5581' }
    const later = { ...paid, payload: { ...sampleOf('order.paid'), version: 1_771_578_999_000 } }

    assert.lengthOf(await givenEvents(workspace, paid, later, paid), 1)
  })

  test('takes a revision for new when its content is new', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const cart = { type: 'cart.updated', key: 'c1-7f3a:1771578000000' }
    await givenEvents(workspace, cart)

    assert.lengthOf(await givenEvents(workspace, cart), 0)
    assert.lengthOf(
      await givenEvents(workspace, { ...cart, payload: { ...sampleOf('cart.updated'), recoveryUrl: null } }),
      1
    )
  })

  test('keeps the first telling of a version that its connector names', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const deal = { type: 'deal.updated', key: 'D-77:1771578000000:amount', revision: '1771578000000' }
    await givenEvents(workspace, deal)

    const fuller = { ...deal, payload: { ...sampleOf('deal.updated'), title: 'Lights for two hotels' } }
    assert.lengthOf(await givenEvents(workspace, fuller), 0)
    assert.lengthOf(await givenEvents(workspace, { ...fuller, revision: '1771578000001' }), 1)
  })

  test('keeps workspaces and accounts apart', async ({ assert }) => {
    const [one, other] = [await givenWorkspace(), await givenWorkspace()]
    const paid = { type: 'order.paid', key: '5581' }
    await givenEvents(one, paid)

    assert.lengthOf(await givenEvents(other, paid), 1)
    assert.lengthOf(await givenEvents(one, { ...paid, account: 'second.myshopify.com' }), 1)
  })

  test('keeps a foreign type whole', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const payload = { odd: [1, { two: null }] }
    await givenEvents(workspace, { type: 'shopify.shop_redact', key: '1', payload })

    const [row] = await rowsOf('events', workspace)
    assert.deepEqual(JSON.parse(row.payload), payload)
  })

  test('refuses a payload that breaks its schema and names the field', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const broken = { ...sampleOf('order.paid'), total: { amount: 10.5, currency: 'EUR' } }

    await assert.rejects(
      () => givenEvents(workspace, { type: 'order.paid', payload: broken }),
      /order\.paid.*total\.amount/
    )
    assert.lengthOf(await rowsOf('events', workspace), 0)
  })

  test('keeps nothing when the transaction is rolled back', async ({ assert }) => {
    const workspace = await givenWorkspace()
    let rings = 0
    const off = bell.on('transactional', () => rings++)
    await assert.rejects(() =>
      transaction(async (trx) => {
        await record(trx, [
          { workspaceId: workspace.id, type: 'order.paid', key: '1', payload: sampleOf('order.paid') },
        ])
        throw new Error('no')
      })
    )
    off()

    assert.lengthOf(await rowsOf('events', workspace), 0)
    assert.equal(rings, 0)
  })

  test('rings the lane of what it stored, after the commit', async ({ assert }) => {
    const workspace = await givenWorkspace()
    let rings = 0
    const off = bell.on('transactional', () => rings++)
    await givenEvents(workspace, { type: 'order.paid' })
    off()

    assert.equal(rings, 1)
  })

  test('stores a status only where somebody listens', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const projected: string[] = []
    registerProjector({
      name: 'test',
      types: ['message.read'],
      project: async (_, events) => void projected.push(...events.map((event) => event.key)),
    })
    registerConsumer({
      name: 'test',
      listens: (_, event) => event.key === 'heard' && event.workspaceId === workspace.id,
      consume: async () => {},
    })
    await givenEvents(workspace, { type: 'message.read', key: 'unheard' }, { type: 'message.read', key: 'heard' })

    assert.deepEqual(projected, ['unheard', 'heard'])
    const rows = await rowsOf('events', workspace)
    assert.lengthOf(rows, 1)
    assert.equal(rows[0].type, 'message.read')
  })

  test('stores what is too deep in a chain, but starts nothing with it', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await givenEvents(
      workspace,
      { type: 'order.placed', key: 'ten', depth: 10 },
      { type: 'order.placed', key: 'eleven', depth: 11 }
    )

    const [ten, eleven] = await rowsOf('events', workspace)
    assert.equal(ten.state, 'pending')
    assert.equal(eleven.state, 'routed')
    assert.deepEqual(JSON.parse(eleven.notes), [{ code: 'loop_stopped', params: { depth: 10 } }])
  })

  test('costs four statements for a whole batch of known people', async ({ assert }) => {
    const workspace = await givenWorkspace()
    // Who listens is read once a second, not with each batch.
    await givenEvents(workspace, { type: 'webhook.received', key: 'before' })
    const statements: string[] = []
    const count = (query: { sql: string }) => void statements.push(query.sql)
    await transaction(async (trx) => {
      trx.knexClient.on('query', count)
      await record(
        trx,
        [1, 2, 3].map((key) => ({
          workspaceId: workspace.id,
          connector: 'shopify',
          account: SHOP,
          type: 'webhook.received',
          key: String(key),
          payload: sampleOf('webhook.received'),
        }))
      )
      trx.knexClient.removeListener('query', count)
    })

    assert.isAbove(statements.length, 0)
    assert.isAtMost(statements.length, 4, statements.join('\n'))
    assert.lengthOf(await db.from('events').where('workspace_id', workspace.id), 4)
  })
})
