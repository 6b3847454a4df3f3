import { clock } from '#app/clock'
import { upsert } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { registerEffect } from '#app/runs/effects'
import type { Place } from '#app/runs/effects'
import { ASK_FOR_APPROVAL, LET_APPROVAL_EXPIRE } from './steps/write_reply.ts'

/** What the step wants kept while it rests, written together with its step run. */
export function registerApprovalEffects(): void {
  registerEffect(ASK_FOR_APPROVAL, propose)
  registerEffect(LET_APPROVAL_EXPIRE, expire)
}

/** A step that a person has done again asks anew in the same row. */
async function propose(trx: Trx, { run, stepRunId, node, visit }: Place, data: Record<string, unknown>): Promise<void> {
  const now = clock.now()
  const row = {
    id: newId('ai_approval'),
    workspace_id: run.workspace_id,
    natural_key: naturalKey(run.id, node, visit),
    pipeline_id: run.pipeline_id,
    run_id: run.id,
    step_run_id: stepRunId,
    node,
    contact_id: run.contact_id,
    customer_text: String(data.customer_text ?? ''),
    proposed_text: String(data.text ?? ''),
    final_text: null,
    language: (data.language as string | null) ?? null,
    model: (data.model as string | null) ?? null,
    state: 'pending',
    decided_by: null,
    decided_at: null,
    expires_at: Number(data.expiresAt),
    created_at: now,
    updated_at: now,
  }
  const { id: _id, workspace_id: _workspace, natural_key: _key, ...change } = row
  await upsert(trx, 'ai_approvals', row, ['workspace_id', 'natural_key'], Object.keys(change))
}

async function expire(trx: Trx, { run, stepRunId }: Place): Promise<void> {
  await trx
    .from('ai_approvals')
    .where({ run_id: run.id, step_run_id: stepRunId, state: 'pending' })
    .update({ state: 'expired', decided_at: clock.now(), updated_at: clock.now() })
}
