import { test } from '@japa/runner'
import { clock, MINUTE } from '#app/clock'
import type { StoredEvent } from '#app/events/event'
import { note } from '#app/events/event'
import { registerConsumer } from '#app/events/registry'
import { drain } from '#app/work/worker'
import { givenEvents, giulia, rowsOf } from '#tests/support/events'
import { givenWorkspace } from '#tests/support/workspace'

/** Consumers stay registered, so each test listens in its own workspace only. */
function givenConsumer(workspace: { id: string }, consume: (event: StoredEvent) => void) {
  registerConsumer({
    name: `test of ${workspace.id}`,
    listens: (_, event) => event.workspaceId === workspace.id && event.type !== 'contact.created',
    consume: async (_, event) => consume(event),
  })
}

test.group('Routing events', (group) => {
  group.each.setup(() => {
    clock.freeze()
    return () => clock.restore()
  })

  test('hands each event to its consumers once, in order', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const seen: string[] = []
    givenConsumer(workspace, (event) => seen.push(event.type))
    await givenEvents(workspace, { type: 'order.placed', person: giulia() }, { type: 'order.paid', person: giulia() })
    await drain()
    await drain()

    assert.deepEqual(seen, ['order.placed', 'order.paid'])
    for (const row of await rowsOf('events', workspace)) assert.equal(row.state, 'routed')
  })

  test('routes the others when one fails, and that one later', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const seen: string[] = []
    let broken = true
    givenConsumer(workspace, (event) => {
      if (event.type === 'order.placed' && broken) throw new Error('not now')
      seen.push(event.type)
    })
    await givenEvents(workspace, { type: 'order.placed' }, { type: 'order.paid' })
    await drain()
    assert.include(seen, 'order.paid')
    assert.notInclude(seen, 'order.placed')

    broken = false
    clock.advance(MINUTE)
    await drain()
    assert.include(seen, 'order.placed')
  })

  test('gives up in the end and says so', async ({ assert }) => {
    const workspace = await givenWorkspace()
    givenConsumer(workspace, () => {
      throw new Error('never')
    })
    await givenEvents(workspace, { type: 'order.placed' })
    for (let attempt = 0; attempt < 9; attempt++) {
      await drain()
      clock.advance(11 * MINUTE)
    }

    const [row] = await rowsOf('events', workspace)
    assert.equal(row.state, 'gave_up')
    assert.deepEqual(JSON.parse(row.notes), [{ code: 'routing_failed', params: { attempts: 8 } }])
  })

  test('keeps what a consumer notes on the event', async ({ assert }) => {
    const workspace = await givenWorkspace()
    givenConsumer(workspace, (event) => note(event, 'stale_event'))
    await givenEvents(workspace, { type: 'order.placed' })
    await drain()

    const [row] = await rowsOf('events', workspace)
    assert.deepEqual(JSON.parse(row.notes), [{ code: 'stale_event' }])
  })
})
