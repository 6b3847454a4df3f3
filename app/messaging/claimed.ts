import { clock } from '#app/clock'
import { caseOf } from '#app/bulk_update'
import { insert, isMysql } from '#app/database'
import type { Row, Trx } from '#app/database'
import { newId } from '#app/ids'
import type { ContactFacts, Case, Facts } from './guard/case.ts'
import { factsFor } from './facts.ts'
import { guard } from './guard.ts'
import type { Decision } from './guard.ts'
import { WAITING_STATES } from './message.ts'
import type { MessageRow, MessageState } from './message.ts'
import { settle } from './observers.ts'
import type { OpenAttempt } from './outcome.ts'
import { settledFrom } from './settled.ts'
import { idsOf } from './sql.ts'

/** A message that the guard lets go, its attempt committed. */
export interface ReadyMessage {
  row: MessageRow
  attempt: OpenAttempt
  contact: ContactFacts
}

/**
 * Asks the guard about claimed messages, which now decides, and commits an attempt for each that may go. Only after
 * this has been committed is the provider called.
 */
export async function decide(trx: Trx, claimed: MessageRow[]): Promise<ReadyMessage[]> {
  const rows = await stillOurs(trx, claimed)
  if (rows.length === 0) return []

  const now = clock.now()
  const facts = await factsFor(trx, rows.map(askedOf))
  const decisions = await guard(
    trx,
    rows.flatMap((row) => caseFrom(row, facts.get(row.id), now) ?? [])
  )
  const held = rows.filter((row) => decisions.get(row.id)?.answer.verdict !== 'allow')
  for (const row of held) await hold(trx, row, decisions.get(row.id), now)

  const free = rows.filter((row) => !held.includes(row))
  return attempt(trx, free, facts, decisions, now)
}

/** Somebody may have cancelled a message between the claim and now; its row then names no holder. */
async function stillOurs(trx: Trx, claimed: MessageRow[]): Promise<MessageRow[]> {
  const query = trx
    .from('messages')
    .whereIn('id', idsOf(claimed))
    .where('lease_token', claimed[0].lease_token)
    .whereIn('state', [...WAITING_STATES])
  return isMysql(trx) ? query.orderBy('id').forUpdate() : query
}

export const askedOf = (row: MessageRow) => ({
  id: row.id,
  workspaceId: row.workspace_id,
  contactId: row.contact_id,
  connectionId: row.connection_id,
  templateVersionId: row.template_version_id,
})

function caseFrom(row: MessageRow, facts: Facts | undefined, now: number): Case | null {
  if (!facts) return null
  return {
    ...askedOf(row),
    runId: row.run_id,
    stepRunId: row.step_run_id,
    purpose: row.purpose,
    kind: row.kind,
    templateId: row.template_id,
    sendBefore: Number(row.send_before),
    flaw: null,
    deciding: true,
    now,
    facts,
  }
}

async function hold(trx: Trx, row: MessageRow, decision: Decision | undefined, now: number): Promise<void> {
  const answer = decision?.answer ?? { verdict: 'refuse' as const, code: 'no_decision' }
  if (answer.verdict === 'allow') return
  const refused = answer.verdict === 'refuse'
  const state: MessageState = !refused ? 'delayed' : answer.code === 'expired' ? 'expired' : 'refused'
  await release(trx, [row], {
    state,
    due_at: refused ? null : Math.min(answer.until, Number(row.send_before)),
    code: answer.code,
    params: answer.params ? JSON.stringify(answer.params) : null,
    verdicts: JSON.stringify(decision?.verdicts ?? []),
    updated_at: now,
  })
  if (refused) await settle(trx, [settledFrom(row, state, answer.code, answer.params)])
}

async function attempt(
  trx: Trx,
  rows: MessageRow[],
  facts: Map<string, Facts>,
  decisions: Map<string, Decision>,
  now: number
): Promise<ReadyMessage[]> {
  const ready = rows.flatMap((row) => {
    const contact = facts.get(row.id)?.contact
    return contact ? [{ row, contact, attempt: { id: newId('attempt'), n: row.tries + 1 } }] : []
  })
  if (ready.length === 0) return []

  const verdicts = caseOf(ready.map(({ row }) => [row.id, JSON.stringify(decisions.get(row.id)?.verdicts ?? [])]))
  await trx
    .from('messages')
    .whereIn('id', idsOf(rows))
    .update({
      state: 'sending',
      tries: trx.knexRawQuery('tries + 1'),
      counted_at: trx.knexRawQuery("case when purpose = 'marketing' then ? else null end", [now]),
      verdicts: trx.knexRawQuery(verdicts.sql, verdicts.bindings as never[]),
      code: null,
      params: null,
      updated_at: now,
    })
  await insert(
    trx,
    'attempts',
    ready.map(({ row, attempt }) => ({
      id: attempt.id,
      workspace_id: row.workspace_id,
      message_id: row.id,
      n: attempt.n,
      lease_token: row.lease_token,
      state: 'open',
      started_at: now,
    }))
  )
  return ready
}

/** Lets go of claimed rows with a change; those that are somebody else's by now are left alone. */
export async function release(trx: Trx, rows: MessageRow[], change: Row): Promise<void> {
  if (rows.length === 0) return
  await trx
    .from('messages')
    .whereIn('id', idsOf(rows))
    .where('lease_token', rows[0].lease_token)
    .update({ ...change, crashes: 0, lease_token: null, lease_until: 0 })
}
