import { test } from '@japa/runner'
import { fakeWorld } from '#app/calls/fake_world'
import { clock, HOUR, MINUTE } from '#app/clock'
import { drain } from '#app/work/worker'
import { FakeServer } from '#tests/support/fake_world/server'
import { FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, onlyRun, stepsOf } from '#tests/support/pipelines'

const ORIGIN = 'https://tools.example'

test.group('A step that calls a web address', (group) => {
  let receiver: FakeServer
  group.each.setup(async () => {
    clock.freeze(FRIDAY_MORNING)
    receiver = new FakeServer()
      .route('POST', '/carts', ({ json }) => ({ body: { stored: (json as { cart: string }).cart } }))
      .route('GET', '/teapot', () => ({ status: 418 }))
    fakeWorld.lead(ORIGIN, await receiver.start())
    return async () => {
      clock.restore()
      fakeWorld.lead(ORIGIN, null)
      await receiver.stop()
    }
  })

  async function calling(config: Record<string, unknown>) {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(
      workspace,
      chain(
        { type: 'http_request', id: 'call', config },
        { type: 'add_tag', config: { tag: 'got {{ steps.call.body.stored }}' } }
      )
    )
    const cartId = await abandon(workspace, await givenContact(workspace))
    await drain()
    const run = await onlyRun(pipeline)
    return { run, cartId, pipeline, steps: await stepsOf(run) }
  }

  const post = {
    method: 'POST',
    url: `${ORIGIN}/carts`,
    body: '{ "cart": "{{ cart.cart_id }}" }',
    headers: [{ name: 'x-key', value: 'secret-of-theirs' }],
  }

  test('fills in body and headers, keeps the answer for later steps, and no header values', async ({ assert }) => {
    const { run, cartId, steps } = await calling(post)
    assert.equal(run.state, 'completed')
    const [request] = receiver.requests
    assert.deepEqual(request.json, { cart: cartId })
    assert.equal(request.headers['x-key'], 'secret-of-theirs')
    assert.equal(request.headers['idempotency-key'], `${run.id}|call|1`)
    assert.deepEqual(JSON.parse(String(steps[0].output)), { status: 200, body: { stored: cartId } })
    assert.notInclude(JSON.stringify(steps), 'secret-of-theirs')
  })

  test('never calls an address that is not public', async ({ assert }) => {
    for (const url of [
      'http://127.0.0.1:9/x',
      'http://169.254.169.254/latest',
      'http://[::1]/',
      'ftp://tools.example/x',
    ]) {
      const { run, steps } = await calling({ method: 'GET', url })
      assert.equal(run.state, 'failed', url)
      assert.equal(steps[0].code, 'permanent', url)
    }
  })

  test('follows the way of unknown after a server error, unless the receiver knows our key', async ({ assert }) => {
    receiver.faults.fail(1)
    const lost = await calling(post)
    assert.containsSubset(lost.run.$attributes, { state: 'failed', code: 'outcome_unknown' })
    assert.lengthOf(receiver.requests, 1)

    receiver.faults.fail(1)
    const again = await calling({ ...post, repeatable: true })
    assert.equal(again.run.state, 'waiting')
    clock.advance(MINUTE)
    await drain()
    assert.equal((await onlyRun(again.pipeline)).state, 'completed')
    assert.equal(receiver.requests[1].headers['idempotency-key'], receiver.requests[2].headers['idempotency-key'])
  })

  test('fails when it is refused, with the status', async ({ assert }) => {
    const { run, steps } = await calling({ method: 'GET', url: `${ORIGIN}/teapot` })
    assert.equal(run.state, 'failed')
    assert.equal(JSON.parse(String(steps[0].params)).providerCode, '418')
    clock.advance(HOUR)
    await drain()
    assert.lengthOf(receiver.requests, 1)
  })
})
