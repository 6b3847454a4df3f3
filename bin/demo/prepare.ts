/**
 * Makes the installation of the demo by the functions behind the console: a workspace, what the cast connects,
 * connected and checked, its pipelines installed, their templates handed in, all published. Prints what the demo must
 * know. A process of its own, since the server takes the data folder.
 */
import type { Workspace } from '#app/accounts/workspace'
import type { Connection } from '#app/connectors/connection'
import { tell } from '../boot.ts'
import type { Cast, OwnPipeline, Part, Prepared } from './cast.ts'

async function prepare(cast: Cast): Promise<Prepared> {
  const { givenWorkspace } = await import('#tests/support/workspace')
  // Reports go out only when the workspace says that its shop keeps quiet about purchases.
  const workspace = await givenWorkspace({ settings: { quiet_hours: false, shop_reports_purchases: 'no' } })
  const connections = new Map<string, Connection>()
  for (const part of cast.parts) connections.set(part.connector, await connected(workspace, part))
  for (const pipeline of cast.pipelines) await install(workspace, pipeline, connections, cast.channel)
  return { workspaceId: workspace.id, ...(await addressesOf(connections)) }
}

async function connected(workspace: Workspace, { connector, credentials, settings, dataset }: Part) {
  const { connect } = await import('#app/connectors/connect')
  const { SYSTEM } = await import('#app/accounts/access')
  const { chooseDataset } = await import('#app/conversions/datasets')
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const result = await connect(workspace, connector, { credentials, settings, actor: SYSTEM })
  if (!result.ok) throw new Error(`${connector}: ${JSON.stringify(result)}`)
  if (dataset) await chooseDataset(db.connection(), workspace.id, dataset, result.connection.id)
  return result.connection
}

async function install(
  workspace: Workspace,
  wanted: string | OwnPipeline,
  connections: Map<string, Connection>,
  channel: string
): Promise<void> {
  const { publish } = await import('#app/pipelines/publishing')
  const { resubmit } = await import('#app/templates/submission')
  const { Template } = await import('#app/templates/template')
  const pipeline =
    typeof wanted === 'string'
      ? await fromLibrary(workspace, wanted, connections.get(channel)?.id)
      : await ownPipeline(workspace, wanted, connections)
  for (const template of await Template.in(workspace)) await resubmit(template)
  const published = await publish(pipeline, null)
  if (!published.ok) throw new Error(JSON.stringify(published))
}

async function fromLibrary(workspace: Workspace, key: string, connectionId: string | undefined) {
  const { installFromLibrary } = await import('#app/pipelines/library')
  const installed = await installFromLibrary(workspace, key, { connectionId })
  if (!installed.ok) throw new Error(`${key}: ${JSON.stringify(installed)}`)
  return installed.pipeline
}

async function ownPipeline(workspace: Workspace, own: OwnPipeline, connections: Map<string, Connection>) {
  const { transaction } = await import('#app/database')
  const { createTemplate, publishDraft } = await import('#app/templates/template_drafts')
  const { givenDraft } = await import('#tests/support/pipelines')
  await transaction(async (trx) => {
    for (const template of own.templates) {
      const input = template as unknown as Parameters<typeof createTemplate>[2]
      await publishDraft(trx, await createTemplate(trx, workspace.id, input))
    }
  })
  const graph = JSON.stringify(own.graph).replace(/"@([a-z-]+)"/g, (_all, connector: string) =>
    JSON.stringify(connections.get(connector)?.id ?? `@${connector}`)
  )
  return givenDraft(workspace, JSON.parse(graph) as Parameters<typeof givenDraft>[1], own.name)
}

async function addressesOf(connections: Map<string, Connection>) {
  const { endpointOf } = await import('#app/connectors/context')
  const endpoints: Prepared['endpoints'] = {}
  const secrets: Prepared['secrets'] = {}
  for (const [connector, connection] of connections) {
    const endpoint = await endpointOf(connection)
    if (endpoint) endpoints[connector] = endpoint.url
    if (endpoint?.secret) secrets[connector] = endpoint.secret
  }
  return { endpoints, secrets }
}

await tell(() => prepare(JSON.parse(process.argv[2] ?? '{}') as Cast))
