/**
 * Fills a fresh data folder with what the measured path needs: a shop, a number, an approved template and a pipeline
 * of two steps. Prints where to send the orders. Runs in a process of its own, before the server takes the folder.
 */
import { tell } from '../boot.ts'

const ACCOUNT = '109876543210987'
const SHOP = 'bench.myshopify.com'
const SECRET = 'shpss_bench_secret'

const GRAPH = {
  kind: 'transactional',
  trigger: { events: ['order.placed'] },
  entry: { rule: 'always' },
  exits: [],
  goal: null,
  priority: 0,
  nodes: [
    {
      id: 'confirm',
      type: 'send_message',
      name: 'Confirm the order',
      config: { legs: [{ template: 'order_confirmation' }] },
    },
    { id: 'done', type: 'end', name: 'Done', config: {} },
  ],
  edges: [
    { from: 'trigger', branch: 'next', to: 'confirm' },
    { from: 'confirm', branch: 'next', to: 'done' },
  ],
}

async function prepare() {
  const { givenConnection, pathOf } = await import('#tests/support/connections')
  const { givenTemplate } = await import('#tests/support/messaging')
  const { givenWorkspace } = await import('#tests/support/workspace')
  const { Pipeline } = await import('#app/pipelines/pipeline')
  const { publish, saveDraft } = await import('#app/pipelines/publishing')
  const { newId } = await import('#app/ids')
  const { approveEverywhere } = await import('./approval.ts')

  const workspace = await givenWorkspace({ settings: { quiet_hours: false } })
  const shop = await givenConnection(workspace, 'shopify', {
    account: SHOP,
    settings: { shop: SHOP },
    credentials: { clientId: 'bench', clientSecret: SECRET },
    connectedAt: 0,
  })
  const number = await givenConnection(workspace, 'whatsapp', {
    account: ACCOUNT,
    sharedAccounts: [`${ACCOUNT}1`],
    settings: { phoneNumberId: ACCOUNT, businessAccountId: `${ACCOUNT}1`, perSecond: 5000 },
    credentials: { accessToken: 'bench-token', appSecret: 'bench-app-secret', verifyToken: 'bench-verify' },
  })
  const template = await givenTemplate(workspace, { name: 'order_confirmation', purpose: 'transactional' })
  await approveEverywhere(template, number.connection.id)

  const pipeline = new Pipeline().fill({
    id: newId('pipeline'),
    workspaceId: workspace.id,
    name: 'Order confirmation',
    kind: 'transactional',
    state: 'draft',
    priority: 0,
    draft: GRAPH as never,
    versionId: null,
    libraryKey: null,
    archivedAt: null,
  })
  const saved = await saveDraft(pipeline, GRAPH)
  const published = saved.ok ? await publish(pipeline, null) : saved
  if (!published.ok) throw new Error(JSON.stringify(published.problems))
  return { path: pathOf(shop.endpoint!), secret: SECRET, shop: SHOP }
}

await tell(prepare)
