import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import type { NewEvent } from '#app/events/event'
import { record } from '#app/events/record'
import type { MessageRow } from '#app/messaging/message'
import { storeOutcomes } from '#app/messaging/outcomes'
import { startRun } from '#app/runs/starting'
import { drain } from '#app/work/worker'
import { inbound, rowsOf, SHOP } from '#tests/support/events'
import { composed, FRIDAY_MORNING, givenContact, messageOf } from '#tests/support/messaging'
import { embedded, overlapping } from '#tests/support/overlapping'
import type { Work } from '#tests/support/overlapping'
import { chain, givenPipeline, runsOf } from '#tests/support/pipelines'
import { ScriptedChannel } from '#tests/support/scripted_channel'
import { givenWorkspace } from '#tests/support/workspace'

const cart = (workspace: { id: string }, changedAt: number, quantity: number): NewEvent => ({
  workspaceId: workspace.id,
  connector: 'shopify',
  account: SHOP,
  type: 'cart.updated',
  key: 'c-1',
  subject: { kind: 'cart', id: 'c-1' },
  occurredAt: changedAt,
  payload: {
    cartId: 'c-1',
    recoveryUrl: null,
    items: [{ id: 'v1', title: 'Goccia', quantity, unitPrice: { amount: 100, currency: 'EUR' } }],
    total: { amount: 100 * quantity, currency: 'EUR' },
    changedAt,
    completedAt: null,
  },
})

test.group('Two processes on one database', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('the newer version of a cart stays, though both were the first', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await overlapping(
      (trx) => record(trx, [cart(workspace, 1000, 1)]),
      (trx) => record(trx, [cart(workspace, 2000, 2)])
    )
    assert.deepEqual(
      (await rowsOf('carts', workspace)).map((row) => Number(row.version)),
      [2000]
    )
  }).skip(embedded, 'one writer')

  test('an older version that is slower does not overwrite a newer', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await transaction((trx) => record(trx, [cart(workspace, 1000, 1)]))
    await overlapping(
      (trx) => record(trx, [cart(workspace, 3000, 3)]),
      (trx) => record(trx, [cart(workspace, 2000, 2)])
    )
    assert.deepEqual(
      (await rowsOf('carts', workspace)).map((row) => [Number(row.version), Number(row.total)]),
      [[3000, 300]]
    )
  }).skip(embedded, 'one writer')

  test('a restock told by two at once is one restock', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const product = (version: number, available: boolean): NewEvent => ({
      workspaceId: workspace.id,
      connector: 'shopify',
      account: SHOP,
      type: 'product.updated',
      key: `p-1:${version}`,
      payload: { productId: 'p-1', title: 'Goccia', url: null, imageUrl: null, price: null, available, version },
    })
    await transaction((trx) => record(trx, [product(1000, false)]))
    await overlapping(
      (trx) => record(trx, [product(2000, true)]),
      (trx) => record(trx, [product(3000, true)])
    )
    const told = (await rowsOf('events', workspace)).map((row) => row.type)
    assert.lengthOf(
      told.filter((type) => type === 'product.restocked'),
      1
    )
    assert.deepEqual(
      (await rowsOf('products', workspace)).map((row) => Number(row.version)),
      [3000]
    )
  }).skip(embedded, 'one writer')

  test('a STOP is heard though a yes is being stored', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const [{ contactId }] = await transaction((trx) =>
      record(trx, [{ workspaceId: workspace.id, ...inbound('hello', { key: 'm-0' }) }])
    )
    const yes: NewEvent = {
      workspaceId: workspace.id,
      type: 'consent.granted',
      key: 'yes',
      contactId,
      occurredAt: clock.now() - 1000,
      payload: { channel: 'whatsapp', purpose: 'marketing', method: 'checkout', proof: {} },
    }
    await overlapping(
      (trx) => record(trx, [yes]),
      (trx) => record(trx, [{ workspaceId: workspace.id, ...inbound('STOP', { key: 'm-1' }) }])
    )
    assert.deepEqual(
      (await rowsOf('consent_states', workspace)).map((row) => row.state),
      ['withdrawn']
    )
    assert.lengthOf(await rowsOf('suppressions', workspace), 1)
  }).skip(embedded, 'one writer')

  test('two STOPs at once are one withdrawal', async ({ assert }) => {
    const workspace = await givenWorkspace()
    await transaction((trx) => record(trx, [{ workspaceId: workspace.id, ...inbound('hello', { key: 'm-0' }) }]))
    const stop = (key: string) => (trx: Trx) =>
      record(trx, [{ workspaceId: workspace.id, ...inbound('STOP', { key }) }])
    await overlapping(stop('m-1'), stop('m-2'))
    const withdrawn = (await rowsOf('events', workspace)).filter((row) => row.type === 'consent.withdrawn')
    assert.lengthOf(withdrawn, 1)
  }).skip(embedded, 'one writer')

  for (const order of ['status first', 'answer first'] as const) {
    test(`a status and the answer that names its message find each other: ${order}`, async ({ assert }) => {
      const channel = new ScriptedChannel({ echoesCorrelation: false })
      const scene = await channel.connected()
      const message = await composed(scene, await givenContact(scene.workspace))
      await db
        .from('messages')
        .where('id', message.id)
        .update({ state: 'sending', tries: 1, lease_token: 'held', lease_until: Date.now() + 60_000 })
      const row: MessageRow = await db.from('messages').where('id', message.id).firstOrFail()
      const { id: connectionId, account } = scene.connection
      const providerId = `p-${message.id}`
      const status: Work = (trx) =>
        record(trx, [
          {
            workspaceId: scene.workspace.id,
            connector: channel.id,
            connectionId,
            account,
            type: 'message.read',
            key: `${providerId}:read`,
            payload: { providerId, correlation: null },
          },
        ])
      const answer: Work = (trx) =>
        storeOutcomes(trx, [
          { row, attempt: { id: 'att_1', n: 1 }, result: { kind: 'sent', providerId }, reconcileAfter: 0 },
        ])
      await (order === 'status first' ? overlapping(status, answer) : overlapping(answer, status))
      assert.equal((await messageOf(message.id)).state, 'read')
      assert.lengthOf(await db.from('parked_statuses').where('connection_id', connectionId), 0)
    }).skip(embedded, 'one writer')
  }

  test('a start by the same key for two people is one run', async ({ assert }) => {
    const channel = new ScriptedChannel()
    const { workspace } = await channel.connected()
    const [one, two] = [await givenContact(workspace), await givenContact(workspace)]
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'wait', config: { mode: 'duration', duration: '1h' } })
    )
    const starts: Awaited<ReturnType<typeof startRun>>[] = []
    const start =
      (contactId: string): Work =>
      async (trx) =>
        void starts.push(await startRun(trx, { pipelineId: pipeline.id, contactId, key: 'k-1' }))
    await overlapping(start(one), start(two))
    const [run, ...more] = await runsOf(pipeline)
    assert.lengthOf(more, 0)
    assert.deepEqual(
      starts.map((started) => started.ok && [started.runId, started.isNew]),
      [
        [run.id, true],
        [run.id, false],
      ]
    )
    await drain()
  }).skip(embedded, 'one writer')
})
