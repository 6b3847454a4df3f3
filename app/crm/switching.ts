import { clock } from '#app/clock'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { bell } from '#app/work/bell'
import { forgetSyncs } from './active_syncs.ts'
import type { MappingRow } from './mapping.ts'
import type { Activities, Sync } from './sync.ts'

/** What a person may change of a synchronisation beside its mapping. */
export interface Switches {
  on?: boolean
  activities?: Activities
}

/** What changed, for the audit log; `audited` runs in the same transaction. */
type Audited = (trx: Trx, change: { before: Record<string, unknown>; after: Record<string, unknown> }) => Promise<void>

/** Turned on, only what happens from now on is told: for what was there before, there are back-fills. */
export async function switchSync(sync: Sync, { on, activities }: Switches, audited: Audited): Promise<void> {
  const before = { on: sync.state === 'on', activities: sync.activities }
  const after = { on: on ?? before.on, activities: activities ?? before.activities }
  await transaction(async (trx) => {
    const changed = before.on !== after.on
    const turned = changed
      ? { state: after.on ? 'on' : 'off', due_at: after.on ? clock.now() : null, cursor: null }
      : {}
    await trx
      .from('crm_syncs')
      .where('id', sync.id)
      .update({ ...turned, activities: after.activities, updated_at: clock.now() })
    await audited(trx, { before, after })
  })
  forgetSyncs()
  await sync.refresh()
  bell.ring('default', 'crm_syncs')
}

export async function saveMapping(sync: Sync, mapping: MappingRow[], audited: Audited): Promise<void> {
  const change = { before: { mapping: sync.mapping }, after: { mapping } }
  await transaction(async (trx) => {
    await sync.merge({ mapping }).useTransaction(trx).touch().save()
    await audited(trx, change)
  })
  forgetSyncs()
}
