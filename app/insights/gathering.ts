import type { ChainSeed } from '#app/http/chains'
import type { Client, Row } from '#app/database'
import { firstBy, lastBy, Rows } from './rows.ts'
import { emptyThread, text } from './thread.ts'
import type { Names, Thread } from './thread.ts'

const MESSAGE_COLUMNS = [
  'id',
  'run_id',
  'step_run_id',
  'event_id',
  'contact_id',
  'connection_id',
  'template_id',
  'medium',
  'kind',
  'direction',
  'preview',
  'state',
  'code',
  'params',
  'due_at',
  'sent_at',
  'delivered_at',
  'read_at',
  'failed_at',
  'first_clicked_at',
  'created_at',
  'updated_at',
  'purpose',
]
const ORDER_COLUMNS = [
  'id',
  'connector',
  'account',
  'provider_id',
  'number',
  'total',
  'currency',
  'payment',
  'lifecycle',
  'placed_at',
  'paid_at',
  'contact_id',
]

/** An order's outcome id among conversions: two shops of one workspace may both have an order 1042. */
const outcomeOf = (order: Row): string => `${text(order.account) ?? text(order.connector)}:${text(order.provider_id)}`

/**
 * Finds the rest of each relay from whatever end it was asked for by. First from the end backwards (a report names its
 * conversion, which names its message, which names its run), then forwards. However many relays: one query per table
 * and direction.
 */
export async function gather(client: Client, workspaceId: string, seeds: ChainSeed[]): Promise<Thread[]> {
  const rows = new Rows(client, workspaceId)
  const threads = seeds.map(emptyThread)
  await fromEnds(rows, seeds, threads)
  await fromBeginnings(rows, seeds, threads)
  await backwards(rows, threads)
  await forwards(rows, threads)
  await origins(rows, threads)
  await details(rows, threads)
  return threads
}

const idsOf = (seeds: ChainSeed[], kind: ChainSeed['kind']): string[] =>
  seeds.flatMap((seed) => (seed.kind === kind ? [seed.id] : []))

/** What was asked for itself. For reports and orders it is the conversion that joins them to a message. */
async function fromEnds(rows: Rows, seeds: ChainSeed[], threads: Thread[]): Promise<void> {
  const reports = await rows.byId('reports', idsOf(seeds, 'report'))
  const orders = await rows.byId('orders', idsOf(seeds, 'order'), ORDER_COLUMNS)
  const conversions = await rows.byId('conversions', [
    ...idsOf(seeds, 'conversion'),
    ...[...reports.values()].map((report) => report.conversion_id),
  ])
  const ofOrders = lastBy(await rows.by('conversions', 'outcome_id', [...orders.values()].map(outcomeOf)), 'outcome_id')
  const runs = await rows.byId('runs', idsOf(seeds, 'run'))
  const messages = await rows.byId('messages', idsOf(seeds, 'message'), MESSAGE_COLUMNS)
  seeds.forEach(({ kind, id }, index) => {
    const thread = threads[index]
    if (kind === 'run') thread.run = runs.get(id) ?? null
    if (kind === 'message') thread.message = messages.get(id) ?? null
    if (kind === 'report') thread.report = reports.get(id) ?? null
    if (kind === 'order') thread.order = orders.get(id) ?? null
    if (kind === 'conversion' || kind === 'report')
      thread.conversion = conversions.get(kind === 'report' ? String(thread.report?.conversion_id) : id) ?? null
    if (thread.order) thread.conversion = ofOrders.get(outcomeOf(thread.order)) ?? null
  })
}

