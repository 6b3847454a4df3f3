import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY, machineNow, MINUTE } from '#app/clock'
import type { Reason } from '#app/connectors/connection'
import { Delivery } from '#app/deliveries/delivery'
import { deleteOldBodies } from '#app/deliveries/delivery_body'
import { store } from '#app/deliveries/intake'
import { onItems } from '#app/deliveries/items'
import type { Recorded, ResolvedItem } from '#app/deliveries/items'
import { forget } from '#app/connectors/memory'
import { openEndpointById } from '#app/deliveries/open_endpoints'
import { parse } from '#app/deliveries/parsing'
import type { ReceivedDelivery } from '#app/deliveries/parsing'
import { claim } from '#app/work/claim'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { givenApp, givenConnection, pathOf } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

/** What was handed on, and what to answer: the events room as far as this one knows it. */
class Sink {
  items: ResolvedItem[] = []
  fail: ((items: ResolvedItem[]) => void) | null = null
  refuse: Reason | null = null
  #known = new Set<string>()

  async receive(_trx: Trx, items: ResolvedItem[]): Promise<Recorded> {
    this.fail?.(items)
    const { refuse } = this
    if (refuse)
      return {
        recorded: 0,
        byDelivery: new Map(),
        refused: new Map(items.map((item) => [item.deliveryId ?? '', refuse])),
      }
    const news = items.filter((item) => !this.#known.has(`${item.workspaceId} ${item.type} ${item.key}`))
    for (const item of news) this.#known.add(`${item.workspaceId} ${item.type} ${item.key}`)
    this.items.push(...news)
    const byDelivery = new Map<string, number>()
    for (const { deliveryId } of news) if (deliveryId) byDelivery.set(deliveryId, (byDelivery.get(deliveryId) ?? 0) + 1)
    return { recorded: news.length, byDelivery }
  }
}

const claimed = () =>
  claim<ReceivedDelivery>({ table: 'deliveries', lane: 'intake', states: ['received'], limit: 100, leaseFor: MINUTE })

async function work() {
  const rows = await claimed()
  if (rows.length > 0) await parse(rows)
  return rows.length
}

async function arrive(endpoint: { id: string }, body: object | string, headers: Record<string, string> = {}) {
  const open = await openEndpointById(endpoint.id)
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const { id } = await store(
    open!,
    {
      method: 'POST',
      url: 'https://staffetta.example/in/x',
      query: {},
      headers: { 'content-type': 'application/json', ...headers },
      rawBody,
    },
    machineNow()
  )
  return Delivery.findOrFail(id)
}

test.group('Parsing', (group) => {
  let sink: Sink
  group.each.setup(async () => {
    while ((await work()) > 0);
    sink = new Sink()
    const restore = onItems((trx, items) => sink.receive(trx, items))
    return () => {
      clock.restore()
      restore()
    }
  })

  async function givenInbound(settings: Record<string, unknown> = {}) {
    const workspace = await givenWorkspace()
    const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', {
      settings,
      secret: 'a-signing-secret',
    })
    return { workspace, connection, endpoint: endpoint! }
  }

  test('hands on what the connector found, with the connection it belongs to', async ({ assert }) => {
    const { workspace, connection, endpoint } = await givenInbound({ phonePath: 'phone' })
    const delivery = await arrive(endpoint, { id: 1, phone: '+393475550142' })
    await work()

    const [item] = sink.items
    assert.equal(item.workspaceId, workspace.id)
    assert.equal(item.connectionId, connection.id)
    assert.equal(item.deliveryId, delivery.id)
    assert.equal(item.connectedAt, connection.connectedAt)
    assert.deepEqual(item.person?.identities, [{ kind: 'phone', value: '+393475550142' }])
    await delivery.refresh()
    assert.equal(delivery.state, 'parsed')
    assert.equal(delivery.items, 1)
    assert.equal(delivery.recorded, 1)
  })

