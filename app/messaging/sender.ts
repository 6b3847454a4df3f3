import db from '@adonisjs/lucid/services/db'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { clock, machineNow, SECOND } from '#app/clock'
import { transaction } from '#app/database'
import type { Lane } from '#app/work/bell'
import type { Work } from '#app/work/worker'
import { OutcomeUnknown } from '#sdk/errors'
import type { OutgoingMessage } from '#sdk/index'
import { askedOf, decide, release } from './claimed.ts'
import type { ReadyMessage } from './claimed.ts'
import { factsFor } from './facts.ts'
import { giveUpSending } from './giving_up.ts'
import type { MessageRow } from './message.ts'
import { resultOf, sentWith } from './outcome.ts'
import type { OpenAttempt, Outcome, Result } from './outcome.ts'
import { OutcomeGroup } from './outcomes.ts'
import { outgoing } from './outgoing.ts'
import { bucketOf } from './rate.ts'
import type { Bucket } from './rate.ts'
import { idsOf } from './sql.ts'
import { weightOf } from './weight.ts'

export const SENDING_LANES: readonly Lane[] = ['conversational', 'transactional', 'default', 'marketing']

/** Whoever takes a message over when its lease ends must find nobody still calling: a lookup would be asked too early. */
const HANG_UP_BEFORE = 15 * SECOND

/**
 * Sends what is due. Claimed, decided by the guard, attempt committed, and only then handed to the provider; the
 * outcomes of a batch share transactions. A row found in `sending` was left so by a crash: its attempt may have
 * reached the provider, and is never simply repeated.
 */
export const sending: Work<MessageRow> = {
  name: 'sending',
  table: 'messages',
  states: ['queued', 'delayed', 'sending'],
  lanes: SENDING_LANES,
  batch: 50,
  slots: 2,
  perOwner: { column: 'connection_id', limit: 25 },
  handle: send,
  giveUp: giveUpSending,
}

async function send(rows: MessageRow[]): Promise<void> {
  const connections = await connectionsOf(rows)
  const outcomes = new OutcomeGroup()
  const left = recover(
    rows.filter((row) => row.state === 'sending'),
    connections,
    outcomes
  )

  const waiting = await withinRate(
    rows.filter((row) => row.state !== 'sending'),
    connections
  )
  const ready = waiting.length > 0 ? await transaction((trx) => decide(trx, waiting)) : []
  giveBackTokens(waiting, ready, connections)
  await Promise.all([left, ...ready.map((message) => hand(message, connections, outcomes))])
  await outcomes.end()
}

async function connectionsOf(rows: MessageRow[]): Promise<Map<string, Connection>> {
  const ids = [...new Set(rows.map((row) => row.connection_id))]
  const found = await Connection.query({ client: db.connection() }).whereIn('id', ids)
  return new Map(found.map((connection) => [connection.id, connection]))
}

const traitsOf = (connection: Connection | undefined) => connectors.get(connection?.connector ?? '')?.channel ?? null

function bucketFor(connectionId: string, connections: Map<string, Connection>): Bucket | null {
  const connection = connections.get(connectionId)
  const traits = traitsOf(connection)
  // A number may have been granted more than its kind usually gets.
  const own = Number(connection?.settings.perSecond)
  return traits && bucketOf(connectionId, own > 0 ? own : traits.perSecond)
}

/** Puts back what a sender may not send this second. The guard explains those whose connection is gone. */
async function withinRate(rows: MessageRow[], connections: Map<string, Connection>): Promise<MessageRow[]> {
  const admitted: MessageRow[] = []
  for (const [connectionId, own] of Map.groupBy(rows, (row) => row.connection_id)) {
    const bucket = bucketFor(connectionId, connections)
    const traits = traitsOf(connections.get(connectionId))
    const weights = own.map((row) => weightOf(row, traits))
    const granted = bucket ? bucket.take(weights) : own.length
    admitted.push(...own.slice(0, granted))
    const surplus = own.slice(granted)
    if (bucket && surplus.length > 0) await putBack(surplus, bucket.waitFor(sumOf(weights.slice(granted, -1))))
  }
  return admitted
}

const sumOf = (weights: number[]): number => weights.reduce((sum, weight) => sum + weight, 0)

async function putBack(surplus: MessageRow[], wait: number): Promise<void> {
  await transaction((trx) => release(trx, surplus, { due_at: clock.after(wait) }))
}

function giveBackTokens(waiting: MessageRow[], ready: ReadyMessage[], connections: Map<string, Connection>): void {
  const going = new Set(ready.map(({ row }) => row.id))
  for (const row of waiting.filter(({ id }) => !going.has(id))) {
    const weight = weightOf(row, traitsOf(connections.get(row.connection_id)))
    bucketFor(row.connection_id, connections)?.giveBack(weight)
  }
}

