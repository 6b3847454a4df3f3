import type { HttpContext } from '@adonisjs/core/http'
import type { Workspace } from '#app/accounts/workspace'
import { Connection } from '#app/connectors/connection'
import { endpointOf } from '#app/connectors/context'
import { formOf } from '#app/connectors/form'
import { connectionLine, connectorCard } from '#app/connectors/gallery'
import { connectors } from '#app/connectors/registry'
import { worded } from '#app/connectors/worded'
import { preview } from '#app/templates/template_previews'
import { inLanguage, library } from '#app/pipelines/library'
import type { LibraryEntry } from '#app/pipelines/library'
import { Pipeline } from '#app/pipelines/pipeline'
import { Run } from '#app/runs/run'
import type { Connector } from '#sdk/connector'

/** What the first run asks, after who you are. */
export const START_STEPS = ['shop', 'number', 'pipeline', 'try'] as const
export type StartStep = (typeof START_STEPS)[number]

const emits = (connector: Connector, prefix: string) => connector.events.some(({ type }) => type.startsWith(prefix))

/** What a step offers. A shop tells of orders; whatever takes any webhook can stand in for one. */
const OFFERS: Record<'shop' | 'number', (connector: Connector) => boolean> = {
  shop: (connector) => emits(connector, 'order.') || emits(connector, 'webhook.'),
  number: (connector) => connector.channel !== undefined,
}

/** Nothing to sign in to and nobody outside: the sandbox. */
const pretends = ({ auth, channel }: Connector) => auth.kind === 'none' && channel !== undefined

const offeredBy = (connection: Connection, step: 'shop' | 'number'): boolean => {
  const connector = connectors.get(connection.connector)
  return connector !== null && OFFERS[step](connector)
}

const inUse = (workspace: Workspace) => Connection.in(workspace).whereNot('state', 'not_connected').orderBy('id')

/** Where the first run stands: nothing is remembered, it follows from what is there. */
export async function startProgress(workspace: Workspace): Promise<Record<StartStep, boolean>> {
  const connections = await inUse(workspace)
  return {
    shop: connections.some((connection) => offeredBy(connection, 'shop')),
    number: connections.some((connection) => offeredBy(connection, 'number')),
    pipeline: (await Pipeline.in(workspace).whereNotNull('version_id').whereNull('archived_at').first()) !== null,
    try: (await Run.in(workspace).first()) !== null,
  }
}

export const nextStep = (progress: Record<StartStep, boolean>): StartStep =>
  START_STEPS.find((step) => !progress[step]) ?? 'try'

/** What most begin with comes first, the pretend one last. */
function rank(connector: Connector): number {
  if (pretends(connector)) return 3
  if (emits(connector, 'webhook.')) return 2
  return connector.channel && connector.channel.medium !== 'whatsapp' ? 1 : 0
}

/** Connectors of a step with their forms. */
export async function startChoices(workspace: Workspace, step: 'shop' | 'number', language: string) {
  const connections = await inUse(workspace)
  const offered = connectors.all().filter(OFFERS[step])
  return Promise.all(
    offered
      .toSorted((a, b) => rank(a) - rank(b))
      .map(async (offer) => {
        const connector = worded(offer, language)
        const connection = connections.find((each) => each.connector === connector.id) ?? null
        return {
          ...connectorCard(connector),
          reads: connector.reads,
          writes: connector.writes,
          sample: pretends(connector),
          form: formOf(connector),
          connection: connection && connectionLine(connection),
          address: connection && needsAddress(connector) ? ((await endpointOf(connection))?.url ?? null) : null,
        }
      })
  )
}

/** Where the sender must be told by hand where to post to. */
export const needsAddress = (connector: Connector): boolean =>
  connector.auth.kind === 'none' && !pretends(connector) && connector.endpoint === 'connection'

/** The starter library, the one most people want first, each with its first message as a phone shows it. */
export async function startEntries(workspace: Workspace, { locale }: HttpContext['i18n']) {
  const installed = await Pipeline.in(workspace).whereNotNull('library_key').whereNull('archived_at').orderBy('id')
  return (await library()).map((entry) => {
    const own = installed.find(({ libraryKey }) => libraryKey === entry.key)
    return {
      key: entry.key,
      title: inLanguage(entry.title, locale),
      summary: inLanguage(entry.summary, locale),
      steps: entry.graph.nodes.length,
      bubble: firstMessage(workspace, entry),
      pipeline: own ? { id: own.id, live: own.state === 'live' } : null,
    }
  })
}

/** In the language its readers will get, with the template's own samples. */
function firstMessage(workspace: Workspace, { templates: [template] }: LibraryEntry) {
  const language = workspace.locale.split('-')[0]
  const variant = template?.variants.find((each) => each.language.startsWith(language)) ?? template?.variants[0]
  const shown = variant && preview(workspace, variant, false)
  return shown?.ok ? shown.bubble : null
}

/** Numbers a pipeline's messages can leave by. */
export async function startChannels(workspace: Workspace) {
  const channels = (await inUse(workspace)).filter((connection) => offeredBy(connection, 'number'))
  return channels.map(({ id, name, accountLabel }) => ({ id, name, label: accountLabel }))
}
