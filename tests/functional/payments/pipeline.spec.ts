import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR } from '#app/clock'
import { readJson } from '#app/database'
import { openPage } from '#app/payments/opening'
import { checkGraph } from '#app/pipelines/validation'
import { drain } from '#app/work/worker'
import { givenConnection } from '#tests/support/connections'
import { FRIDAY_MORNING, givenContact } from '#tests/support/messaging'
import { eventsOf, ScriptedPayments, tell } from '#tests/support/payments'
import { abandon, chain, givenPipeline, graph, messagesOf, onlyRun, runsOf, stepsOf } from '#tests/support/pipelines'
import { givenEvents, SHOP } from '#tests/support/events'

const LINK = { type: 'payment_link', id: 'pay', config: { amount: '49.90', currency: 'EUR', title: 'Deposit' } }
const tellThem = (text: string) => ({ type: 'send_message', config: { purpose: 'service', legs: [{ text }] } })
const untilPaid = (scope: 'subject' | 'contact' = 'subject') => ({
  type: 'wait',
  id: 'paid',
  config: { mode: 'event', events: ['payment.succeeded'], scope, timeout: '3d' },
})

async function givenScene() {
  const till = new ScriptedPayments()
  const scene = await till.connected()
  await givenConnection(scene.workspace, 'sandbox', { secret: 'a secret of the sandbox' })
  const contactId = await givenContact(scene.workspace)
  return { ...scene, contactId }
}

type Scene = Awaited<ReturnType<typeof givenScene>>

const paymentsOf = ({ workspace }: Scene) => db.from('payments').where('workspace_id', workspace.id).orderBy('id')

async function pay({ till, connection }: Scene, payment: { id: string }, index = 0) {
  await openPage(payment.id)
  const page = till.page(index)
  till.become(page, 'succeeded')
  const paymentId = String(page.paymentId)
  await tell(connection, 'succeeded', { key: paymentId, paymentId, sessionId: page.id, reference: payment.id })
  await drain()
}

