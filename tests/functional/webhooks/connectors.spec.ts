import { test } from '@japa/runner'
import { clock, MINUTE, SECOND } from '#app/clock'
import { fakeWorld } from '#app/calls/fake_world'
import { disconnect } from '#app/connectors/upkeep'
import { SYSTEM } from '#app/accounts/access'
import { drain } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { giulia, givenEvents, rowsOf } from '#tests/support/events'
import { WebhookReceiver } from '#tests/support/fake_world/webhook_receiver'
import { chain, givenPipeline, onlyRun, runsOf, stepsOf } from '#tests/support/pipelines'
import { givenWorkspace } from '#tests/support/workspace'

const MORNING = Date.UTC(2026, 10, 20, 9)
const SECRET = 'whsec_c2lnbmluZy1zZWNyZXQtZm9yLXRoZS10ZXN0LTAwMQ=='

/** A tool that listens at one of its own hosts. */
async function givenTool(origin: string, answer: WebhookReceiver['answer']) {
  const tool = new WebhookReceiver()
  tool.answer = answer
  fakeWorld.lead(origin, await tool.start())
  return tool
}

/** A pipeline on paid orders with one step that uses a connector. */
async function givenStep(connector: string, action: string, input: Record<string, unknown>, credentials = {}) {
  clock.freeze(MORNING)
  const workspace = await givenWorkspace()
  const { connection, endpoint } = await givenConnection(workspace, connector, {
    credentials,
    secret: 'a-token-of-ours',
  })
  const pipeline = await givenPipeline(workspace, {
    kind: 'transactional',
    trigger: { events: ['order.paid'] },
    ...chain(
      { type: 'connector_action', id: 'tell', config: { connection: connection.id, action, input } },
      { type: 'end' }
    ),
  })
  const pay = (key: string) =>
    givenEvents(workspace, { type: 'order.paid', key, subject: { kind: 'order', id: key }, person: giulia() })
  return { workspace, connection, endpoint, pipeline, pay }
}

test.group('Zapier', (group) => {
  group.each.teardown(() => clock.restore())

  test('is triggered by a step, waits when it must, and starts pipelines itself', async ({ client, assert }) => {
    let busy = true
    const zapier = await givenTool('https://hooks.zapier.com', () =>
      busy
        ? { status: 429, headers: { 'retry-after': '30' } }
        : { body: { attempt: '1', id: '1', request_id: '019a', status: 'success' } }
    )
    const scene = await givenStep('zapier', 'triggerZap', {
      url: 'https://hooks.zapier.com/hooks/catch/1/abc/',
      data: { name: '{{ contact.first_name }}', order: '{{ order.order_id }}' },
    })
    await scene.pay('1042')
    await drain()
    assert.lengthOf(zapier.received, 0)
    busy = false
    clock.advance(10 * MINUTE)
    await drain()
    assert.lengthOf(zapier.received, 1)
    assert.equal(zapier.received[0].body.name, 'Giulia')
    const run = await onlyRun(scene.pipeline)
    assert.equal(run.state, 'completed')
    assert.include(JSON.stringify(await stepsOf(run)), '019a')

    const path = pathOf(scene.endpoint!)
    const lead = { id: 'lead-7', phone: '+39 333 000 0107', first_name: 'Ada' }
    assert.equal((await client.post(path).json(lead)).status(), 401)
    assert.equal((await client.post(path).header('x-staffetta-token', 'wrong').json(lead)).status(), 401)
    for (let n = 0; n < 2; n++)
      assert.equal((await client.post(path).header('authorization', 'Bearer a-token-of-ours').json(lead)).status(), 200)
    await drain()
    const events = (await rowsOf('events', scene.workspace)).filter(({ type }) => type === 'webhook.received')
    assert.lengthOf(events, 1)
    assert.isNotNull(events[0].contact_id)

    await disconnect(scene.connection, { workspace: scene.workspace, actor: SYSTEM })
    assert.equal((await client.post(path).header('x-staffetta-token', 'a-token-of-ours').json(lead)).status(), 404)
    await scene.pay('1043')
    await drain()
    assert.lengthOf(zapier.received, 1)
  })

  test('is not asked twice when nobody knows what came of it', async ({ assert }) => {
    const zapier = await givenTool('https://hooks.zapier.com', () => ({ body: '<html>proxy</html>' }))
    const scene = await givenStep('zapier', 'triggerZap', {
      url: 'https://hooks.zapier.com/hooks/catch/1/abc/',
      data: {},
    })
    await scene.pay('1')
    await drain()
    clock.advance(60 * MINUTE)
    await drain()
    assert.lengthOf(zapier.received, 1)
    assert.equal((await stepsOf(await onlyRun(scene.pipeline)))[0].state, 'unknown')
  })
})

test.group('Make', (group) => {
  group.each.teardown(() => clock.restore())

  test('runs a scenario once its queue has room, and its answer is there for later steps', async ({ assert }) => {
    let full = true
    const make = await givenTool('https://hook.eu2.make.com', () =>
      full ? { status: 400, body: 'Queue is full.' } : { body: 'Accepted' }
    )
    const scene = await givenStep('make', 'runScenario', { url: 'https://hook.eu2.make.com/abc123', data: { a: '1' } })
    await scene.pay('1')
    await drain()
    full = false
    clock.advance(10 * MINUTE)
    await drain()
    assert.deepEqual(
      make.received.map(({ body }) => body),
      [{ a: '1' }]
    )
    assert.include(JSON.stringify(await stepsOf(await onlyRun(scene.pipeline))), 'Accepted')
  })
})

test.group('A step that sends a webhook', (group) => {
  group.each.teardown(() => clock.restore())

  test('signs it, and repeats it under one id', async ({ assert }) => {
    const seen: string[] = []
    const receiver = await givenTool('https://lead-receiver.example', ({ id }) => ({
      status: seen.push(id) === 1 ? 503 : 200,
    }))
    receiver.secrets = [SECRET]
    const input = {
      url: 'https://lead-receiver.example/in',
      type: 'lead.qualified',
      data: { who: '{{ contact.phone }}' },
    }
    const scene = await givenStep('webhook', 'sendWebhook', input, { signingSecret: SECRET })
    await scene.pay('1')
    for (let n = 0; n < 5; n++) {
      await drain()
      clock.advance(5 * MINUTE + SECOND)
    }
    assert.equal(receiver.refused, 0)
    assert.lengthOf(seen, 2)
    assert.equal(seen[0], seen[1])
    assert.containsSubset(receiver.received[0].body, { type: 'lead.qualified', data: { who: '+393475550142' } })
  })

  test('goes nowhere inside, and not where it is sent on to', async ({ assert }) => {
    const receiver = await givenTool('https://moved.example', () => ({
      status: 302,
      headers: { location: 'https://elsewhere.example/' },
    }))
    for (const url of ['https://127.0.0.1/in', 'https://[::1]/in', 'https://moved.example/in']) {
      const scene = await givenStep('webhook', 'sendWebhook', { url, type: 'x', data: {} }, { signingSecret: SECRET })
      await scene.pay('1')
      await drain()
      const [run] = await runsOf(scene.pipeline)
      assert.equal((await stepsOf(run))[0].state, 'failed', url)
    }
    assert.isAtMost(receiver.requests.length, 1)
  })
})
