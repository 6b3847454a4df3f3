import type { Params } from '#app/http/json'
import { connectors } from '#app/connectors/registry'
import { readJson } from '#app/database'
import type { Note } from '#app/events/event'
import type { ChainHop } from '#app/http/chains'
import { formatMoney } from '#app/templates/format_filters'
import { nodeOf } from '#app/pipelines/graph'
import type { Graph } from '#app/pipelines/graph'
import { contactOf } from './gathering.ts'
import { linksFor } from './hop_links.ts'
import { instant, text } from './thread.ts'
import type { Names, Thread } from './thread.ts'

export interface Wording {
  /** `/w/wsp_…` */
  base: string
  t(key: string, params?: Record<string, unknown>): string
  locale: string
}

type Draft = Omit<ChainHop, 'kind'>

const notReached: Draft = { state: 'not_reached' }

const reasonOf = (code: unknown, params: unknown): Pick<ChainHop, 'reason'> =>
  code ? { reason: { code: String(code), params: params ? readJson<Params>(params) : {} } } : {}

const vendor = (id: unknown): string => connectors.get(String(id))?.name ?? String(id)

/** The nine hops of one relay. */
export function hopsOf(thread: Thread, names: Names, wording: Wording): ChainHop[] {
  const drafts: ChainHop[] = [
    { kind: 'delivery', ...delivery(thread, names, wording) },
    { kind: 'event', ...event(thread, wording) },
    { kind: 'contact', ...contact(thread, names, wording) },
    { kind: 'run', ...run(thread, names, wording) },
    { kind: 'step', ...step(thread, names) },
    { kind: 'message', ...message(thread, names, wording) },
    { kind: 'click', ...click(thread) },
    { kind: 'order', ...order(thread, wording) },
    { kind: 'report', ...report(thread, wording) },
  ]
  return timed(drafts)
}

/** How long each hand-over took, where both ends are known and in order. */
function timed(hops: ChainHop[]): ChainHop[] {
  let before: number | undefined
  for (const hop of hops) {
    if (hop.at === undefined) continue
    if (before !== undefined && hop.at >= before) hop.tookMs = hop.at - before
    before = hop.at
  }
  return hops
}

function delivery({ delivery: row, event: found }: Thread, names: Names, { base, t }: Wording): Draft {
  // Told by the core itself, by a form, by the API: nobody called.
  if (!row)
    return found
      ? { state: 'passed', title: found.connector === 'core' ? t('chain.no_delivery') : vendor(found.connector) }
      : notReached
  const reason = row.reason ? readJson<Note>(row.reason) : null
  const state = String(row.state)
  return {
    state:
      state === 'received'
        ? 'working'
        : state === 'gave_up'
          ? 'failed'
          : ['parsed', 'duplicate'].includes(state)
            ? 'passed'
            : 'refused',
    title: vendor(row.connector),
    detail: text(row.topic) ?? undefined,
    ...(state === 'parsed' ? {} : { status: state }),
    ...(reason && state !== 'parsed' && state !== 'duplicate'
      ? { reason: { code: reason.code, params: reason.params ?? {} } }
      : {}),
    at: Number(row.received_at),
    id: String(row.id),
    ...(row.connection_id && names.connections.has(String(row.connection_id))
      ? { href: `${base}/connections/${row.connection_id}/deliveries/${row.id}` }
      : {}),
  }
}

function event({ event: row }: Thread, { base }: Wording): Draft {
  if (!row) return notReached
  const stopped = readJson<Note[]>(row.notes).find(({ code }) => code === 'loop_stopped')
  return {
    state: stopped ? 'refused' : row.state === 'gave_up' ? 'failed' : row.state === 'pending' ? 'working' : 'passed',
    title: String(row.type),
    ...(stopped ? { reason: { code: stopped.code, params: stopped.params ?? {} } } : {}),
    at: Number(row.received_at),
    id: String(row.id),
    href: `${base}/developers/events/${row.id}`,
  }
}

function contact(thread: Thread, names: Names, { base }: Wording): Draft {
  const id = contactOf(thread)
  if (!id) return notReached
  const row = names.contacts.get(id)
  const name = [row?.first_name, row?.last_name].filter(Boolean).join(' ') || text(row?.phone) || text(row?.email)
  return {
    state: 'passed',
    title: name ?? undefined,
    at: instant(thread.event?.received_at) ?? undefined,
    id,
    href: `${base}/contacts/${id}`,
  }
}

function run({ run: row, refusal, message: sent }: Thread, names: Names, wording: Wording): Draft {
  if (!row) {
    if (!refusal) return notReached
    return {
      state: 'refused',
      title: text(names.pipelines.get(String(refusal.pipeline_id))?.name) ?? undefined,
      ...reasonOf(refusal.code, refusal.params),
      at: Number(refusal.at),
      href: `${wording.base}/pipelines/${refusal.pipeline_id}`,
    }
  }
  const state = String(row.state)
  const failed = (state === 'failed' || state === 'gave_up') && !sent
  return {
    state: failed ? 'failed' : 'passed',
    title: text(names.pipelines.get(String(row.pipeline_id))?.name) ?? undefined,
    detail: names.versions.has(String(row.version_id))
      ? `v${names.versions.get(String(row.version_id))?.version}`
      : undefined,
    ...(['exited', 'cancelled', 'paused', 'failed', 'gave_up'].includes(state) ? { status: state } : {}),
    ...(failed
      ? {
          ...reasonOf(row.code, row.params),
          links: linksFor('run', { runId: String(row.id), contactId: null }, wording),
        }
      : {}),
    at: Number(row.started_at),
    id: String(row.id),
    href: `${wording.base}/runs/${row.id}`,
  }
}

