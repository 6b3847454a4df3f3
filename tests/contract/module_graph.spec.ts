import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { connectors } from '#app/connectors/registry'

/** The packages that vendors give out, by the connector that may load them. */
const VENDORS: Record<string, string> = {
  'shopify-api-node': 'shopify',
  '@woocommerce/woocommerce-rest-api': 'woocommerce',
  'twilio': 'twilio',
  'jsforce': 'salesforce',
  'stripe': 'stripe',
  '@paypal/paypal-server-sdk': 'paypal',
  'openai': 'openai',
  'eld': 'local-model',
}

async function vendorPackages(...ids: string[]): Promise<string[]> {
  const script = app.makePath('tests/support/children/vendor_packages.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', '@poppinss/ts-exec', script, ...ids], {
    env: { ...process.env, NODE_OPTIONS: '' },
    cwd: app.makePath(),
    maxBuffer: 10_000_000,
  })
  const packages = JSON.parse(stdout.slice(stdout.lastIndexOf('packages:') + 9)) as string[]
  return packages.filter((name) => VENDORS[name]).sort()
}

test.group('The packages of vendors', () => {
  test('are not loaded by an installation that connects nothing', async ({ assert }) => {
    assert.deepEqual(await vendorPackages(), [])
  })

  test('are loaded for the connectors in use, and for no other', async ({ assert }) => {
    assert.deepEqual(await vendorPackages('shopify', 'stripe', 'whatsapp'), ['shopify-api-node', 'stripe'])
  })

  test('are all that this test knows of', async ({ assert }) => {
    const ids = [...new Set(Object.values(VENDORS))]
    assert.deepEqual(
      ids.filter((id) => connectors.get(id) === null),
      []
    )
    assert.deepEqual(await vendorPackages(...ids), Object.keys(VENDORS).sort())
  })
})
