import db from '@adonisjs/lucid/services/db'
import { clock, DAY, HOUR, machineNow } from '#app/clock'
import type { Row } from '#app/database'
import { firstIdAt } from '#app/ids'
import type { Connection } from '#app/connectors/connection'
import { endpointOf } from '#app/connectors/context'
import { refusalsOf } from './refusals.ts'

/** The last 24 hours of one connection, for the figures on its page. */
export type DeliveryFigures = {
  lastAt: number | null
  accepted: number
  rejected: number
  rejections: { reason: string; count: number; lastAt: number }[]
  /** 95th percentiles in milliseconds, of the latest deliveries; null when there are none. */
  answeredIn: number | null
  parsedIn: number | null
}

const SAMPLE = 500

export async function deliveryFigures(connection: Connection): Promise<DeliveryFigures> {
  const latest: Row[] = await db
    .from('deliveries')
    .where('connection_id', connection.id)
    .orderBy('id', 'desc')
    .limit(SAMPLE)
    .select('received_at', 'parsed_at', 'answered_in')
  const endpoint = await endpointOf(connection)
  // An app's endpoint turns away for all its connections: nobody can say whose it would have been.
  const refusals = endpoint
    ? (await refusalsOf([endpoint.id], clock.now() - DAY)).filter(({ reason }) => reason !== 'duplicate')
    : []
  return {
    lastAt: latest.length > 0 ? Number(latest[0].received_at) : null,
    accepted: await acceptedIn24Hours(connection.id),
    rejected: refusals.reduce((sum, { count }) => sum + count, 0),
    rejections: byReason(refusals),
    answeredIn: percentile95(latest.map((row) => Number(row.answered_in))),
    parsedIn: percentile95(
      latest.filter((row) => row.parsed_at !== null).map((row) => Number(row.parsed_at) - Number(row.received_at))
    ),
  }
}

/** By id as far as the index helps: ids go by machine time, of which there is less when business time is compressed. */
export async function acceptedIn24Hours(connectionId: string): Promise<number> {
  const from = firstIdAt('delivery', machineNow() - (DAY + HOUR) / clock.factor)
  const row = await db
    .from('deliveries')
    .where('connection_id', connectionId)
    .where('id', '>=', from)
    .where('received_at', '>=', clock.now() - DAY)
    .count('* as count')
    .first()
  return Number(row.count)
}

function byReason(refusals: { reason: string; count: number; lastAt: number }[]) {
  const sums = new Map<string, { reason: string; count: number; lastAt: number }>()
  for (const { reason, count, lastAt } of refusals) {
    const known = sums.get(reason)
    sums.set(reason, { reason, count: (known?.count ?? 0) + count, lastAt: Math.max(known?.lastAt ?? 0, lastAt) })
  }
  return [...sums.values()].sort((a, b) => b.lastAt - a.lastAt)
}

function percentile95(values: number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))]
}
