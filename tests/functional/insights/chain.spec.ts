import { test } from '@japa/runner'
import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { chainOf, chainsOf } from '#app/http/chains'
import type { Chain, ChainSeed } from '#app/http/chains'
import { installFromLibrary } from '#app/pipelines/library'
import { publish } from '#app/pipelines/publishing'
import { currentPhone, sandboxOf } from '#app/sandbox/people'
import { abandonCart, buy } from '#app/sandbox/shop'
import { drain } from '#app/work/worker'
import { givenEvents } from '#tests/support/events'
import { FRIDAY_MORNING, givenContact, givenSandbox, givenTemplate } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun } from '#tests/support/pipelines'
import { givenMember } from '#tests/support/workspace'

const viewerOf = (workspace: Workspace) => ({ workspace, i18n: i18nManager.locale('en') })
const states = ({ hops }: Chain) => hops.map(({ state }) => state)
const hop = ({ hops }: Chain, kind: string) => hops.find((each) => each.kind === kind)

test.group('The chain', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function relayed() {
    const { workspace } = await givenSandbox()
    const sandbox = await sandboxOf(workspace)
    const phone = await currentPhone(sandbox!)
    const installed = await installFromLibrary(workspace, 'abandoned_cart')
    if (!installed.ok) throw new Error('The library is broken')
    await publish(installed.pipeline, null)
    await abandonCart(workspace, phone)
    await drain()
    clock.advance(3_600_000)
    await drain()
    clock.advance(60_000)
    await buy(workspace, phone)
    await drain()
    return { workspace, pipeline: installed.pipeline }
  }

  test('is the same from whichever of its hops it is asked for', async ({ assert }) => {
    const { workspace } = await relayed()
    const one = (table: string) => db.from(table).where('workspace_id', workspace.id).orderBy('id').firstOrFail()
    const abandoned = await db
      .from('events')
      .where({ workspace_id: workspace.id, type: 'cart.abandoned' })
      .firstOrFail()
    const told = await db.from('events').where('id', abandoned.caused_by).firstOrFail()
    const seeds: ChainSeed[] = [
      { kind: 'run', id: (await one('runs')).id },
      { kind: 'message', id: (await one('messages')).id },
      { kind: 'event', id: abandoned.id },
      { kind: 'delivery', id: told.delivery_id },
      { kind: 'order', id: (await one('orders')).id },
      { kind: 'conversion', id: (await one('conversions')).id },
    ]
    const chains = await chainsOf(viewerOf(workspace), seeds)
    const first = chains.get(seeds[0].id)
    assert.deepEqual(
      first?.hops.map(({ kind }) => kind),
      ['delivery', 'event', 'contact', 'run', 'step', 'message', 'click', 'order', 'report']
    )
    assert.deepEqual(states(first!).slice(0, 6), Array(6).fill('passed'))
    assert.equal(hop(first!, 'order')?.state, 'passed')
    assert.match(String(hop(first!, 'message')?.status), /delivered|read/)
    for (const seed of seeds)
      assert.deepEqual(
        chains.get(seed.id)?.hops.map(({ id, state }) => [id, state]),
        first?.hops.map(({ id, state }) => [id, state]),
        seed.kind
      )
  })

  test('asks no more of the database for thirty than for one', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    await givenTemplate(workspace)
    await givenPipeline(workspace, chain({ type: 'send_message', config: { legs: [{ template: 'cart_reminder' }] } }))
    for (let count = 0; count < 30; count++) await abandon(workspace, await givenContact(workspace))
    await drain()
    const runs = await db.from('runs').where('workspace_id', workspace.id).select('id')
    assert.lengthOf(runs, 30)

    const queriesFor = async (ids: string[]) => {
      let queries = 0
      const count = () => void queries++
      const connection = db.manager.get(db.primaryConnectionName)?.connection
      connection?.client?.on('query', count)
      await chainsOf(
        viewerOf(workspace),
        ids.map((id) => ({ kind: 'run', id }))
      )
      connection?.client?.removeListener('query', count)
      return queries
    }
    // What is remembered for a second may have to be read again in the middle of either.
    const least = async (ids: string[]) => Math.min(await queriesFor(ids), await queriesFor(ids))
    const few = await least([runs[0].id])
    assert.isAbove(few, 5)
    assert.equal(await least(runs.map(({ id }) => id)), few)
  })

  test('stops where it was refused, and says why', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    await givenTemplate(workspace)
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'send_message', name: 'Remind', config: { legs: [{ template: 'cart_reminder' }] } })
    )
    await abandon(workspace, await givenContact(workspace, { consents: [] }))
    await drain()
    const told = await chainOf(viewerOf(workspace), { kind: 'run', id: (await onlyRun(pipeline)).id })
    assert.deepEqual(states(told), [
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
      'refused',
      'not_reached',
      'not_reached',
      'not_reached',
    ])
    assert.equal(hop(told, 'message')?.reason?.code, 'no_consent')
    assert.isNotEmpty(hop(told, 'message')?.links)
    assert.equal(hop(told, 'step')?.title, 'Remind')
  })

  test('says why an event started nothing', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const contactId = await givenContact(workspace)
    await givenPipeline(workspace, chain({ type: 'end' }))
    const [event] = await givenEvents(workspace, { type: 'cart.abandoned', contactId, occurredAt: 1 })
    await drain()
    const told = await chainOf(viewerOf(workspace), { kind: 'event', id: event.id })
    assert.containsSubset(hop(told, 'run'), { state: 'refused', reason: { code: 'stale_event' } })
  })

  test('waits where its run waits', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(
      workspace,
      chain({ type: 'wait', config: { mode: 'duration', duration: '1h' } }, { type: 'end' })
    )
    await abandon(workspace, await givenContact(workspace))
    await drain()
    const told = await chainOf(viewerOf(workspace), { kind: 'run', id: (await onlyRun(pipeline)).id })
    assert.containsSubset(hop(told, 'step'), { state: 'waiting', until: String(FRIDAY_MORNING + 3_600_000) })
  })

  test("does not show another workspace's", async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(workspace, chain({ type: 'end' }))
    await abandon(workspace, await givenContact(workspace))
    await drain()
    const other = (await givenSandbox()).workspace
    const told = await chainOf(viewerOf(other), { kind: 'run', id: (await onlyRun(pipeline)).id })
    assert.deepEqual(states(told), Array(9).fill('not_reached'))
  })

  test('stands at rest in the rows of Home', async ({ assert, client }) => {
    const { workspace } = await relayed()
    const viewer = await givenMember(workspace, 'viewer')
    const page = await client.get(`/w/${workspace.id}`).loginAs(viewer).withInertia()
    page.assertInertiaComponent('insights/home')
    const props = page.inertiaProps as {
      activity: { states: string[]; what: string }[]
      messages: { sent: number }
      revenue: object
      bars: { amount: number }[]
      tasks: { key: string; done: boolean }[]
    }
    assert.equal(props.activity[0].what, 'bought')
    assert.lengthOf(props.activity[0].states, 9)
    assert.equal(props.messages.sent, 1)
    assert.containsSubset(props.revenue, { amount: 18_400, currency: 'EUR', orders: 1 })
    assert.equal(props.bars.at(-1)?.amount, 18_400)
    assert.lengthOf(props.bars, 14)
    assert.isTrue(props.tasks.find(({ key }) => key === 'pipeline')?.done)
    assert.isFalse(props.tasks.find(({ key }) => key === 'shop')?.done)
  })
})
