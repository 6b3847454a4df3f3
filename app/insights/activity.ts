import db from '@adonisjs/lucid/services/db'
import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { ChainViewer } from '#app/http/chains'
import { nodeOf } from '#app/pipelines/graph'
import type { Graph } from '#app/pipelines/graph'
import type { Money } from '#sdk/index'
import { wordingFor } from './chain.ts'
import { contactOf, gather, namesFor } from './gathering.ts'
import { hopsOf } from './hops.ts'
import { instant, text } from './thread.ts'
import type { Names, Thread } from './thread.ts'
import type { Params } from '#app/http/json'

const SHOWN = 12

/** The runs that moved last, each as one line with its chain at rest. */
export async function activityOf(viewer: ChainViewer, since: number) {
  const { workspace } = viewer
  const runs: Row[] = await db
    .from('runs')
    .where('workspace_id', workspace.id)
    .where('started_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .select('id')
  const client = db.connection()
  const threads = await gather(
    client,
    workspace.id,
    runs.map((run) => ({ kind: 'run' as const, id: String(run.id) }))
  )
  const names = await namesFor(client, workspace.id, threads)
  const wording = wordingFor(viewer)
  return threads
    .map((thread) => ({
      id: String(thread.run?.id),
      at: latest(thread),
      who: whoOf(thread, names) ?? '',
      ...whatOf(thread, names),
      ...amountOf(thread),
      states: hopsOf(thread, names, wording).map(({ state }) => state),
      href: `/w/${workspace.id}/runs/${String(thread.run?.id)}`,
    }))
    .sort((a, b) => b.at - a.at)
}

function latest({ run, message, conversion, report }: Thread): number {
  const moments = [
    run?.updated_at,
    message?.read_at,
    message?.delivered_at,
    message?.sent_at,
    message?.first_clicked_at,
    conversion?.occurred_at,
    report?.settled_at,
  ]
  return Math.max(...moments.map((moment) => instant(moment) ?? 0))
}

function whoOf(thread: Thread, names: Names): string | null {
  const row = names.contacts.get(String(contactOf(thread)))
  return (
    [row?.first_name, row?.last_name].filter(Boolean).join(' ') ||
    text(row?.phone) ||
    text(row?.email) ||
    contactOf(thread)
  )
}

type What = { what: string; params: Params; tone: 'bad' | null; reason: { code: string; params: Params } | null }

const reasonOf = (row: Row | null): What['reason'] =>
  row?.code ? { code: String(row.code), params: row.params ? readJson<Params>(row.params) : {} } : null

/** What there is to say of it, furthest hop first; the console words it. */
function whatOf({ run, step, message, click, conversion, report }: Thread, names: Names): What {
  const version = names.versions.get(String(run?.version_id))
  const pipeline = text(names.pipelines.get(String(run?.pipeline_id))?.name) ?? ''
  const node = version ? nodeOf(readJson<Graph>(version.graph), String(step?.node ?? run?.node))?.name : null
  const say = (what: string, more: Partial<What> = {}): What => ({
    what,
    params: { step: node ?? '', pipeline },
    tone: null,
    reason: null,
    ...more,
  })
  const state = String(message?.state ?? '')

  if (conversion)
    return say(
      'bought',
      report?.state === 'accepted' ? { params: { step: node ?? '', pipeline, reported: 'yes' } } : {}
    )
  if (run?.state === 'failed' || run?.state === 'gave_up') return say('failed', { tone: 'bad', reason: reasonOf(run) })
  if (click) return say('clicked', { params: { step: node ?? '', pipeline, label: text(click.label) ?? '' } })
  if (state === 'refused' || state === 'expired' || state === 'failed')
    return say(state === 'failed' ? 'not_delivered' : 'not_sent', { tone: 'bad', reason: reasonOf(message) })
  if (run?.state === 'exited' || run?.state === 'cancelled') return say('left', { reason: reasonOf(run) })
  if (run?.state === 'waiting' || state === 'delayed')
    return say('waits', {
      params: { step: node ?? '', pipeline, until: instant(message?.due_at) ?? instant(run?.due_at) },
    })
  if (state === 'read' || state === 'delivered' || state === 'sent') return say(state)
  return say(message ? 'sending' : String(run?.state === 'completed' ? 'done' : 'moves'))
}

/** Money earned, or at stake in the cart. */
function amountOf({ conversion, event }: Thread): { amount: Money | null; earned: boolean } {
  if (conversion?.amount !== null && conversion?.amount !== undefined) {
    return {
      amount: {
        amount: Number(conversion.amount) - Number(conversion.refunded),
        currency: String(conversion.currency),
      },
      earned: true,
    }
  }
  const { total } = event && String(event.type).startsWith('cart.') ? readJson<{ total?: Money }>(event.payload) : {}
  return { amount: total ?? null, earned: false }
}
