import assert from 'node:assert/strict'
import { formWay } from '../../auth.ts'
import { API_VERSION, type Connector, type Implementation } from '../../connector.ts'
import { complaints } from '../expectations.ts'
import { heavyImports } from '../module_graph.ts'
import { secretFields } from '../secrets.ts'
import type { ContractCase, Suite } from '../suite.ts'

export function manifestCases({ kit, manifest }: Suite): ContractCase[] {
  const { connector } = kit
  const cases: ContractCase[] = [
    {
      title: 'the manifest says what the gallery needs',
      async run() {
        assert.equal(connector.apiVersion, API_VERSION, `apiVersion should be ${API_VERSION}: use defineConnector`)
        assert.match(connector.id, /^[a-z][a-z0-9-]*$/, 'id should be lower case, with dashes at most')
        for (const field of ['name', 'summary', 'icon'] as const) {
          assert.ok(connector[field].trim().length > 0, `${field} should not be empty`)
        }
        assert.match(connector.icon, /<svg[\s>]/, 'icon should be an SVG document')
        assert.ok(connector.categories.length > 0, 'categories should name at least one')
        assert.ok(!connector.hosts.includes('*'), 'hosts should name hosts; `*` would take every secret anywhere')
      },
    },
    {
      title: 'the credentials form takes the sample and marks its secrets',
      async run() {
        const { auth } = connector
        const form = formWay(auth)
        if (!form) return
        assert.equal(await complaints(form.credentials, kit.credentials), null, 'the kit’s credentials should be valid')
        assert.ok(secretFields(auth).length > 0, "no field is marked secret: add .meta({ 'x-secret': true })")
        assert.notEqual(await complaints(form.credentials, {}), null, 'an empty form should be refused')
      },
    },
    {
      title: 'the settings form takes the sample',
      async run() {
        if (!connector.settings) return
        assert.equal(await complaints(connector.settings, kit.settings), null, 'the kit’s settings should be valid')
        assert.equal(typeof connector.settings.toJSONSchema(), 'object')
      },
    },
    {
      title: 'load brings every role and action the manifest promises',
      async run() {
        promisesKept(connector, await connector.load())
      },
    },
  ]
  if (!manifest) return cases
  return [
    ...cases,
    {
      title: 'looking at the manifest loads no vendor package',
      async run() {
        const heavy = await heavyImports(manifest.url, manifest.execArgv)
        assert.deepEqual(heavy, [], `the manifest imports ${heavy.join(', ')}: move that behind load()`)
      },
    },
  ]
}

function promisesKept(connector: Connector, implementation: Implementation) {
  assert.equal(typeof implementation.check, 'function', 'load() should bring check()')
  for (const role of connector.roles) {
    assert.ok(implementation[role], `the manifest lists the role ${role}, and load() does not bring it`)
  }
  if (connector.roles.includes('channel'))
    assert.ok(connector.channel, 'a channel should state its traits in the manifest')
  const promised = Object.keys(connector.actions ?? {}).sort()
  const brought = Object.keys(implementation.actions ?? {}).sort()
  assert.deepEqual(brought, promised, 'load() should bring exactly the actions of the manifest')
  for (const [name, action] of Object.entries(implementation.actions ?? {})) {
    assert.equal(typeof action.run, 'function', `the action ${name} should have run()`)
    assert.equal(
      action.idempotency,
      connector.actions?.[name]?.idempotency,
      `the action ${name} states two idempotencies`
    )
    if (action.idempotency === 'lookup') assert.ok(action.lookup, `the action ${name} promises lookup and has none`)
  }
}