function step({ step: row, run: of, message: sent }: Thread, names: Names): Draft {
  if (!row || !of) return notReached
  const version = names.versions.get(String(of.version_id))
  const title = version ? nodeOf(readJson<Graph>(version.graph), String(row.node))?.name : undefined
  const base: Draft = { state: 'passed', title, at: instant(row.started_at) ?? undefined, id: String(row.id) }
  switch (String(row.state)) {
    case 'waiting':
      return {
        ...base,
        state: 'waiting',
        until: text(row.until) ?? undefined,
        reason: { code: 'waiting_duration', params: { until: instant(row.until) } },
      }
    case 'retrying':
      return {
        ...base,
        state: 'waiting',
        until: text(row.until) ?? undefined,
        ...reasonOf(row.code ?? 'temporary', row.params),
      }
    case 'started':
    case 'parked':
    case 'asked_again':
      return sent ? base : { ...base, state: 'working' }
    case 'failed':
    case 'unknown':
      return sent ? base : { ...base, state: 'failed', status: String(row.state), ...reasonOf(row.code, row.params) }
    case 'exited':
      return { ...base, status: 'exited' }
    default:
      return base
  }
}

function message({ message: row }: Thread, names: Names, wording: Wording): Draft {
  if (!row) return notReached
  const state = String(row.state)
  const { connector } = names.connections.get(String(row.connection_id)) ?? {}
  const shared: Draft = {
    state: 'passed',
    title: connector ? vendor(connector) : String(row.medium),
    detail: text(names.templates.get(String(row.template_id))?.name) ?? undefined,
    status: state,
    at: instant(row.sent_at) ?? instant(row.created_at) ?? undefined,
    id: String(row.id),
    href: `${wording.base}/messages/${row.id}`,
  }
  const why = reasonOf(row.code, row.params)
  const links = linksFor(String(row.code ?? ''), { runId: text(row.run_id), contactId: text(row.contact_id) }, wording)
  switch (state) {
    case 'sent':
    case 'delivered':
    case 'read':
    case 'received':
      return shared
    case 'queued':
    case 'sending':
      return { ...shared, state: 'working' }
    case 'delayed':
      return { ...shared, state: 'waiting', until: text(row.due_at) ?? undefined, ...why, links }
    case 'unknown':
      return { ...shared, state: 'waiting', ...why }
    case 'cancelled':
      return { ...shared, state: 'not_reached' }
    case 'failed':
      return { ...shared, state: 'failed', ...why, links }
    default:
      return { ...shared, state: 'refused', ...why, links }
  }
}

function click({ message: row, click: link }: Thread): Draft {
  const at = instant(row?.first_clicked_at)
  return at === null
    ? notReached
    : { state: 'passed', title: text(link?.label) ?? undefined, at, id: text(link?.id) ?? undefined }
}

function order({ order: row, conversion }: Thread, { base, locale }: Wording): Draft {
  if (!row && !conversion) return notReached
  const amount = row ? row.total : conversion?.amount
  const currency = text(row?.currency) ?? text(conversion?.currency) ?? 'EUR'
  const value =
    amount === null || amount === undefined
      ? undefined
      : formatMoney({ amount: Number(amount), currency }, { locale, timezone: 'UTC', currency })
  return {
    state: 'passed',
    title: text(row?.number) ?? text(conversion?.kind) ?? undefined,
    detail: value,
    at: instant(conversion?.occurred_at) ?? instant(row?.placed_at) ?? undefined,
    id: text(row?.id) ?? text(conversion?.id) ?? undefined,
    href: row ? `${base}/commerce/orders/${row.id}` : `${base}/conversions/${String(conversion?.id)}`,
  }
}

function report({ report: row, conversion }: Thread, { base }: Wording): Draft {
  if (!conversion) return notReached
  const href = `${base}/conversions/${conversion.id}`
  if (!row) {
    if (conversion.report_state === 'withheld')
      return { state: 'refused', status: 'not_reported', ...reasonOf(conversion.report_code, null), href }
    return { state: 'not_reached', status: 'not_reported', href }
  }
  const shared = {
    id: String(row.id),
    title: text(row.event_name) ?? undefined,
    at: instant(row.settled_at) ?? undefined,
    href,
  }
  const why = reasonOf(row.code, null)
  switch (String(row.state)) {
    case 'accepted':
      return { ...shared, state: 'passed', status: 'accepted' }
    case 'pending':
      return row.code
        ? { ...shared, state: 'waiting', until: text(row.due_at) ?? undefined, ...why }
        : { ...shared, state: 'working' }
    case 'gave_up':
      return { ...shared, state: 'failed', ...why }
    default:
      return { ...shared, state: 'refused', status: 'rejected', ...why }
  }
}
