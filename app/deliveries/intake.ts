import { clock, HOUR, machineNow } from '#app/clock'
import { insert, insertNew, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { bell } from '#app/work/bell'
import type { InboundRequest } from '#sdk/webhooks'
import { bodyRow } from './delivery_body.ts'
import type { OpenEndpoint } from './open_endpoints.ts'

/** A verified request on its way to the database. */
interface Arrival {
  row: Row & { id: string; endpoint_id: string; natural_key: string }
  body: Row & { id: string }
  dedupable: boolean
  arrivedAt: number
  stored: (delivery: Stored) => void
  failed: (error: unknown) => void
}

export interface Stored {
  id: string
  /** It had come before: nothing was changed, and `id` is the first one's. */
  duplicate: boolean
}

/** Looks at what has gathered so many times, a millisecond apart, and goes as soon as nobody came since the last look. */
const LOOKS = 3
const GROUP = 200

let waiting: Arrival[] = []
let timer: NodeJS.Timeout | null = null

/**
 * Stores a verified request; resolves once it is durably committed, so that acknowledged means stored. Requests that
 * arrive within a few milliseconds share one transaction, because the disk is waited for once per commit.
 */
export function store(endpoint: OpenEndpoint, request: InboundRequest, arrivedAt: number): Promise<Stored> {
  return new Promise((stored, failed) => {
    waiting.push({ ...rowsOf(endpoint, request), arrivedAt, stored, failed })
    if (waiting.length >= GROUP) void flush()
    else timer ??= setTimeout(look, 1, waiting.length, LOOKS)
  })
}

function look(seen: number, left: number) {
  if (left > 1 && waiting.length > seen) timer = setTimeout(look, 1, waiting.length, left - 1)
  else void flush()
}

function rowsOf(endpoint: OpenEndpoint, request: InboundRequest) {
  const id = newId('delivery')
  const receivedAt = clock.now()
  const webhooks = endpoint.connector?.webhooks
  const dedupeKey = webhooks?.dedupeKey(request, endpoint.settings) ?? null
  const row = {
    id,
    endpoint_id: endpoint.id,
    connector: endpoint.connectorId,
    workspace_id: endpoint.workspaceId,
    connection_id: endpoint.connectionId,
    // Without an id of the provider's each request is stored, and the events' keys do the rest.
    natural_key: dedupeKey === null ? id : naturalKey('id', dedupeKey),
    topic: webhooks?.topic?.(request)?.slice(0, 190) ?? null,
    size: request.rawBody.length,
    received_at: receivedAt,
    answered_in: 0,
    lane: 'intake',
    state: 'received',
    due_at: receivedAt,
  }
  const body = bodyRow(id, keptOf(endpoint, request), receivedAt, endpoint.secrets)
  return { row, body, dedupable: dedupeKey !== null }
}

/** The request without what its connector says must not be stored. */
function keptOf({ connector }: OpenEndpoint, request: InboundRequest): InboundRequest {
  const rawBody = connector?.webhooks?.withhold?.(request)
  return rawBody ? { ...request, rawBody } : request
}

async function flush() {
  if (timer) clearTimeout(timer)
  timer = null
  const group = waiting
  waiting = []
  try {
    settle(group, await transaction((trx) => insertGroup(trx, group)))
  } catch (error) {
    // One row that the database refuses must not take the others of its group with it.
    if (group.length === 1) group[0].failed(error)
    else await Promise.all(group.map(storeAlone))
  }
}

async function storeAlone(arrival: Arrival) {
  try {
    settle([arrival], await transaction((trx) => insertGroup(trx, [arrival])))
  } catch (error) {
    arrival.failed(error)
  }
}

function settle(group: Arrival[], ids: Map<string, string>) {
  bell.ring('intake', 'deliveries')
  for (const { row, stored } of group) {
    const id = ids.get(row.id) ?? row.id
    stored({ id, duplicate: id !== row.id })
  }
}

/** Answers, for each row that had come before, the id of the first. */
async function insertGroup(trx: Trx, group: Arrival[]): Promise<Map<string, string>> {
  const now = machineNow()
  for (const { row, arrivedAt } of group) row.answered_in = Math.min(Math.max(0, now - arrivedAt), HOUR)

  const rows = group.map(({ row }) => row)
  const inserted = group.some(({ dedupable }) => dedupable)
    ? await insertNew(trx, 'deliveries', rows)
    : await insertAll(trx, rows)
  const fresh = new Set(inserted.map(({ id }) => id))
  await insert(
    trx,
    'delivery_bodies',
    group.filter(({ body }) => fresh.has(body.id)).map(({ body }) => body)
  )

  const late = rows.filter(({ id }) => !fresh.has(id))
  return late.length === 0 ? new Map() : firstOnes(trx, late)
}

async function insertAll<T extends Row>(trx: Trx, rows: T[]): Promise<T[]> {
  await insert(trx, 'deliveries', rows)
  return rows
}

async function firstOnes(trx: Trx, late: Arrival['row'][]): Promise<Map<string, string>> {
  const found: { id: string; endpoint_id: string; natural_key: string }[] = await trx
    .from('deliveries')
    .select('id', 'endpoint_id', 'natural_key')
    .whereIn('endpoint_id', [...new Set(late.map((row) => row.endpoint_id))])
    .whereIn('natural_key', [...new Set(late.map((row) => row.natural_key))])
  const first = new Map(found.map((row) => [`${row.endpoint_id} ${row.natural_key}`, row.id]))
  return new Map(late.map((row) => [row.id, first.get(`${row.endpoint_id} ${row.natural_key}`) ?? row.id]))
}
