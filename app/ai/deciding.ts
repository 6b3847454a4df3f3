import type { Actor } from '#app/accounts/access'
import { clock } from '#app/clock'
import { lockContact } from '#app/contacts/locks'
import { transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { announceActivity } from '#app/http/activity'
import { wake } from '#app/runs/run_states'
import { asCount } from '#app/work/claim'
import { bell } from '#app/work/bell'
import type { Lane } from '#app/work/bell'
import type { Approval, ApprovalState } from './approval.ts'

/** `text`: the reply as it should go; null or the same again: as proposed. */
export type Decision = { kind: 'approve'; text: string | null } | { kind: 'reject' }

export type Decided =
  { ok: true; state: ApprovalState } | { ok: false; reason: 'approval_decided' | 'approval_gone'; state: ApprovalState }

/** Decides once: of two people at the same moment the second hears that it was decided. The run goes on from there. */
export async function decide(approval: Approval, decision: Decision, actor: Actor): Promise<Decided> {
  return transaction(async (trx) => {
    await lockContact(trx, approval.contactId)
    const run = await waitingRun(trx, approval)
    const text = decision.kind === 'approve' ? (decision.text ?? approval.proposedText).trim() : null
    const state = run ? stateOf(text, approval) : 'withdrawn'
    const taken = await take(trx, approval, { state, text, actor })
    if (!taken) return { ok: false, reason: 'approval_decided', state: await stateNow(trx, approval) }
    trx.after('commit', () => announceActivity(approval.workspaceId))
    if (!run) return { ok: false, reason: 'approval_gone', state }

    await wake(trx, {
      runId: approval.runId,
      stepRunId: approval.stepRunId,
      from: 'waiting',
      by: { kind: 'decided', output: outputOf(approval, text, state) },
    })
    trx.after('commit', () => bell.ring(String(run.lane) as Lane, 'runs'))
    return { ok: true, state }
  })
}

const stateOf = (text: string | null, { proposedText }: Approval): ApprovalState =>
  text === null ? 'rejected' : text === proposedText.trim() ? 'approved' : 'edited'

/** The run as it rests in the very step that asked; one paused meanwhile goes on later. */
async function waitingRun(trx: Trx, { runId, stepRunId }: Approval): Promise<Row | null> {
  return trx
    .from('runs')
    .where({ id: runId, step_run_id: stepRunId })
    .where((query) =>
      query.where('state', 'waiting').orWhere((held) => held.where({ state: 'paused', held_state: 'waiting' }))
    )
    .select('lane')
    .first()
}

async function take(
  trx: Trx,
  { id }: Approval,
  { state, text, actor }: { state: ApprovalState; text: string | null; actor: Actor }
): Promise<boolean> {
  const now = clock.now()
  const [count] = asCount(
    await trx
      .from('ai_approvals')
      .where({ id, state: 'pending' })
      .update({ state, final_text: text, decided_by: actor.id, decided_at: now, updated_at: now })
  )
  return count === 1
}

async function stateNow(trx: Trx, { id }: Approval): Promise<ApprovalState> {
  const row: Row = await trx.from('ai_approvals').where('id', id).firstOrFail()
  return row.state as ApprovalState
}

const outputOf = (approval: Approval, text: string | null, state: ApprovalState): Record<string, unknown> => ({
  text,
  proposed: approval.proposedText,
  edited: state === 'edited',
  language: approval.language,
  decision: state,
  model: approval.model,
})
