import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, SECOND } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import { announceActivity } from '#app/http/activity'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { finish, finishAll } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import type { Reason } from '#app/connectors/connection'
import { readBodies } from './delivery_body.ts'
import type { DeliveryState } from './delivery.ts'
import { handOver } from './items.ts'
import type { Recorded } from './items.ts'
import { openEndpointById } from './open_endpoints.ts'
import { read } from './reading.ts'
import { resolve } from './resolution.ts'
import { noticeRevoked } from './revocation.ts'
import type { ReadDelivery, Resolution } from './resolution.ts'

export interface ReceivedDelivery extends ClaimedRow {
  endpoint_id: string
  connector: string
  workspace_id: string | null
  connection_id: string | null
  received_at: number
}

/** A delivery that is understood, with all that must be written about it. */
interface Understood {
  row: ReceivedDelivery
  state?: DeliveryState
  reason: Reason | null
  items: number
  resolution: Resolution | null
}

const MAX_ATTEMPTS = 6

export function registerParsing(): void {
  registerWork<ReceivedDelivery>({
    name: 'deliveries',
    table: 'deliveries',
    states: ['received'],
    lanes: ['intake'],
    batch: 100,
    // Reading is quick: what a dead process had taken should not wait for long.
    leaseFor: 15 * SECOND,
    handle: parse,
    giveUp: (row) =>
      finish(db.connection(), 'deliveries', row, {
        state: 'gave_up',
        due_at: null,
        reason: JSON.stringify({ code: 'crashed_while_parsing' }),
      }),
  })
}

/** Bodies are read and understood outside the transaction; then items, counts and states are committed together. */
export async function parse(rows: ReceivedDelivery[]): Promise<void> {
  try {
    const understood = await understand(rows)
    await noticeRevoked(understood.flatMap(({ resolution }) => resolution?.items ?? []))
    await transaction((trx) => keep(trx, understood))
  } catch (error) {
    if (rows.length === 1) await postpone(rows[0], error)
    // One delivery that cannot be handed on must not hold up the others it was claimed with.
    else for (const row of rows) await parse([row])
  }
}

async function understand(rows: ReceivedDelivery[]): Promise<Understood[]> {
  const bodies = await readBodies(rows.map(({ id }) => id))
  const readable: ReadDelivery[] = []
  const understood = new Map<string, Understood>()
  for (const row of rows) {
    const endpoint = await openEndpointById(row.endpoint_id)
    const reading = read(endpoint, bodies.get(row.id), Number(row.received_at))
    const known = { row, reason: null, items: 0, resolution: null }
    if ('state' in reading) understood.set(row.id, { ...known, ...reading })
    else if (endpoint) {
      readable.push({ id: row.id, endpoint, receivedAt: Number(row.received_at), items: reading.items })
      understood.set(row.id, { ...known, items: reading.items.length })
    }
  }
  const resolutions = await resolve(readable)
  for (const one of understood.values()) {
    one.resolution = resolutions.get(one.row.id) ?? null
    one.reason ??= one.resolution?.reason ?? null
  }
  return [...understood.values()]
}

async function keep(trx: Trx, understood: Understood[]): Promise<void> {
  const items = understood.flatMap(({ resolution }) => resolution?.items ?? [])
  const recorded = await handOver(trx, items)
  await insertNew(
    trx,
    'delivery_parts',
    understood.flatMap((one) => parts(one))
  )

  // Most deliveries of a batch end alike and so share one update.
  const alike = new Map<string, { change: Record<string, unknown>; rows: ReceivedDelivery[] }>()
  for (const one of understood) {
    const change = changeOf(one, recorded)
    const key = JSON.stringify(change)
    alike.set(key, { change, rows: [...(alike.get(key)?.rows ?? []), one.row] })
  }
  for (const { change, rows } of alike.values()) await finishAll(trx, 'deliveries', rows, change)
  const told = new Set([...alike.values()].flatMap(({ change }) => (change.workspace_id as string | null) ?? []))
  trx.after('commit', () => told.forEach(announceActivity))
}

function changeOf({ row, state, reason, items, resolution }: Understood, recorded: Recorded) {
  const connections = new Set(resolution?.items.map((item) => item.connectionId))
  const [only] = connections.size === 1 ? (resolution?.items ?? []) : []
  const news = recorded.byDelivery?.get(row.id) ?? 0
  return {
    state: state ?? endOf(row.id, resolution, recorded, news),
    due_at: null,
    parsed_at: clock.now(),
    reason: jsonOrNull(reason ?? recorded.refused?.get(row.id) ?? null),
    items,
    recorded: news,
    workspace_id: row.workspace_id ?? only?.workspaceId ?? null,
    connection_id: row.connection_id ?? only?.connectionId ?? null,
  }
}

const jsonOrNull = (value: unknown) => value && JSON.stringify(value)

function endOf(
  id: string,
  resolution: Resolution | null,
  { byDelivery, refused }: Recorded,
  news: number
): DeliveryState {
  if (!resolution || resolution.items.length === 0) return 'no_connection'
  if (news === 0 && refused?.has(id)) return 'unparseable'
  return byDelivery && news === 0 ? 'duplicate' : 'parsed'
}

/** A body with several connections' items is listed with each of them, and shown whole to none. */
function parts({ row, resolution }: Understood) {
  const counts = new Map<string, { workspaceId: string; items: number }>()
  for (const { connectionId, workspaceId } of resolution?.items ?? []) {
    counts.set(connectionId, { workspaceId, items: (counts.get(connectionId)?.items ?? 0) + 1 })
  }
  if (counts.size < 2) return []
  return [...counts].map(([connectionId, { workspaceId, items }]) => ({
    id: newId('row'),
    delivery_id: row.id,
    connection_id: connectionId,
    workspace_id: workspaceId,
    items,
    recorded: 0,
  }))
}

/** Tried again later, a little longer each time, and in the end left for a person with the reason. */
async function postpone(row: ReceivedDelivery, error: unknown): Promise<void> {
  logger.error({ err: error, delivery: row.id }, 'delivery was not handed on')
  const again = { state: 'received', due_at: clock.after(5 * SECOND * 4 ** (row.attempts - 1)) }
  const change = row.attempts < MAX_ATTEMPTS ? again : { state: 'gave_up', due_at: null, parsed_at: clock.now() }
  const reason: Reason = {
    code: 'hand_over_failed',
    params: { error: error instanceof Error ? error.constructor.name : typeof error },
  }
  await finish(db.connection(), 'deliveries', row, { ...change, reason: JSON.stringify(reason) })
}