async function hand(
  message: ReadyMessage,
  connections: Map<string, Connection>,
  outcomes: OutcomeGroup
): Promise<void> {
  const { row, attempt } = message
  const connection = connections.get(row.connection_id)
  const result = await tried(message, connection)
  if (result.kind === 'later' && result.wholeConnection) bucketFor(row.connection_id, connections)?.pause(result.after)
  const { reconcileAfter = 0, medium } = traitsOf(connection) ?? {}
  outcomes.add({ row, attempt, result, reconcileAfter, medium })
}

async function tried(message: ReadyMessage, connection: Connection | undefined): Promise<Result> {
  const { row, attempt } = message
  const traits = traitsOf(connection)
  const ready = traits && outgoing(message, traits)
  if (!connection || !ready) return { kind: 'failed', code: 'no_address', vendorCode: null, detail: '' }
  try {
    const { channel } = await connectors.implementation(connection.connector)
    if (!channel) return { kind: 'failed', code: 'not_a_channel', vendorCode: null, detail: '' }
    const key = keyOf(row.id, attempt.n)
    const left = Number(row.lease_until) - HANG_UP_BEFORE - machineNow()
    if (left <= 0) return { kind: 'later', after: 0, code: 'never_arrived', vendorCode: null, detail: '' }
    const call = async (signal: AbortSignal) =>
      channel.send(await contextFor(connection, { idempotencyKey: key, signal }), ready, { n: attempt.n, key })
    return sentWith(await within(left, call))
  } catch (error) {
    return resultOf(error, attempt.n)
  }
}

/** Some connectors do not hear the signal; then they are not waited for. */
async function within<T>(milliseconds: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const hungUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new OutcomeUnknown('No answer before the lease ended'))
    }, milliseconds)
  })
  try {
    return await Promise.race([call(controller.signal), hungUp])
  } finally {
    clearTimeout(timer)
  }
}

/** What travels with a try, and comes back with its statuses. */
export const keyOf = (messageId: string, n: number): string => `${messageId}/${n}`

/** After a crash: ask the provider where it can be asked, else nobody knows. */
async function recover(
  rows: MessageRow[],
  connections: Map<string, Connection>,
  outcomes: OutcomeGroup
): Promise<void> {
  if (rows.length === 0) return
  const attempts = await openAttempts(rows)
  await Promise.all(
    rows.map(async (row) => {
      const attempt = attempts.get(row.id)
      if (attempt) outcomes.add(await recovered(row, attempt, connections.get(row.connection_id)))
    })
  )
}

export async function openAttempts(rows: MessageRow[]): Promise<Map<string, OpenAttempt>> {
  const stored: { id: string; message_id: string; n: number; started_at: number }[] = await db
    .from('attempts')
    .whereIn('message_id', idsOf(rows))
    .orderBy('n')
  return new Map(
    stored.map(({ id, message_id: messageId, n, started_at: at }) => [messageId, { id, n, startedAt: Number(at) }])
  )
}

export async function recovered(
  row: MessageRow,
  attempt: OpenAttempt,
  connection: Connection | undefined
): Promise<Outcome> {
  const reconcileAfter = traitsOf(connection)?.reconcileAfter ?? 0
  const unknown: Result = { kind: 'unknown', code: 'no_answer', vendorCode: null, detail: '' }
  return { row, attempt, reconcileAfter, result: (connection && (await lookedUp(row, attempt, connection))) ?? unknown }
}

/** What the provider knows of an earlier try; null when it cannot be asked. */
export async function lookedUp(row: MessageRow, attempt: OpenAttempt, connection: Connection): Promise<Result | null> {
  try {
    const { channel } = await connectors.implementation(connection.connector)
    if (!channel?.lookup) return null
    const context = await contextFor(connection, {})
    const asked = { n: attempt.n, key: keyOf(row.id, attempt.n), startedAt: attempt.startedAt }
    const receipt = await channel.lookup(context, asked, await sentOut(row, attempt, connection))
    return receipt
      ? sentWith(receipt)
      : { kind: 'later', after: 0, code: 'never_arrived', vendorCode: null, detail: '' }
  } catch (error) {
    const result = resultOf(error, attempt.n)
    return result.kind === 'later' ? null : ({ ...result, kind: 'unknown' } as Result)
  }
}

/** The message as it left, for providers that keep nothing of ours to find it by. */
async function sentOut(row: MessageRow, attempt: OpenAttempt, connection: Connection): Promise<OutgoingMessage | null> {
  const traits = traitsOf(connection)
  const contact = (await factsFor(db.connection(), [askedOf(row)])).get(row.id)?.contact
  return traits && contact ? outgoing({ row, attempt, contact }, traits) : null
}