test.group('A payment link in a pipeline', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('is in the message that follows, and waited for until it is paid', async ({ assert }) => {
    const scene = await givenScene()
    const pipeline = await givenPipeline(scene.workspace, {
      kind: 'service',
      edges: [
        { from: 'trigger', branch: 'next', to: 'pay' },
        { from: 'pay', branch: 'next', to: 'send_message_2' },
        { from: 'send_message_2', branch: 'next', to: 'paid' },
        { from: 'paid', branch: 'event', to: 'send_message_4' },
        { from: 'paid', branch: 'timeout', to: 'end' },
      ],
      nodes: [
        ...chain(
          LINK,
          tellThem('Please pay {{ payment.amount | money }} here: {{ payment.url }}'),
          untilPaid(),
          tellThem('Thank you, {{ steps.pay.title }} is paid.')
        ).nodes,
        { id: 'end', type: 'end', name: 'end', config: {} },
      ],
    })
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [payment] = await paymentsOf(scene)
    const run = await onlyRun(pipeline)
    assert.containsSubset(payment, {
      amount: 4990,
      source: 'run',
      run_id: run.id,
      contact_id: scene.contactId,
      natural_key: `run|${run.id}|pay|1`,
      expires_at: FRIDAY_MORNING + 7 * DAY,
    })
    const [asked] = await messagesOf(run)
    const text = JSON.stringify(readJson(asked.content))
    assert.include(text, `/p/${payment.code}`)
    assert.match(text, /49,90/)
    assert.include(run.subjects, `payment:${payment.id}`)

    await pay(scene, payment)
    const messages = await messagesOf(run)
    assert.lengthOf(messages, 2)
    assert.include(JSON.stringify(readJson(messages[1].content)), 'Deposit is paid')
    assert.equal((await onlyRun(pipeline)).state, 'completed')
    const [requested] = await eventsOf(scene.workspace, 'payment.requested')
    assert.equal(requested.caused_by, run.eventId)
  })

  test('another payment of the same contact does not end the wait', async ({ assert }) => {
    const scene = await givenScene()
    const end = { id: 'end', type: 'end', name: 'end', config: {} }
    const steps = chain(LINK, untilPaid())
    const pipeline = await givenPipeline(scene.workspace, {
      kind: 'service',
      nodes: [...steps.nodes, end],
      edges: [
        ...steps.edges,
        { from: 'paid', branch: 'event', to: 'end' },
        { from: 'paid', branch: 'timeout', to: 'end' },
      ],
    })
    await abandon(scene.workspace, scene.contactId)
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [first] = await paymentsOf(scene)
    await pay(scene, first)
    const states = (await runsOf(pipeline)).map(({ state }) => state)
    assert.deepEqual(states, ['completed', 'waiting'])
  })

  test('paid while the run was still on its way to the wait is not missed', async ({ assert }) => {
    const scene = await givenScene()
    const end = { id: 'end', type: 'end', name: 'end', config: {} }
    const steps = chain(
      LINK,
      tellThem('{{ payment.url }}'),
      { type: 'wait', id: 'pause', config: { mode: 'duration', duration: '1h' } },
      untilPaid()
    )
    const pipeline = await givenPipeline(scene.workspace, {
      kind: 'service',
      nodes: [...steps.nodes, end],
      edges: [
        ...steps.edges,
        { from: 'paid', branch: 'event', to: 'end' },
        { from: 'paid', branch: 'timeout', to: 'end' },
      ],
    })
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [payment] = await paymentsOf(scene)
    clock.advance(HOUR / 2)
    await pay(scene, payment)
    clock.advance(HOUR)
    await drain()
    const run = await onlyRun(pipeline)
    assert.equal(run.state, 'completed')
    const paid = (await stepsOf(run)).find(({ node }) => node === 'paid')
    assert.equal(paid?.branch, 'event')
  })

  test('a payment starts a pipeline, and paying it is a goal', async ({ assert }) => {
    const scene = await givenScene()
    const reminder = await givenPipeline(
      scene.workspace,
      {
        kind: 'service',
        trigger: { events: ['payment.requested'] },
        goal: { events: ['payment.succeeded'], scope: 'subject' },
        ...chain(
          { type: 'wait', config: { mode: 'duration', duration: '1d' } },
          tellThem('Still to pay: {{ payment.title }}')
        ),
      },
      'Reminder'
    )
    await givenPipeline(scene.workspace, { kind: 'service', ...chain(LINK) })
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [payment] = await paymentsOf(scene)
    assert.equal((await onlyRun(reminder)).state, 'waiting')
    await pay(scene, payment)
    const run = await onlyRun(reminder)
    assert.equal(run.code, 'goal_reached')
    clock.advance(2 * DAY)
    await drain()
    assert.lengthOf(await messagesOf(run), 0)
  })

  test('that expires starts what listens for it, once', async ({ assert }) => {
    const scene = await givenScene()
    const after = await givenPipeline(
      scene.workspace,
      {
        kind: 'service',
        trigger: { events: ['payment.expired'] },
        ...chain(tellThem('Too late for {{ payment.title }}')),
      },
      'Too late'
    )
    await givenPipeline(scene.workspace, {
      kind: 'service',
      ...chain({ ...LINK, config: { ...LINK.config, expires_after: '2h' } }),
    })
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const [payment] = await paymentsOf(scene)
    await openPage(payment.id)
    await tell(scene.connection, 'expired', { key: scene.till.page().id, sessionId: scene.till.page().id })
    await drain()
    assert.lengthOf(await runsOf(after), 0, 'the page ran out, and the link is still good')
    clock.advance(2 * HOUR)
    await drain()
    assert.lengthOf(await messagesOf(await onlyRun(after)), 1)
  })

  test('takes the total of the order, and belongs to it', async ({ assert }) => {
    const scene = await givenScene()
    await givenPipeline(scene.workspace, {
      kind: 'service',
      trigger: { events: ['order.placed'] },
      ...chain({ type: 'payment_link', config: { amount_from: 'order.total', title: 'Order {{ order.number }}' } }),
    })
    await givenEvents(scene.workspace, {
      type: 'order.placed',
      key: '5581',
      account: SHOP,
      contactId: scene.contactId,
      subject: { kind: 'order', id: '5581' },
    })
    await drain()
    const [payment] = await paymentsOf(scene)
    const order = await db.from('orders').where('workspace_id', scene.workspace.id).firstOrFail()
    assert.containsSubset(payment, { amount: 18_400, currency: 'EUR', title: 'Order #1042', order_id: order.id })
  })

  test('that cannot be made takes its own way out, and says why', async ({ assert }) => {
    const scene = await givenScene()
    const pipeline = await givenPipeline(scene.workspace, {
      kind: 'service',
      ...chain({ ...LINK, config: { amount: '{{ contact.first_name }}', title: 'Deposit' } }),
    })
    await abandon(scene.workspace, scene.contactId)
    await drain()
    const run = await onlyRun(pipeline)
    assert.equal(run.state, 'failed')
    assert.equal(run.code, 'amount_unreadable')
    assert.lengthOf(await paymentsOf(scene), 0)
  })
})

