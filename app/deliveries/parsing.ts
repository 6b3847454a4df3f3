import db from '@adonisjs/lucid/services/db'
import { clock, SECOND } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import { announceActivity } from '#app/http/activity'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { bell } from '#app/work/bell'
import { finish, finishAll, LeaseLost } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import type { Reason } from '#app/connectors/connection'
import { asksForMore, completed } from './completing.ts'
import { readBodies } from './delivery_body.ts'
import type { DeliveryState } from './delivery.ts'
import { handOver } from './items.ts'
import type { Recorded } from './items.ts'
import { openEndpointById } from './open_endpoints.ts'
import { postpone } from './postponing.ts'
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

/** Where deliveries go that a vendor must be asked about: nobody's quick ones wait for that. */
const SLOW_LANE = 'default'

export function registerParsing(): void {
  const table = 'deliveries'
  const states = ['received']
  const giveUp = (row: ReceivedDelivery) =>
    finish(db.connection(), table, row, {
      state: 'gave_up',
      due_at: null,
      reason: JSON.stringify({ code: 'crashed_while_parsing' }),
    })
  // Reading is quick: what a dead process had taken should not wait for long.
  const quick = { lanes: ['intake'] as const, batch: 100, leaseFor: 15 * SECOND }
  registerWork<ReceivedDelivery>({ name: 'deliveries', table, states, ...quick, handle: parse, giveUp })
  const slow = { lanes: [SLOW_LANE] as const, batch: 4, leaseFor: 60 * SECOND }
  const complete = async (rows: ReceivedDelivery[]) => void (await Promise.all(rows.map(parseCompletely)))
  registerWork<ReceivedDelivery>({ name: 'completions', table, states, ...slow, handle: complete, giveUp })
}

/** Bodies are read and understood outside the transaction; then items, counts and states are committed together. */
export async function parse(rows: ReceivedDelivery[]): Promise<void> {
  let left = rows
  try {
    const understood = await passOn(await understand(rows))
    left = understood.map(({ row }) => row)
    await noticeRevoked(understood.flatMap(({ resolution }) => resolution?.items ?? []))
    await transaction((trx) => keep(trx, understood))
  } catch (error) {
    if (left.length === 1) await postpone(left[0], error)
    // One delivery that cannot be handed on must not hold up the others it was claimed with.
    else for (const row of left) await parse([row])
  }
}

/** Leaves out, and hands to the slow lane, what the vendor must be asked about. */
async function passOn(understood: Understood[]): Promise<Understood[]> {
  const slow: Understood[] = []
  for (const one of understood)
    if (one.resolution && one.resolution.items.length > 0 && (await asksForMore(one.row.connector))) slow.push(one)
  if (slow.length === 0) return understood
  const rows = slow.map(({ row }) => row)
  await finishAll(db.connection(), 'deliveries', rows, { lane: SLOW_LANE, due_at: clock.now(), attempts: 0 })
  bell.ring(SLOW_LANE, 'deliveries')
  return understood.filter((one) => !slow.includes(one))
}

/**
 * Asks the vendor for what the items leave out, then keeps them like any others. Where a body speaks of several
 * connections, those whose vendor answers need not wait for the others: what is handed over twice is known by its keys.
 */
async function parseCompletely(row: ReceivedDelivery): Promise<void> {
  try {
    const [understood] = await understand([row])
    const { items, failures } = await completed(understood.resolution?.items ?? [])
    if (understood.resolution) understood.resolution.items = items
    await noticeRevoked(items)
    if (failures.length === 0) return await transaction((trx) => keep(trx, [understood]))
    await transaction((trx) => handOver(trx, items))
    await postpone(row, failures[0])
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    await postpone(row, error)
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
