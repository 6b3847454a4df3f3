import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR, MINUTE } from '#app/clock'
import { chainOf } from '#app/http/chains'
import { installFromLibrary } from '#app/pipelines/library'
import { publish } from '#app/pipelines/publishing'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING, givenSandbox } from '#tests/support/messaging'
import { rowsOf } from '#tests/support/events'
import { calls, buyer, cartOf, consentTo, orderOf } from '#tests/support/sandbox_shop'

const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1'

test.group('The relay', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function scene(key = 'abandoned_cart') {
    // The pretend Meta is the same sandbox; it is asked about every order that a message brought.
    const { workspace, connection, endpoint } = await givenSandbox({
      settings: { shop_reports_purchases: 'no', report_needs_consent: false },
    })
    const installed = await installFromLibrary(workspace, key, { connectionId: connection.id })
    if (!installed.ok) throw new Error(JSON.stringify(installed))
    await publish(installed.pipeline, null)
    const pass = async (time: number) => {
      clock.advance(time)
      await drain()
    }
    return {
      workspace,
      endpoint: endpoint!,
      pass,
      states: async () => (await rowsOf('messages', workspace)).map((row) => row.state),
    }
  }

  async function leaveCart(
    client: ApiClient,
    { endpoint, pass }: Awaited<ReturnType<typeof scene>>,
    address = 'giulia'
  ) {
    await calls(client, endpoint, {
      id: `consent-${address}`,
      type: 'consent',
      person: buyer(address),
      data: consentTo('marketing'),
    })
    await calls(client, endpoint, {
      id: `cart-${address}`,
      type: 'cart',
      person: buyer(address),
      data: cartOf(`c-${address}`),
    })
    await pass(0)
  }

  test('runs from a signed cart webhook to a credited order', async ({ client, assert }) => {
    const stage = await scene()
    const { workspace, endpoint, pass } = stage
    await leaveCart(client, stage)
    assert.lengthOf(await rowsOf('runs', workspace), 0)

    await pass(HOUR)
    const [run] = await rowsOf('runs', workspace)
    assert.equal(run.state, 'waiting')
    await pass(HOUR)
    const [message] = await rowsOf('messages', workspace)
    assert.include(['delivered', 'read'], message.state)
    assert.match(String(message.preview), /Ciao Giulia, hai lasciato Lampada Goccia nel carrello/)

    const [link] = await rowsOf('links', workspace)
    const click = await client.get(`/l/${link.code}`).header('user-agent', BROWSER).redirects(0)
    assert.match(String(click.header('location')), /^https:\/\/bottega\.example\/cart\/c-giulia/)
    await pass(10 * MINUTE)
    await calls(client, endpoint, {
      id: 'paid-1',
      type: 'order',
      person: buyer('giulia'),
      data: orderOf('1042', 'c-giulia'),
    })
    await pass(MINUTE)

    const [ended] = await rowsOf('runs', workspace)
    assert.containsSubset(ended, { state: 'exited', code: 'exit_rule' })
    const [cart] = await rowsOf('carts', workspace)
    assert.isNotNull(cart.recovered_at)
    const conversion = (await rowsOf('conversions', workspace)).find((row) => row.kind === 'purchase')!
    assert.containsSubset(conversion, { message_id: message.id, credited_by: 'click', amount: 18_400 })

    const { hops } = await chainOf({ workspace, i18n: i18nManager.locale('en') }, { kind: 'run', id: run.id })
    assert.deepEqual(
      hops.slice(0, 8).map(({ state }) => state),
      Array(8).fill('passed')
    )
    await pass(DAY)
    await pass(2 * DAY)
    assert.lengthOf(await rowsOf('messages', workspace), 1)
  })

  test('tells nobody twice when the shop calls twice', async ({ client, assert }) => {
    const { workspace, endpoint, pass } = await scene('order_confirmation')
    for (const id of ['first', 'again'])
      await calls(client, endpoint, { id, type: 'order', person: buyer('marco'), data: orderOf('7') })
    await calls(client, endpoint, { id: 'first', type: 'order', person: buyer('marco'), data: orderOf('7') })
    await pass(0)
    assert.lengthOf(await rowsOf('runs', workspace), 1)
    assert.lengthOf(await rowsOf('messages', workspace), 1)
    assert.lengthOf(
      (await rowsOf('deliveries', workspace)).filter((row) => row.topic === 'order'),
      2
    )
  })

  test('reminds nobody who has bought before the reminder left', async ({ client, assert }) => {
    const stage = await scene()
    const { workspace, endpoint, pass } = stage
    await leaveCart(client, stage, 'sara')
    await pass(HOUR)
    await calls(client, endpoint, { id: 'paid-2', type: 'order', person: buyer('sara'), data: orderOf('8', 'c-sara') })
    await pass(0)
    await pass(3 * DAY)
    assert.lengthOf(await rowsOf('messages', workspace), 0)
  })

  test('does not remind who has not allowed it, and says so at the end of the chain', async ({ client, assert }) => {
    const { workspace, endpoint, pass } = await scene()
    await calls(client, endpoint, { id: 'cart-luca', type: 'cart', person: buyer('luca'), data: cartOf('c-luca') })
    await pass(0)
    await pass(HOUR)
    await pass(HOUR)
    const [message] = await rowsOf('messages', workspace)
    assert.containsSubset(message, { state: 'refused', code: 'no_consent' })
    const deliveries = await db.from('deliveries').where('workspace_id', workspace.id)
    const { hops } = await chainOf(
      { workspace, i18n: i18nManager.locale('it') },
      { kind: 'delivery', id: deliveries[0].id }
    )
    assert.deepEqual(
      hops.map(({ state }) => state),
      [...Array(5).fill('passed'), 'refused', ...Array(3).fill('not_reached')]
    )
  })

  test('obeys STOP in the middle of a sequence', async ({ client, assert }) => {
    const stage = await scene()
    const { workspace, endpoint, pass } = stage
    await leaveCart(client, stage, 'anna')
    await pass(HOUR)
    await pass(HOUR)
    assert.lengthOf(await rowsOf('messages', workspace), 1)
    const data = { providerId: 'in-1', channel: 'whatsapp', kind: 'text', text: 'STOP' }
    await calls(client, endpoint, { id: 'in-1', type: 'message', person: buyer('anna'), data })
    await pass(MINUTE)
    await pass(3 * DAY)
    const [run] = await rowsOf('runs', workspace)
    assert.equal(run.state, 'exited')
    const marketing = (await rowsOf('messages', workspace)).filter((row) => row.purpose === 'marketing')
    assert.lengthOf(marketing, 1)
  })
})