test.group('A payment link in a draft', () => {
  test('is sound as the docs have it', async ({ assert }) => {
    const { workspace } = await new ScriptedPayments().connected()
    const [, text] = /```json graph\n([\s\S]*?)```/.exec(readFileSync('docs/payments.md', 'utf8')) ?? []
    const checked = await checkGraph(db.connection(), workspace.id, JSON.parse(String(text)))
    assert.deepEqual(checked.ok ? [] : checked.problems, [])
  })

  async function problems(config: Record<string, unknown>, currencies?: string[]) {
    const { workspace } = await new ScriptedPayments(currencies ? { currencies } : {}).connected()
    return check(workspace, config)
  }

  async function check(workspace: { id: string }, config: Record<string, unknown>) {
    const draft = graph({ kind: 'service', ...chain({ type: 'payment_link', id: 'pay', config }) })
    const checked = await checkGraph(db.connection(), workspace.id, draft)
    return checked.ok ? [] : checked.problems.map(({ node, field, code }) => `${node}.${field}: ${code}`)
  }

  test('is sound with an amount and a title', async ({ assert }) => {
    assert.deepEqual(await problems({ amount: '49.90', currency: 'EUR', title: 'Deposit' }), [])
  })

  test('names the field that is wrong', async ({ assert }) => {
    assert.deepEqual(await problems({ amount: '0', currency: 'EUR', title: 'x' }), ['pay.amount: amount_not_positive'])
    assert.deepEqual(await problems({ amount: '-5', currency: 'EUR', title: 'x' }), ['pay.amount: amount_not_positive'])
    assert.deepEqual(await problems({ amount: 'ten', currency: 'EUR', title: 'x' }), ['pay.amount: amount_unreadable'])
    assert.deepEqual(await problems({ amount: '5', currency: 'ABC', title: 'x' }), ['pay.currency: field_invalid'])
    assert.deepEqual(await problems({ amount: '5', currency: 'JPY', title: 'x' }, ['EUR']), [
      'pay.currency: currency_not_taken',
    ])
    assert.deepEqual(await problems({ amount: '5', title: '{{ order.number }}' }), ['pay.title: missing_variable'])
    assert.deepEqual(await problems({ amount_from: 'order.total', title: 'x' }), ['pay.amount_from: missing_variable'])
    assert.deepEqual(await problems({ amount: '5', title: 'x', connection: 'con_x' }), [
      'pay.connection: connection_takes_no_payments',
    ])
    assert.includeMembers(await problems({}), ['pay.amount: field_invalid', 'pay.title: field_invalid'])
  })

  test('without a connection that takes payments is not sound', async ({ assert }) => {
    const { givenWorkspace } = await import('#tests/support/workspace')
    assert.deepEqual(await check(await givenWorkspace(), { amount: '5', title: 'x' }), [
      'pay.connection: no_payments_connection',
    ])
  })

  test('is known to the steps after it, and to no others', async ({ assert }) => {
    const { workspace } = await new ScriptedPayments().connected()
    const { nodes, edges } = chain(
      tellThem('{{ payment.url }}'),
      LINK,
      tellThem('{{ payment.url }} {{ payment.nothing }}')
    )
    const checked = await checkGraph(db.connection(), workspace.id, graph({ kind: 'service', nodes, edges }))
    const found = checked.ok ? [] : checked.problems.map(({ node, params }) => `${node}: ${params?.variable}`)
    assert.deepEqual(found, ['send_message_1: payment.url', 'send_message_3: payment.nothing'])
  })
})