  test('splits a body with two WhatsApp accounts between their workspaces', async ({ assert, client }) => {
    const [first, second] = [await givenWorkspace(), await givenWorkspace()]
    const keys = { appSecret: 'an-app-secret-for-tests', verifyToken: 'a-verify-token' }
    const { app, endpoint } = await givenApp(first.organizationId, 'whatsapp', keys)
    const { body, accounts } = mixedBatch()
    const one = await givenConnection(first, 'whatsapp', { app, ...accounts[0] })
    const two = await givenConnection(second, 'whatsapp', { app, ...accounts[1] })

    const signature = createHmac('sha256', keys.appSecret).update(body).digest('hex')
    const response = await client
      .post(pathOf(endpoint))
      .header('content-type', 'application/json')
      .header('x-hub-signature-256', `sha256=${signature}`)
      .json(body as never)
    response.assertStatus(200)
    await work()

    const owners = new Map(sink.items.map((item) => [item.account, item.workspaceId]))
    assert.equal(owners.get(accounts[0].account), first.id)
    assert.equal(owners.get(accounts[0].sharedAccounts[0]), first.id)
    assert.equal(owners.get(accounts[1].account), second.id)
    const delivery = await Delivery.findOrFail(response.body().delivery)
    assert.isNull(delivery.workspaceId)
    assert.equal(delivery.state, 'parsed')
    assert.notEqual(one.connection.id, two.connection.id)
  })

