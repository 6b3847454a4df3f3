import type { HttpContext } from '@adonisjs/core/http'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { chainOf } from '#app/http/chains'
import { endOfQuiet } from '#app/messaging/guard/quiet_hours'
import { Pipeline, PipelineVersion } from '#app/pipelines/pipeline'
import { Run } from '#app/runs/run'
import { anotherPhone, currentPhone, sandboxOf } from '#app/sandbox/people'
import type { SandboxPhone } from '#app/sandbox/phone'
import { latestRelay, phoneView } from '#app/sandbox/phone_view'
import { ship } from '#app/sandbox/parcels'
import { abandonCart, buy, contactIdOf } from '#app/sandbox/shop'
import { startChannels } from './start.ts'

export const HAPPENINGS = ['cart', 'order', 'shipment'] as const
export type Happening = (typeof HAPPENINGS)[number]

/** The last step: what was set up, tried on the pretend phone where its messages can reach one. */
export async function startTrial(ctx: HttpContext) {
  const { workspace } = ctx
  const tried = await pipelineToTry(workspace)
  const sandbox = await sandboxOf(workspace)
  const pipeline = tried && { id: tried.pipeline.id, name: tried.pipeline.name }
  if (!sandbox || !tried || tried.leavesBy !== sandbox.id)
    return { pipeline, happening: null, phone: null, chain: null, waiting: null, quietUntil: null }

  const view = await phoneView(workspace, sandbox, await currentPhone(sandbox))
  const seed = view.contactId ? await latestRelay(sandbox, view.contactId) : null
  const run = view.contactId
    ? await Run.in(workspace).where({ contactId: view.contactId, state: 'waiting' }).orderBy('id', 'desc').first()
    : null
  return {
    pipeline,
    happening: tried.happening,
    phone: { name: view.phone.name, shop: view.shop, bubbles: view.bubbles },
    chain: seed && (await chainOf(ctx, seed)),
    /** Nobody waits an hour to see what a pipeline does. */
    waiting: run?.id ?? null,
    quietUntil: tried.pipeline.kind === 'marketing' ? quietUntil(workspace) : null,
  }
}

/** Each try is somebody new's: a person who has left a cart is not reminded again within the week. */
export async function happen(workspace: Workspace, sandbox: Connection, kind: Happening): Promise<void> {
  const phone = await freshPhone(sandbox)
  if (kind === 'cart') await abandonCart(workspace, phone)
  else if (kind === 'order') await buy(workspace, phone)
  else await ship(workspace, phone)
}

async function freshPhone(sandbox: Connection): Promise<SandboxPhone> {
  const phone = await currentPhone(sandbox)
  return (await contactIdOf(phone)) ? anotherPhone(sandbox) : phone
}

/** The newest live pipeline, what starts it, and the connection its first message leaves by. */
async function pipelineToTry(workspace: Workspace) {
  const live = await Pipeline.in(workspace).where('state', 'live').whereNull('archived_at').orderBy('id', 'desc')
  const versions = await PipelineVersion.in(workspace).whereIn(
    'id',
    live.flatMap(({ versionId }) => versionId ?? [])
  )
  const candidates = live.flatMap((pipeline) => {
    const version = versions.find(({ id }) => id === pipeline.versionId)
    return version ? [{ pipeline, graph: version.graph, happening: happeningFor(version.graph.trigger.events) }] : []
  })
  const found = candidates.find(({ happening }) => happening === 'cart') ?? candidates[0]
  if (!found) return null
  const legs = found.graph.nodes.find(({ type }) => type === 'send_message')?.config.legs as
    { connection?: string }[] | undefined
  const [first] = await startChannels(workspace)
  return { ...found, leavesBy: legs?.[0]?.connection ?? first?.id ?? null }
}

const happeningFor = (events: string[]): Happening =>
  events.some((type) => type.startsWith('order.'))
    ? 'order'
    : events.some((type) => type.startsWith('shipment.'))
      ? 'shipment'
      : 'cart'

function quietUntil(workspace: Workspace): number | null {
  const { quiet_hours: on, quiet_from: from, quiet_until: until } = workspace.allSettings
  return on ? endOfQuiet(clock.now(), workspace.timezone, from, until) : null
}
