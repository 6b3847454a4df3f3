import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { connectors, Registry } from '#app/connectors/registry'

const good = (id: string, more = '') => `export default {
  apiVersion: 1, id: '${id}', name: 'Good', summary: 'Works.', categories: ['nocode'], hosts: [], icon: '<svg></svg>', docsUrl: null,
  auth: { kind: 'none' }, reads: [], writes: [], events: [], roles: [],
  load: async () => ({ check: async () => ({ account: 'a', label: 'a', missingScopes: [], warnings: [] }) }),
  ${more}
}`

test.group('Registry', (group) => {
  let folder: string
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'staffetta-plugins-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  async function loaded(packages: string[] = []) {
    const registry = new Registry()
    await registry.load({ folder: join(folder, 'plugins'), packages, from: join(folder, 'package.json') })
    return registry
  }

  const faults: { title: string; text: string; says: RegExp }[] = [
    { title: 'does not import', text: "import './not_there.js'", says: /not_there/ },
    { title: 'throws while it is imported', text: "throw new Error('boom')", says: /boom/ },
    { title: 'has a syntax error', text: 'export default {', says: /./ },
    { title: 'exports nothing', text: 'export const a = 1', says: /no default export/ },
    {
      title: 'is made for another contract',
      text: good('bad').replace('apiVersion: 1', 'apiVersion: 2'),
      says: /apiVersion/,
    },
    { title: 'misses a field', text: good('bad').replace("name: 'Good',", ''), says: /name field must be defined/ },
    { title: 'is called otherwise than its folder', text: good('other'), says: /must be the same/ },
    {
      title: 'takes webhooks without saying where',
      text: good('bad', 'webhooks: { verify() {}, dedupeKey() {}, parse() {} }'),
      says: /whose the endpoint is/,
    },
    {
      title: 'has webhooks without a verification',
      text: good('bad', "endpoint: 'app', webhooks: { dedupeKey() {}, parse() {} }"),
      says: /verify/,
    },
  ]

  for (const { title, text, says } of faults) {
    test(`skips a plugin that ${title}, and says why`, async ({ assert }) => {
      write('plugins/bad/connector.js', text)
      write('plugins/good/connector.js', good('good'))
      const registry = await loaded()

      assert.deepEqual(
        registry.all().map(({ id }) => id),
        ['good']
      )
      assert.lengthOf(registry.faults(), 1)
      assert.equal(registry.faults()[0].plugin, 'bad')
      assert.match(registry.faults()[0].error, says)
    })
  }

  test('reads packages named in the configuration', async ({ assert }) => {
    write(
      'node_modules/staffetta-connector-foo/package.json',
      '{"name":"staffetta-connector-foo","type":"module","exports":"./index.js"}'
    )
    write('node_modules/staffetta-connector-foo/index.js', good('foo'))
    const registry = await loaded(['staffetta-connector-foo', 'staffetta-connector-missing'])

    assert.equal(registry.get('foo')?.name, 'Good')
    assert.deepEqual(
      registry.faults().map(({ plugin }) => plugin),
      ['staffetta-connector-missing']
    )
  })

  test('keeps the first of two with one id', async ({ assert }) => {
    write('plugins/foo/connector.js', good('foo'))
    write(
      'node_modules/staffetta-connector-foo/package.json',
      '{"name":"staffetta-connector-foo","type":"module","exports":"./index.js"}'
    )
    write('node_modules/staffetta-connector-foo/index.js', good('foo').replace('Good', 'Impostor'))
    const registry = await loaded(['staffetta-connector-foo'])

    assert.equal(registry.get('foo')?.name, 'Good')
    assert.match(registry.faults()[0].error, /has the id foo already/)
  })

  test('loads an implementation once', async ({ assert }) => {
    write('plugins/foo/connector.js', good('foo'))
    const registry = await loaded()
    assert.equal(await registry.implementation('foo'), await registry.implementation('foo'))
    await assert.rejects(() => registry.implementation('nobody'), /no connector called "nobody"/)
  })

  test('knows nothing where there is no folder', async ({ assert }) => {
    assert.deepEqual((await loaded()).all(), [])
  })
})

test.group('The plugins in the tree', () => {
  test('are loaded with the application', ({ assert }) => {
    assert.equal(connectors.get('inbound-webhook')?.id, 'inbound-webhook')
  })
})
