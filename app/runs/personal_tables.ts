import { registerPersonalTable } from '#app/contacts/personal_data'
import type { Row, Trx } from '#app/database'
import { endRun } from './exits.ts'
import { ACTIVE_STATES } from './run.ts'

/** Runs go with the person; what has not been sent yet is cancelled with them. */
export function registerPipelineTables(): void {
  registerPersonalTable(
    { table: 'runs', erase: eraseRuns, except: ['visits', 'wake', 'held_state', 'held_by', 'step_run_id'] },
    { table: 'step_runs', erase: 'delete', except: ['call_key'] },
    { table: 'waits', erase: 'delete' },
    { table: 'run_refusals', erase: 'delete' },
    { table: 'pipeline_entries', erase: 'delete', merge: mergeEntries, except: ['entry_key'] }
  )
}

async function eraseRuns(trx: Trx, contactIds: string[]): Promise<void> {
  const active: Row[] = await trx
    .from('runs')
    .whereIn('contact_id', contactIds)
    .whereIn('state', [...ACTIVE_STATES])
    .select('id')
  for (const { id } of active) await endRun(trx, String(id), { state: 'cancelled', code: 'contact_erased' })
  await trx.from('runs').whereIn('contact_id', contactIds).delete()
}

/** The keys name the contact, so they are written anew; of two entries under one key the later one counts. */
async function mergeEntries(trx: Trx, loserId: string, winnerId: string): Promise<void> {
  const moving: Row[] = await trx.from('pipeline_entries').where('contact_id', loserId)
  const there: Row[] = await trx.from('pipeline_entries').where('contact_id', winnerId)
  for (const entry of moving) {
    const key = String(entry.entry_key).replace(loserId, winnerId)
    const rival = there.find((each) => each.pipeline_id === entry.pipeline_id && each.entry_key === key)
    if (!rival) {
      await trx.from('pipeline_entries').where('id', String(entry.id)).update({ contact_id: winnerId, entry_key: key })
      continue
    }
    const latest = Math.max(Number(rival.last_entered_at), Number(entry.last_entered_at))
    await trx.from('pipeline_entries').where('id', String(rival.id)).update({ last_entered_at: latest })
    await trx.from('pipeline_entries').where('id', String(entry.id)).delete()
  }
}
