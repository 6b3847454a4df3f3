import { promisify } from 'node:util'
import { deflateRawSync, inflateRaw } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import { appUrl } from '#config/app'
import { readJson } from '#app/database'
import type { Row } from '#app/database'
import type { InboundRequest } from '#sdk/webhooks'

/** Bodies hold personal data, so they are kept only as long as a replay is likely to be wanted. */
export const KEEP_BODIES_FOR = 14 * DAY

/** Below this the header of the compressed form costs more than it saves. */
const WORTH_COMPRESSING = 256
/** A small window: making a large one ready would cost more than squeezing an ordinary body. */
const COMPRESSION = { level: 1, windowBits: 12, memLevel: 5 }

const MASK = '••••'
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie']

/** The row beside a delivery that holds what arrived, without the `secrets` that were sent along to prove who sent it. */
export function bodyRow(
  id: string,
  request: InboundRequest,
  receivedAt: number,
  secrets: string[]
): Row & { id: string } {
  const compressed = request.rawBody.length >= WORTH_COMPRESSING
  return {
    id,
    method: request.method,
    query: masked(request.query, secrets),
    headers: masked(request.headers, secrets),
    encoding: compressed ? 'deflate' : 'none',
    body: compressed ? deflateRawSync(request.rawBody, COMPRESSION) : request.rawBody,
    received_at: receivedAt,
  }
}

function masked(fields: Record<string, string>, secrets: string[]) {
  const clean = Object.entries(fields).map(([name, value]) => {
    if (SECRET_HEADERS.includes(name)) return [name, MASK]
    return [
      name,
      secrets.reduce((text, secret) => (text.includes(secret) ? text.replaceAll(secret, MASK) : text), value),
    ]
  })
  return JSON.stringify(Object.fromEntries(clean))
}

/** What arrived, byte for byte, for the deliveries whose body is still kept. */
export async function readBodies(ids: string[]): Promise<Map<string, InboundRequest>> {
  const rows: Row[] = await db.from('delivery_bodies').whereIn('id', ids)
  return new Map(await Promise.all(rows.map(async (row) => [String(row.id), await requestOf(row)] as const)))
}

export async function hasBody(id: string): Promise<boolean> {
  return (await db.from('delivery_bodies').where('id', id).select('id').first()) !== null
}

const inflate = promisify(inflateRaw)

async function requestOf(row: Row): Promise<InboundRequest> {
  const stored = row.body as Buffer
  const query = readJson<Record<string, string>>(row.query)
  return {
    method: String(row.method),
    // The token in the path is a secret and was not stored; a parser has no use for it.
    url: `${appUrl}/in/…?${new URLSearchParams(query)}`,
    query,
    headers: readJson<Record<string, string>>(row.headers),
    rawBody: row.encoding === 'deflate' ? await inflate(stored) : stored,
  }
}

const SLICE = 500

/** Deletes a slice of the bodies that are too old; returns how many, so that the caller knows whether to go on. */
export async function deleteOldBodies(): Promise<number> {
  // The oldest have the smallest ids, so that intake need not keep an index by time.
  const oldest: { id: string; received_at: number }[] = await db
    .from('delivery_bodies')
    .select('id', 'received_at')
    .orderBy('id')
    .limit(SLICE)
  const old = oldest.filter((row) => Number(row.received_at) < clock.now() - KEEP_BODIES_FOR)
  if (old.length > 0)
    await db
      .from('delivery_bodies')
      .whereIn(
        'id',
        old.map((row) => row.id)
      )
      .delete()
  return old.length
}
