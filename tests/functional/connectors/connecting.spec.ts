import { test } from '@japa/runner'
import vine from '@vinejs/vine'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#app/accounts/access'
import { clock, HOUR } from '#app/clock'
import { App } from '#app/connectors/app'
import { connect } from '#app/connectors/connect'
import { Connection } from '#app/connectors/connection'
import { contextFor, endpointOf } from '#app/connectors/context'
import { filledForm } from '#app/connectors/form'
import { healthDays } from '#app/connectors/health'
import { onItems } from '#app/deliveries/items'
import { reconcile } from '#app/deliveries/reconciling'
import { connectors } from '#app/connectors/registry'
import { testConnection } from '#app/connectors/checking'
import { changeConnection } from '#app/connectors/repair'
import { disconnect, pauseConnection, resumeConnection } from '#app/connectors/upkeep'
import { registeredWorks, workOnce } from '#app/work/worker'
import { apiKey, defineConnector } from '#sdk/index'
import { AuthenticationExpired, InvalidInput, Temporary } from '#sdk/errors'
import type { CheckResult } from '#sdk/connector'
import type { Context } from '#sdk/context'
import type { ParsedItem } from '#sdk/webhooks'
import { givenWorkspace } from '#tests/support/workspace'

/** A vendor that does as it is told. */
const vendor = {
  check: async (context: Context): Promise<CheckResult> => ({
    account: String(context.settings.shop),
    label: 'The shop',
    missingScopes: [],
    warnings: [],
  }),
  subscribed: [] as (string | null)[],
  subscribe: async (context: Context) => void vendor.subscribed.push(context.endpointUrl),
  unsubscribed: 0,
  pages: [] as ParsedItem[][],
}

const connector = defineConnector({
  id: 'test-vendor',
  name: 'Test vendor',
  summary: 'For tests.',
  categories: ['commerce'],
  hosts: ['api.vendor.example'],
  icon: '<svg></svg>',
  docsUrl: null,
  auth: apiKey(
    vine.create({ apiKey: vine.string().minLength(10).meta({ 'x-secret': true }), region: vine.string().optional() })
  ),
  settings: vine.create({ shop: vine.string() }),
  endpoint: 'connection',
  webhooks: { verify() {}, dedupeKey: () => null, parse: () => ({ kind: 'items', items: [] }) },
  events: [],
  load: async () => ({
    check: (context) => vendor.check(context),
    webhooks: {
      subscribe: (context) => vendor.subscribe(context),
      unsubscribe: async () => void vendor.unsubscribed++,
      reconcile: async (_context, cursor) => {
        const page = Number(cursor ?? 0)
        return { items: vendor.pages[page] ?? [], cursor: page + 1 < vendor.pages.length ? String(page + 1) : cursor }
      },
    },
  }),
})

const SECRET = 'canary-api-key-7711'
let shops = 0
const form = (change: object = {}) => ({
  credentials: { apiKey: SECRET, region: 'eu' },
  settings: { shop: `shop-${++shops}.example` },
  actor: SYSTEM,
  ...change,
})

async function connected(change: object = {}) {
  const workspace = await givenWorkspace()
  const result = await connect(workspace, 'test-vendor', form(change))
  if (!result.ok) throw new Error(`should connect: ${JSON.stringify(result)}`)
  return { workspace, connection: result.connection, by: { workspace, actor: SYSTEM } }
}