/** Deliveries and events lead to what they brought: the child that started something, where there is one. */
async function fromBeginnings(rows: Rows, seeds: ChainSeed[], threads: Thread[]): Promise<void> {
  const deliveries = await rows.byId('deliveries', idsOf(seeds, 'delivery'))
  const brought = firstBy(await rows.by('events', 'delivery_id', idsOf(seeds, 'delivery')), 'delivery_id')
  const named = await rows.byId('events', idsOf(seeds, 'event'))
  seeds.forEach(({ kind, id }, index) => {
    if (kind === 'delivery') threads[index].delivery = deliveries.get(id) ?? null
    if (kind === 'delivery' || kind === 'event')
      threads[index].event = (kind === 'event' ? named : brought).get(id) ?? null
  })

  const open = threads.filter((thread) => thread.event)
  // A filled cart is a conversion too, but it is where a relay begins and not where it ends.
  const ends = open.filter((thread) => !String(thread.event?.type).startsWith('cart.'))
  const proved = lastBy(
    await rows.by(
      'conversions',
      'event_id',
      ends.map((thread) => thread.event?.id)
    ),
    'event_id'
  )
  for (const thread of open) thread.conversion = proved.get(String(thread.event?.id)) ?? null
  await followConsequences(
    rows,
    open.filter((thread) => !thread.conversion)
  )
}

async function followConsequences(rows: Rows, threads: Thread[]): Promise<void> {
  const runs = lastBy(
    await rows.by(
      'runs',
      'event_id',
      threads.map((thread) => thread.event?.id)
    ),
    'event_id'
  )
  const without = threads.filter((thread) => !runs.has(String(thread.event?.id)))
  const children = await rows.by(
    'events',
    'caused_by',
    without.map((thread) => thread.event?.id)
  )
  const childRuns = new Set(
    (
      await rows.by(
        'runs',
        'event_id',
        children.map((child) => child.id),
        ['event_id']
      )
    ).map((run) => String(run.event_id))
  )
  const telling = lastBy(
    children.filter((child) => childRuns.has(String(child.id))),
    'caused_by'
  )
  for (const thread of without) {
    const child = telling.get(String(thread.event?.id))
    if (child) Object.assign(thread, { cause: thread.event, event: child })
  }
}

/** Conversion → message → run → event. */
async function backwards(rows: Rows, threads: Thread[]): Promise<void> {
  const messages = await rows.byId(
    'messages',
    threads.map((thread) => thread.conversion?.message_id),
    MESSAGE_COLUMNS
  )
  for (const thread of threads) thread.message ??= messages.get(String(thread.conversion?.message_id)) ?? null

  const runs = await rows.byId(
    'runs',
    threads.map((thread) => thread.message?.run_id)
  )
  for (const thread of threads) thread.run ??= runs.get(String(thread.message?.run_id)) ?? null

  const wanted = (thread: Thread) =>
    text(thread.run?.event_id) ?? text(thread.message?.event_id) ?? text(thread.conversion?.event_id)
  const events = await rows.byId('events', threads.map(wanted))
  for (const thread of threads) {
    // What a message led to is at the end of its relay: at the beginning stands what led to the message.
    if (thread.message || !thread.event) thread.event = events.get(String(wanted(thread))) ?? thread.event
    if (thread.cause && thread.event?.caused_by !== thread.cause.id) thread.cause = null
  }
}

/** Event → run → message → conversion → order, report. */
async function forwards(rows: Rows, threads: Thread[]): Promise<void> {
  const runs = lastBy(
    await rows.by(
      'runs',
      'event_id',
      threads.map((thread) => (thread.run || thread.message ? null : thread.event?.id))
    ),
    'event_id'
  )
  for (const thread of threads) if (!thread.message) thread.run ??= runs.get(String(thread.event?.id)) ?? null

  const written = Map.groupBy(
    await rows.by(
      'messages',
      'run_id',
      threads.map((thread) => (thread.message ? null : thread.run?.id)),
      MESSAGE_COLUMNS
    ),
    (row) => String(row.run_id)
  )
  for (const thread of threads) thread.message ??= most(written.get(String(thread.run?.id)) ?? [])

  const brought = await rows.by(
    'conversions',
    'message_id',
    threads.map((thread) => (thread.conversion ? null : thread.message?.id))
  )
  const conversions = lastBy(
    brought.toSorted((a, b) => Number(a.kind === 'purchase') - Number(b.kind === 'purchase')),
    'message_id'
  )
  for (const thread of threads) thread.conversion ??= conversions.get(String(thread.message?.id)) ?? null

  const providerIds = threads.map((thread) =>
    thread.order
      ? null
      : String(thread.conversion?.outcome_id ?? '')
          .split(':')
          .slice(-1)[0]
  )
  const orders = new Map(
    (await rows.by('orders', 'provider_id', providerIds, ORDER_COLUMNS)).map((order) => [outcomeOf(order), order])
  )
  const reports = lastBy(
    await rows.by(
      'reports',
      'conversion_id',
      threads.map((thread) => thread.conversion?.id)
    ),
    'conversion_id'
  )
  for (const thread of threads) {
    thread.order ??= orders.get(String(thread.conversion?.outcome_id)) ?? null
    thread.report ??= reports.get(String(thread.conversion?.id)) ?? null
  }
}

