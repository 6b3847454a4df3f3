import { randomBytes } from 'node:crypto'
import { SYSTEM } from '#app/accounts/access'
import { setUp } from '#app/accounts/installation'
import type { User } from '#app/accounts/user'
import type { Workspace } from '#app/accounts/workspace'
import { clock, DAY } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { connect } from '#app/connectors/connect'
import type { Graph } from '#app/pipelines/graph'
import { installFromLibrary } from '#app/pipelines/library'
import { publish, saveDraft } from '#app/pipelines/publishing'

export interface DemoLogin {
  email: string
  password: string
}

export interface Demo {
  workspace: Workspace
  connection: Connection
  login: DemoLogin
}

const FIRST_WAIT = '10s'
const FIRST_WAIT_NAMES: Record<string, string> = { en: 'Wait 10 seconds', it: 'Attendi 10 secondi' }

/**
 * A workspace to try everything in: the sandbox is its shop, its number and its Meta. Answers null when the
 * installation already belongs to somebody.
 */
export async function makeDemoWorkspace(since = clock.now() - 15 * DAY): Promise<Demo | null> {
  const login = { email: 'elena@example.com', password: randomBytes(9).toString('base64url') }
  const made = await atTime(since, () =>
    setUp({ name: 'Elena Conti', ...login, locale: 'en', organization: 'Studio Ponte', workspace: DETAILS })
  )
  if (!made) return null

  const connection = await atTime(since, () => furnish(made.workspace, made.user))
  return { workspace: made.workspace, connection, login }
}

/** A sandbox and the starter pipelines, ready to be tried; answers the sandbox's connection. */
export async function furnish(workspace: Workspace, user: User): Promise<Connection> {
  // Whoever tries it at night must not wait for the morning, and the pretend shop has no pixel of its own.
  await workspace.changeSettings({ quiet_hours: false, shop_reports_purchases: 'no', frequency_cap: 20 })
  const connection = await connectSandbox(workspace)
  await installPipelines(workspace, user)
  return connection
}

const DETAILS = { name: 'Bottega Lucente', timezone: 'Europe/Rome', locale: 'en', country: 'IT', currency: 'EUR' }

async function connectSandbox(workspace: Workspace): Promise<Connection> {
  const connected = await connect(workspace, 'sandbox', { settings: { shopName: workspace.name }, actor: SYSTEM })
  if (!connected.ok) throw new Error(`The sandbox could not be connected: ${connected.reason}`)
  return connected.connection
}

async function installPipelines(workspace: Workspace, user: User): Promise<void> {
  for (const key of ['abandoned_cart', 'order_confirmation', 'shipping_updates', 'review_request', 'welcome']) {
    const installed = await installFromLibrary(workspace, key)
    if (!installed.ok) throw new Error(`The pipeline ${key} could not be installed: ${installed.reason}`)
    if (key === 'welcome') continue
    if (key === 'abandoned_cart')
      await saveDraft(installed.pipeline, hurried(installed.pipeline.draft, workspace.locale))
    await publish(installed.pipeline, { kind: 'user', id: user.id })
  }
}

/** The hour before the first reminder is seconds here: nobody tries something out for an hour. */
function hurried(graph: Graph, locale: string): Graph {
  const name = FIRST_WAIT_NAMES[locale] ?? FIRST_WAIT_NAMES.en
  const [first] = graph.nodes.filter(({ type }) => type === 'wait')
  const nodes = graph.nodes.map((node) =>
    node === first ? { ...node, name, config: { ...node.config, duration: FIRST_WAIT } } : node
  )
  return { ...graph, nodes }
}

/** Runs something as if it were that time. */
export async function atTime<T>(at: number, work: () => Promise<T>): Promise<T> {
  clock.freeze(at)
  try {
    return await work()
  } finally {
    clock.restore()
  }
}