test.group('Connecting', (group) => {
  group.each.setup(() => {
    const kept = { ...vendor, subscribed: [], unsubscribed: 0, pages: [] }
    connectors.add(connector)
    return () => {
      Object.assign(vendor, kept)
      clock.restore()
    }
  })

  test('asks who we are, keeps what it heard, opens an endpoint and subscribes', async ({ assert }) => {
    const { workspace, connection } = await connected()
    const stored = await Connection.in(workspace).where('id', connection.id).firstOrFail()
    assert.equal(stored.state, 'healthy')
    assert.equal(stored.accountLabel, 'The shop')
    assert.deepEqual(stored.credentials, { apiKey: SECRET, region: 'eu' })
    const endpoint = await endpointOf(stored)
    assert.deepEqual(vendor.subscribed, [endpoint!.url])
    const entry = await db.from('audit_entries').where('subject_id', connection.id).first()
    assert.equal(entry.action, 'connection.created')
    assert.notInclude(JSON.stringify(entry), SECRET)
  })

  test('names each field that is wrong', async ({ assert }) => {
    const result = await connect(
      await givenWorkspace(),
      'test-vendor',
      form({ credentials: { apiKey: 'short' }, settings: {} })
    )
    assert.isFalse(result.ok)
    assert.deepEqual(
      !result.ok && result.reason === 'invalid' && result.errors.map(({ field, rule }) => [field, rule]),
      [
        ['credentials.apiKey', 'minLength'],
        ['settings.shop', 'required'],
      ]
    )
  })

  test('lets the connector remember while it is tried, and forgets it then', async ({ assert }) => {
    const { check } = vendor
    const seen: unknown[] = []
    vendor.check = async (context) => {
      await context.state.set('portal', { zone: 'Europe/Rome' })
      seen.push(await context.state.get('portal'))
      return check(context)
    }
    const { workspace, connection } = await connected()
    assert.deepEqual(seen, [{ zone: 'Europe/Rome' }])
    assert.lengthOf(await db.from('connection_states').where('workspace_id', workspace.id), 0)

    assert.isTrue((await testConnection(connection)).ok)
    assert.lengthOf(await db.from('connection_states').where('connection_id', connection.id), 1)
  })

  test('stores nothing when the provider does not know us', async ({ assert }) => {
    vendor.check = async () => {
      throw new AuthenticationExpired('The key was revoked', { vendorCode: '401' })
    }
    const workspace = await givenWorkspace()
    const result = await connect(workspace, 'test-vendor', form())
    assert.deepEqual(result, {
      ok: false,
      reason: 'check_failed',
      why: { code: 'authentication_expired', params: { message: 'The key was revoked', vendor_code: '401' } },
      field: 'credentials.apiKey',
    })
    assert.lengthOf(await Connection.in(workspace), 0)
  })

  test('points at the field that the provider refuses', async ({ assert }) => {
    vendor.check = async () => {
      throw new InvalidInput('No such shop', { field: 'shop' })
    }
    const result = await connect(await givenWorkspace(), 'test-vendor', form())
    assert.equal(!result.ok && result.reason === 'check_failed' && result.field, 'shop')
  })

  test('says nothing of an error it does not know', async ({ assert }) => {
    vendor.check = async () => {
      throw new TypeError(`cannot read ${SECRET}`)
    }
    const result = await connect(await givenWorkspace(), 'test-vendor', form())
    assert.deepEqual(!result.ok && result.reason === 'check_failed' && result.why, {
      code: 'check_crashed',
      params: { error: 'TypeError' },
    })
  })

  test('masks a secret that the connector puts into its own words', async ({ assert }) => {
    vendor.check = async () => {
      throw new AuthenticationExpired(`The key ${SECRET} was revoked`)
    }
    const result = await connect(await givenWorkspace(), 'test-vendor', form())
    assert.notInclude(JSON.stringify(result), SECRET)
    assert.include(JSON.stringify(result), '••••')
  })

  test('an account belongs to one connection of the installation', async ({ assert }) => {
    const { connection } = await connected({ settings: { shop: 'taken.example' } })
    const elsewhere = await givenWorkspace()
    const result = await connect(elsewhere, 'test-vendor', form({ settings: { shop: 'taken.example' } }))
    assert.deepEqual(result, { ok: false, reason: 'account_taken', account: 'The shop' })
    assert.lengthOf(await Connection.in(elsewhere), 0)
    assert.lengthOf(await db.from('endpoints').where('workspace_id', elsewhere.id), 0)
    assert.equal((await Connection.find(connection.id))?.state, 'healthy')
  })

  test('a missing scope needs attention and is named', async ({ assert }) => {
    vendor.check = async ({ settings }) => ({
      account: String(settings.shop),
      label: 'The shop',
      missingScopes: ['read_orders'],
      warnings: [],
    })
    const { connection } = await connected()
    assert.equal(connection.state, 'needs_attention')
    assert.deepEqual(connection.reason, { code: 'scopes_missing', params: { scopes: 'read_orders' } })
  })

  test('holds without its subscription, says so, and makes up for it at the next check', async ({ assert }) => {
    const { subscribe } = vendor
    vendor.subscribe = async () => {
      throw new Temporary('Not now')
    }
    const { connection } = await connected()
    assert.equal(connection.state, 'needs_attention')
    assert.equal(connection.reason?.code, 'not_subscribed')

    vendor.subscribe = subscribe
    await testConnection(connection)
    assert.equal(connection.state, 'healthy')
    assert.lengthOf(vendor.subscribed, 1)
  })

  test('a failing check breaks it, a good one heals it, and the day remembers', async ({ assert }) => {
    const { connection } = await connected()
    const { check } = vendor
    vendor.check = async () => {
      throw new AuthenticationExpired('Revoked')
    }
    const failed = await testConnection(connection)
    assert.isFalse(failed.ok)
    assert.equal(connection.state, 'broken')

    vendor.check = check
    assert.isTrue((await testConnection(connection)).ok)
    assert.equal(connection.state, 'healthy')
    const [today] = await healthDays(connection.id)
    assert.equal(today.state, 'broken')
    assert.equal(today.checks, 2)
    assert.equal(today.failures, 1)
  })

  test('a provider out of reach does not break it', async ({ assert }) => {
    const { connection } = await connected()
    vendor.check = async () => {
      throw new Temporary('No connection')
    }
    await testConnection(connection)
    assert.equal(connection.state, 'needs_attention')
    assert.equal(connection.reason?.code, 'provider_unavailable')
  })

  test('a dead token is noticed wherever it is met', async ({ assert }) => {
    const { connection } = await connected()
    vendor.check = async () => {
      throw new AuthenticationExpired('Revoked')
    }
    const { check } = await connectors.implementation('test-vendor')
    await assert.rejects(async () => check(await contextFor(connection)), /Revoked/)
    await until(async () => (await Connection.findOrFail(connection.id)).state === 'broken')
  })

  test('new credentials repair it in place, and an empty secret keeps the old', async ({ assert }) => {
    const { connection, by } = await connected()
    const endpoint = await endpointOf(connection)
    const result = await changeConnection(connection, by, {
      credentials: { apiKey: '', region: 'us' },
      name: 'Second name',
    })
    assert.isTrue(result.ok)
    const stored = await Connection.findOrFail(connection.id)
    assert.deepEqual(stored.credentials, { apiKey: SECRET, region: 'us' })
    assert.equal(stored.name, 'Second name')
    assert.equal((await endpointOf(stored))?.url, endpoint?.url)
  })

  test('the form of a connection never holds its secrets', async ({ assert }) => {
    const { connection } = await connected()
    assert.deepEqual(filledForm(connector, connection), {
      values: { credentials: { region: 'eu' }, settings: connection.settings },
      kept: ['apiKey'],
    })
  })

  test('cannot be turned into a connection of another account', async ({ assert }) => {
    const { connection, by } = await connected()
    const result = await changeConnection(connection, by, { settings: { shop: 'another.example' } })
    assert.equal(!result.ok && result.reason === 'check_failed' && result.why.code, 'other_account')
  })

  test('removed, it forgets its credentials, frees its account and closes its endpoint', async ({ assert, client }) => {
    const { connection, by } = await connected({ settings: { shop: 'freed.example' } })
    const { url } = (await endpointOf(connection))!
    await disconnect(connection, by)

    assert.equal(vendor.unsubscribed, 1)
    assert.deepEqual((await Connection.findOrFail(connection.id)).credentials, {})
    ;(await client.post(new URL(url).pathname).json({})).assertStatus(404)
    const elsewhere = await connect(
      await givenWorkspace(),
      'test-vendor',
      form({ settings: { shop: 'freed.example' } })
    )
    assert.isTrue(elsewhere.ok)
  })

  test('connected again for the same account it is the same connection at the same address', async ({ assert }) => {
    const { workspace, connection, by } = await connected({ settings: { shop: 'again.example' } })
    const { url } = (await endpointOf(connection))!
    await disconnect(connection, by)
    const again = await connect(workspace, 'test-vendor', form({ settings: { shop: 'again.example' } }))

    assert.isTrue(again.ok)
    assert.equal(again.ok && again.connection.id, connection.id)
    assert.equal(again.ok && (await endpointOf(again.connection))?.url, url)
  })

  test('paused it stays paused, whatever a check finds, until it is resumed', async ({ assert }) => {
    const { connection, by } = await connected()
    await pauseConnection(connection, by)
    await testConnection(connection)
    assert.equal((await Connection.findOrFail(connection.id)).state, 'paused')
    await resumeConnection(connection, by)
    assert.equal((await Connection.findOrFail(connection.id)).state, 'healthy')
  })

  test('is checked by itself every hour', async ({ assert }) => {
    clock.freeze()
    const { connection } = await connected()
    vendor.check = async () => {
      throw new AuthenticationExpired('Revoked')
    }
    clock.advance(HOUR + 1)
    const work = registeredWorks().find(({ name }) => name === 'connection_tasks')!
    while ((await workOnce(work, 'default')) > 0);
    assert.equal((await Connection.findOrFail(connection.id)).state, 'broken')
  })

  test('asks for what was missed page by page, and leaves out what is not its own', async ({ assert }) => {
    const { connection } = await connected({ settings: { shop: 'polled.example' } })
    const item = (key: string, account: string | null): ParsedItem => ({
      account,
      type: 'order.placed',
      key,
      subject: null,
      occurredAt: 1,
      payload: {},
    })
    vendor.pages = [[item('1', 'polled.example'), item('2', 'foreign.example')], [item('3', null)]]
    const seen: string[] = []
    const restore = onItems(async (_trx, items) => {
      seen.push(...items.map(({ key, deliveryId }) => `${key}:${deliveryId}`))
      return { recorded: items.length }
    })
    const recorded = await reconcile(connection)
    restore()
    assert.deepEqual(seen, ['1:null', '3:null'])
    assert.equal(recorded, 2)
  })

  test('two numbers of one WhatsApp app share its endpoint', async ({ assert }) => {
    const whatsapp = connectors.getOrFail('whatsapp')
    connectors.add({
      ...whatsapp,
      load: async () => ({
        check: async ({ settings }: Context) => ({
          account: String(settings.phoneNumberId),
          label: 'A number',
          missingScopes: [],
          warnings: [],
        }),
      }),
    })
    const workspace = await givenWorkspace()
    const sibling = await givenWorkspace({ organizationId: workspace.organizationId })
    const credentials = {
      accessToken: 'a-system-user-token-0001',
      appSecret: 'an-app-secret-0001',
      verifyToken: 'a-verify-token',
    }
    const number = (phoneNumberId: string) => ({
      credentials,
      settings: { phoneNumberId, businessAccountId: '104995512345678' },
      actor: SYSTEM,
    })
    const [one, two] = [
      await connect(workspace, 'whatsapp', number('300000000000001')),
      await connect(sibling, 'whatsapp', number('300000000000002')),
    ]
    connectors.add(whatsapp)

    assert.isTrue(one.ok && two.ok)
    if (!one.ok || !two.ok) return
    assert.equal(one.connection.appId, two.connection.appId)
    assert.equal((await endpointOf(one.connection))?.url, (await endpointOf(two.connection))?.url)
    const app = await App.findOrFail(one.connection.appId)
    assert.deepEqual(app.credentials, { appSecret: 'an-app-secret-0001', verifyToken: 'a-verify-token' })
  })

  test('a dump of the database shows no secret', async ({ assert }) => {
    await connected()
    const tables = [
      'connections',
      'apps',
      'endpoints',
      'connection_states',
      'connection_days',
      'connection_tasks',
      'audit_entries',
    ]
    for (const table of tables) assert.notInclude(JSON.stringify(await db.from(table)), SECRET)
  })
})

async function until(holds: () => Promise<boolean>) {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('it never came to hold')
}