/** Of a run's messages the one that was tapped says most, else the latest. */
const most = (messages: Row[]): Row | null =>
  messages.findLast((message) => message.first_clicked_at !== null) ?? messages.at(-1) ?? null

/** Event → its cause → the delivery. An idle cart is its own core's word, on what a shop told an hour before. */
async function origins(rows: Rows, threads: Thread[]): Promise<void> {
  const causes = await rows.byId(
    'events',
    threads.map((thread) => (thread.event?.delivery_id || thread.cause ? null : thread.event?.caused_by))
  )
  for (const thread of threads) thread.cause ??= causes.get(String(thread.event?.caused_by)) ?? null
  const deliveryOf = (thread: Thread) => text(thread.event?.delivery_id) ?? text(thread.cause?.delivery_id)
  const deliveries = await rows.byId(
    'deliveries',
    threads.map((thread) => (thread.delivery ? null : deliveryOf(thread)))
  )
  for (const thread of threads) thread.delivery ??= deliveries.get(String(deliveryOf(thread))) ?? null
}

async function details(rows: Rows, threads: Thread[]): Promise<void> {
  const stepOf = (thread: Thread) => text(thread.message?.step_run_id) ?? text(thread.run?.step_run_id)
  const steps = await rows.byId('step_runs', threads.map(stepOf))
  const clicks = firstBy(
    await rows.by(
      'links',
      'message_id',
      threads.map((thread) => (thread.message?.first_clicked_at ? thread.message.id : null))
    ),
    'message_id'
  )
  const refusals = firstBy(
    await rows.by(
      'run_refusals',
      'event_id',
      threads.map((thread) => (thread.run ? null : thread.event?.id))
    ),
    'event_id'
  )
  for (const thread of threads) {
    thread.step = steps.get(String(stepOf(thread))) ?? null
    thread.click = clicks.get(String(thread.message?.id)) ?? null
    thread.refusal = refusals.get(String(thread.event?.id)) ?? null
  }
}

export const contactOf = (thread: Thread): string | null =>
  text(thread.run?.contact_id) ??
  text(thread.message?.contact_id) ??
  text(thread.event?.contact_id) ??
  text(thread.conversion?.contact_id) ??
  text(thread.order?.contact_id)

export async function namesFor(client: Client, workspaceId: string, threads: Thread[]): Promise<Names> {
  const rows = new Rows(client, workspaceId)
  return {
    contacts: await rows.byId('contacts', threads.map(contactOf), ['id', 'first_name', 'last_name', 'phone', 'email']),
    pipelines: await rows.byId(
      'pipelines',
      threads.map((thread) => thread.run?.pipeline_id ?? thread.refusal?.pipeline_id),
      ['id', 'name']
    ),
    versions: await rows.byId(
      'pipeline_versions',
      threads.map((thread) => thread.run?.version_id)
    ),
    templates: await rows.byId(
      'templates',
      threads.map((thread) => thread.message?.template_id),
      ['id', 'name']
    ),
    connections: await rows.byId(
      'connections',
      threads.flatMap((thread) => [
        thread.delivery?.connection_id,
        thread.message?.connection_id,
        thread.report?.connection_id,
      ]),
      ['id', 'name', 'connector']
    ),
  }
}