  test('keeps a delivery for an account that nobody connected', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const { endpoint } = await givenApp(workspace.organizationId, 'whatsapp', { appSecret: 'an-app-secret-for-tests' })
    const delivery = await arrive(endpoint, textMessage('555000111222333'))
    await work()

    await delivery.refresh()
    assert.equal(delivery.state, 'no_connection')
    assert.equal(delivery.reason?.code, 'account_not_connected')
    assert.lengthOf(sink.items, 0)
  })

  test('an app cannot speak for an account that was connected with another app', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const theirs = await givenApp(workspace.organizationId, 'whatsapp', { appSecret: 'the-app-secret-of-theirs' })
    const ours = await givenApp((await givenWorkspace()).organizationId, 'whatsapp', {
      appSecret: 'the-app-secret-of-ours',
    })
    await givenConnection(workspace, 'whatsapp', { app: theirs.app, account: '777000111222333' })
    const delivery = await arrive(ours.endpoint, textMessage('777000111222333'))
    await work()

    await delivery.refresh()
    assert.equal(delivery.state, 'no_connection')
    assert.lengthOf(sink.items, 0)
  })

  test('ends what cannot be read with a reason that quotes nothing of it', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const delivery = await arrive(endpoint, '{"phone": "+39347555')
    await work()

    await delivery.refresh()
    assert.equal(delivery.state, 'unparseable')
    assert.notInclude(JSON.stringify(delivery.reason), '+39')
  })

  test('replays once, and adds only what is missing', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const delivery = await arrive(endpoint, { id: 1 })
    assert.deepEqual(await delivery.replay(), { ok: false, reason: 'not_finished' })
    await work()

    assert.deepEqual(await delivery.replay(), { ok: true })
    assert.deepEqual(await delivery.replay(), { ok: false, reason: 'not_finished' })
    await work()
    await delivery.refresh()
    assert.equal(delivery.state, 'duplicate')
    assert.lengthOf(sink.items, 1)
  })

  test('cannot replay a body that is not kept any more', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const delivery = await arrive(endpoint, { id: 1 })
    await work()
    clock.freeze()
    clock.advance(15 * DAY)
    await deleteOldBodies()
    assert.deepEqual(await delivery.replay(), { ok: false, reason: 'body_expired' })
  })

  test('one that cannot be handed on does not hold up the others', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const deliveries = [
      await arrive(endpoint, { n: 1 }),
      await arrive(endpoint, { n: 'poison' }),
      await arrive(endpoint, { n: 3 }),
    ]
    sink.fail = (items) => {
      if (items.some(({ payload }) => JSON.stringify(payload).includes('poison'))) throw new Error('no')
    }
    await work()

    for (const delivery of deliveries) await delivery.refresh()
    assert.deepEqual(
      deliveries.map(({ state }) => state),
      ['parsed', 'received', 'parsed']
    )
    assert.equal(deliveries[1].reason?.code, 'hand_over_failed')
  })

  test('an endpoint whose secret cannot be opened does not hold up the others', async ({ assert }) => {
    const [broken, sound] = [await givenInbound(), await givenInbound()]
    const [first, second] = [await arrive(broken.endpoint, { n: 1 }), await arrive(sound.endpoint, { n: 2 })]
    await db.from('endpoints').where('id', broken.endpoint.id).update({ secret: 'lost.AAAA' })
    forget()
    await work()

    await first.refresh()
    await second.refresh()
    assert.deepEqual([first.state, second.state], ['received', 'parsed'])
  })

  test('tries again later, and in the end leaves it for a person', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    clock.freeze()
    const delivery = await arrive(endpoint, { n: 1 })
    sink.fail = () => {
      throw new Error('still no')
    }
    for (let step = 0; step < 200; step++, clock.advance(10 * MINUTE)) await work()

    await delivery.refresh()
    assert.equal(delivery.state, 'gave_up')
    assert.equal(delivery.attempts, 6)
    sink.fail = null
    await delivery.replay()
    await work()
    await delivery.refresh()
    assert.equal(delivery.state, 'parsed')
    assert.isNull(delivery.reason)
  })

  test('a payload that its type does not allow ends as unparseable at once', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const delivery = await arrive(endpoint, { n: 1 })
    sink.refuse = { code: 'invalid_event', params: { type: 'order.paid', field: 'total', rule: 'required' } }
    await work()
    await delivery.refresh()
    assert.equal(delivery.state, 'unparseable')
    assert.deepEqual(delivery.reason, {
      code: 'invalid_event',
      params: { type: 'order.paid', field: 'total', rule: 'required' },
    })
  })

  test('a paused connection keeps its deliveries for later', async ({ assert }) => {
    const { connection, endpoint } = await givenInbound()
    await connection.merge({ state: 'paused' }).save()
    const delivery = await arrive(endpoint, { n: 1 })
    await work()
    await delivery.refresh()
    assert.equal(delivery.state, 'no_connection')
    assert.equal(delivery.reason?.code, 'connection_paused')

    await connection.merge({ state: 'healthy' }).save()
    await delivery.replay()
    await work()
    assert.lengthOf(sink.items, 1)
  })

  test('what a lost lease would write twice is rolled back', async ({ assert }) => {
    const { endpoint } = await givenInbound()
    const delivery = await arrive(endpoint, { n: 1 })
    const rows = await claimed()
    await transaction((trx) => trx.from('deliveries').where('id', delivery.id).update({ lease_token: 'somebody-else' }))
    await assert.rejects(() => parse(rows), /lease/)
    await delivery.refresh()
    assert.equal(delivery.state, 'received')
  })
})

const textMessage = (phoneNumberId: string) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '104995512345678',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '12025550199', phone_number_id: phoneNumberId },
            contacts: [{ profile: { name: 'Ana' }, wa_id: '447700900123' }],
            messages: [
              {
                from: '447700900123',
                id: `wamid.${phoneNumberId}`,
                timestamp: '1763632800',
                type: 'text',
                text: { body: 'Hello' },
              },
            ],
          },
        },
      ],
    },
  ],
})

/** Two business accounts in one body; the recording has one number for both, which Meta never does. */
function mixedBatch() {
  const text = readFileSync(
    new URL('../../../plugins/whatsapp/fixtures/batch.mixed_two_wabas.json', import.meta.url),
    'utf8'
  )
  const [before, after] = text.split('"104995500000002"')
  const body = `${before}"104995500000002"${after.replace('"109876543210987"', '"209876543210987"')}`
  return {
    body,
    accounts: [
      { account: '109876543210987', sharedAccounts: ['104995512345678'] },
      { account: '209876543210987', sharedAccounts: ['104995500000002'] },
    ],
  }
}
