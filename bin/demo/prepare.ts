/**
 * Makes the installation of the demo by the functions behind the console: a workspace, its shop, number and datasets
 * connected and checked, the starter pipeline installed, its templates handed in, all published. Prints what the demo
 * must know. A process of its own, since the server takes the data folder.
 */
import type { Workspace } from '#app/accounts/workspace'
import { tell } from '../boot.ts'

const SHOP = 'bottega-lucente.myshopify.com'

async function prepare() {
  const { givenWorkspace } = await import('#tests/support/workspace')
  // Reports go out only when the workspace says that its shop keeps quiet about purchases.
  const workspace = await givenWorkspace({ settings: { quiet_hours: false, shop_reports_purchases: 'no' } })
  const whatsappEndpoint = await connectAll(workspace)
  await installPipeline(workspace)
  return { workspaceId: workspace.id, whatsappEndpoint }
}

async function connectAll(workspace: Workspace): Promise<string> {
  const { chooseDataset } = await import('#app/conversions/datasets')
  const { endpointOf } = await import('#app/connectors/context')
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const { APP_SECRET, BUSINESS_ACCOUNT, DATASETS, NUMBER, TOKEN } = await import('./accounts.ts')

  await connected(
    workspace,
    'shopify',
    { clientId: 'fake-shopify-client', clientSecret: 'shpss_fake_client_secret_0001' },
    { shop: SHOP }
  )
  const number = await connected(
    workspace,
    'whatsapp',
    { accessToken: TOKEN, appSecret: APP_SECRET, verifyToken: 'verify-token-of-the-demo' },
    { phoneNumberId: NUMBER, businessAccountId: BUSINESS_ACCOUNT }
  )
  for (const [path, dataset] of [
    ['website', DATASETS.website],
    ['business_messaging', DATASETS.messaging],
  ] as const) {
    const connection = await connected(workspace, 'meta-conversions', { accessToken: TOKEN }, { datasetId: dataset })
    await chooseDataset(db.connection(), workspace.id, path, connection.id)
  }
  return (await endpointOf(number))?.url ?? ''
}

async function connected(
  workspace: Workspace,
  connector: string,
  credentials: Record<string, unknown>,
  settings: Record<string, unknown>
) {
  const { connect } = await import('#app/connectors/connect')
  const { SYSTEM } = await import('#app/accounts/access')
  const result = await connect(workspace, connector, { credentials, settings, actor: SYSTEM })
  if (!result.ok) throw new Error(`${connector}: ${JSON.stringify(result)}`)
  return result.connection
}

async function installPipeline(workspace: Workspace): Promise<void> {
  const { installFromLibrary } = await import('#app/pipelines/library')
  const { publish } = await import('#app/pipelines/publishing')
  const { resubmit } = await import('#app/templates/submission')
  const { Template } = await import('#app/templates/template')

  const installed = await installFromLibrary(workspace, 'abandoned_cart')
  if (!installed.ok) throw new Error(JSON.stringify(installed))
  for (const template of await Template.in(workspace)) await resubmit(template)
  const published = await publish(installed.pipeline, null)
  if (!published.ok) throw new Error(JSON.stringify(published))
}

await tell(prepare)
