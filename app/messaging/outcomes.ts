import { setTimeout as pause } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import { clock } from '#app/clock'
import { caseOf } from '#app/bulk_update'
import { isMysql, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { recordConsent } from '#app/contacts/consents'
import { asCount } from '#app/work/claim'
import { release } from './claimed.ts'
import type { MessageRow, MessageState } from './message.ts'
import { settle } from './observers.ts'
import type { Outcome, Result } from './outcome.ts'
import { matchParked } from './parking.ts'
import { settledFrom } from './settled.ts'
import { idsOf } from './sql.ts'

const GATHER_FOR = 15

/** What a provider said is known here alone: a database that is away for a moment gets some more chances to hear it. */
const ASK_AGAIN_AFTER = [100, 400, 1500]

type Sent = Outcome & { result: Extract<Result, { kind: 'sent' }> }
type NotSent = Outcome & { result: Exclude<Result, { kind: 'sent' }> }

/** Gathers the outcomes of one batch, so that answers which come together share a transaction, and a slow one holds back nobody. */
export class OutcomeGroup {
  #waiting: Outcome[] = []
  #timer: NodeJS.Timeout | null = null
  #flushes: Promise<void>[] = []

  add(outcome: Outcome): void {
    this.#waiting.push(outcome)
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_FOR)
  }

  /** Resolves when everything added is stored. */
  async end(): Promise<void> {
    this.#flush()
    await Promise.all(this.#flushes)
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const outcomes = this.#waiting
    this.#waiting = []
    if (outcomes.length > 0) this.#flushes.push(keep(outcomes))
  }
}

/**
 * Never rejects: nobody is listening yet while the slower calls of the batch go on. One outcome that cannot be stored
 * takes no other with it; its message comes back when the lease ends, as one of which nobody knows.
 */
async function keep(outcomes: Outcome[], waits: readonly number[] = ASK_AGAIN_AFTER): Promise<void> {
  try {
    await transaction((trx) => storeOutcomes(trx, outcomes))
  } catch (error) {
    if (outcomes.length > 1) return void (await Promise.all(outcomes.map((outcome) => keep([outcome]))))
    const [wait, ...rest] = waits
    if (wait === undefined)
      return logger.error({ err: error, message: outcomes[0].row.id }, 'what became of a message was not stored')
    await pause(wait)
    await keep(outcomes, rest)
  }
}

export async function storeOutcomes(trx: Trx, outcomes: Outcome[]): Promise<void> {
  const sent = outcomes.filter((outcome): outcome is Sent => outcome.result.kind === 'sent')
  const others = outcomes.filter((outcome): outcome is NotSent => outcome.result.kind !== 'sent')
  await lockContacts(trx, outcomes)
  if (sent.length > 0) await storeSent(trx, sent)
  for (const outcome of others) await storeNotSent(trx, outcome)
}

const isWithdrawal = ({ result }: Outcome): boolean => 'withdrawn' in result && result.withdrawn === true

/** Observers touch the contact's runs, and a withdrawal their consents: that lock comes before the message's everywhere else. */
async function lockContacts(trx: Trx, outcomes: Outcome[]): Promise<void> {
  const touched = outcomes.filter((outcome) => outcome.row.run_id || isWithdrawal(outcome))
  const ids = [...new Set(touched.map(({ row }) => row.contact_id))]
  if (isMysql(trx) && ids.length > 0)
    await trx.from('contacts').select('id').whereIn('id', ids).orderBy('id').forUpdate()
}

const FURTHER = "state in ('sent', 'delivered', 'read', 'failed')"

/** A slow answer may find that others gave up on it: then nothing is under way that could send twice. */
const STOPPED_WAITING: readonly MessageState[] = ['unknown', 'queued', 'delayed', 'cancelled', 'expired']

async function storeSent(trx: Trx, sent: Sent[]): Promise<void> {
  const now = clock.now()
  const rows = sent.map(({ row }) => row)
  const providerIds = caseOf(sent.map(({ row, result }) => [row.id, result.providerId]))
  // A status may have come before the answer: what it said stays. An answer that comes after others stopped waiting for
  // it still tells what happened, unless one of them is calling the provider again.
  const [told] = asCount(
    await trx
      .from('messages')
      .whereIn('id', idsOf(rows))
      .where((query) =>
        query
          .where('lease_token', rows[0].lease_token)
          .orWhereIn('state', [...STOPPED_WAITING])
          .orWhere((given) => given.where({ state: 'refused', code: 'outcome_unknown' }))
      )
      .update({
        provider_id: trx.knexRawQuery(providerIds.sql, providerIds.bindings as never[]),
        ...saidIn('segments', trx, sent),
        ...saidIn('text', trx, sent),
        sent_at: trx.knexRawQuery('coalesce(sent_at, ?)', [now]),
        code: trx.knexRawQuery(`case when ${FURTHER} then code else null end`),
        state: trx.knexRawQuery(`case when ${FURTHER} then state else 'sent' end`),
        due_at: null,
        crashes: 0,
        lease_token: null,
        lease_until: 0,
        updated_at: now,
      })
  )
  const attemptIds = caseOf(sent.map(({ attempt, result }) => [attempt.id, result.providerId]))
  await trx
    .from('attempts')
    .whereIn(
      'id',
      sent.map(({ attempt }) => attempt.id)
    )
    .update({
      state: 'sent',
      provider_id: trx.knexRawQuery(attemptIds.sql, attemptIds.bindings as never[]),
      ended_at: now,
    })

  const news = told === rows.length ? rows : await heardAsSent(trx, sent)
  await settle(
    trx,
    news.map((row) => settledFrom(row, 'sent'))
  )
  await matchParked(
    trx,
    sent.map(({ row, result }) => ({ connectionId: row.connection_id, providerId: result.providerId }))
  )
}

const COLUMNS = { segments: 'segments', text: 'sent_text' } as const

/** Only an SMS has parts, and few channels change the words; other batches write no column more. */
function saidIn(what: keyof typeof COLUMNS, trx: Trx, sent: Sent[]): Row {
  const saying = sent.filter(({ result }) => result[what])
  if (saying.length === 0) return {}
  const { sql, bindings } = caseOf(saying.map(({ row, result }) => [row.id, result[what]]))
  return { [COLUMNS[what]]: trx.knexRawQuery(sql, bindings as never[]) }
}

/** Somebody else holds the others by now. */
async function heardAsSent(trx: Trx, sent: Sent[]): Promise<MessageRow[]> {
  const rows: { id: string; provider_id: string }[] = await trx
    .from('messages')
    .select('id', 'provider_id')
    .whereIn(
      'id',
      sent.map(({ row }) => row.id)
    )
    .where('state', 'sent')
  const heard = new Map(rows.map((row) => [row.id, row.provider_id]))
  return sent.filter(({ row, result }) => heard.get(row.id) === result.providerId).map(({ row }) => row)
}

async function storeNotSent(trx: Trx, outcome: NotSent): Promise<void> {
  const { row, attempt, result, reconcileAfter } = outcome
  const now = clock.now()
  const about = { code: result.code, vendor_code: result.vendorCode?.slice(0, 60) ?? null, detail: result.detail }
  await trx
    .from('attempts')
    .where('id', attempt.id)
    .update({ state: result.kind === 'later' ? 'not_sent' : result.kind, ...about, ended_at: now })

  const params = {
    ...(result.vendorCode ? { vendorCode: result.vendorCode } : {}),
    ...(result.detail ? { detail: result.detail } : {}),
  }
  const change = {
    ...changeFor(result, row.send_before, now, reconcileAfter),
    code: result.code,
    params: JSON.stringify(params),
    updated_at: now,
  }
  const told = await toldAlready(trx, row)
  await release(trx, [row], told ? {} : change)
  if (!told && result.kind !== 'later') await settle(trx, [settledFrom(row, result.kind, result.code, params)])
  if (isWithdrawal(outcome)) await withdraw(trx, outcome)
}

/** They wrote STOP and only the provider heard it: the refused message is the proof, and START gives back as ever. */
async function withdraw(trx: Trx, { row, medium }: NotSent): Promise<void> {
  if (!medium) return
  await recordConsent(trx, {
    workspaceId: row.workspace_id,
    contactId: row.contact_id,
    channel: medium,
    purpose: 'marketing',
    action: 'withdrawn',
    method: 'provider_refusal',
    source: 'messaging',
    proof: { message: row.id },
    occurredAt: clock.now(),
    key: `refusal:${row.id}`,
  })
}

function changeFor(result: NotSent['result'], sendBefore: number, now: number, reconcileAfter: number): Row {
  switch (result.kind) {
    case 'later': {
      const until = now + Math.round(result.after * clock.factor)
      return { state: 'delayed', due_at: Math.min(until, Number(sendBefore)), counted_at: null }
    }
    case 'unknown':
      return { state: 'unknown', due_at: now + Math.round(reconcileAfter * clock.factor) }
    case 'refused':
      return { state: 'refused', due_at: null, counted_at: null }
    case 'failed':
      return { state: 'failed', due_at: null, failed_at: now, counted_at: null }
  }
}

const TOLD: readonly MessageState[] = ['sent', 'delivered', 'read', 'failed']

/** After a status that carries our own key, silence is not unknown any more: only the lease is let go. */
export async function toldAlready(trx: Trx, row: MessageRow): Promise<boolean> {
  const query = trx.from('messages').select('state').where({ id: row.id, lease_token: row.lease_token })
  const held: { state: MessageState } | null = await (isMysql(trx) ? query.forUpdate() : query).first()
  return held !== null && TOLD.includes(held.state)
}
