import { clock } from '#app/clock'
import { readJson, transaction } from '#app/database'
import { DEFAULT_SETTINGS } from '#app/accounts/settings'
import type { Settings } from '#app/accounts/settings'
import type { Workspace } from '#app/accounts/workspace'
import db from '@adonisjs/lucid/services/db'
import { bell } from '#app/work/bell'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { creditFor } from './attribution.ts'
import type { AttributionSettings } from './attribution.ts'
import { creditColumns } from './conversion_rows.ts'

interface StaleConversion extends ClaimedRow {
  workspace_id: string
  contact_id: string | null
  basis_at: number
}

/**
 * Another model or other windows hold for the past as well, or figures before and after could not be compared. Each
 * conversion is a due row, so that a large shop's years are worked off like anything else.
 */
export async function changeAttribution(workspace: Workspace, change: Partial<AttributionSettings>): Promise<void> {
  await workspace.changeSettings(change)
  await db
    .from('conversions')
    .where({ workspace_id: workspace.id, state: 'settled' })
    .update({ state: 'stale', due_at: clock.now() })
  bell.ring('default')
}

export function registerReattribution(): void {
  registerWork<StaleConversion>({
    name: 'reattribution',
    table: 'conversions',
    states: ['stale'],
    lanes: ['default'],
    batch: 50,
    perOwner: { column: 'workspace_id', limit: 50 },
    handle: reattribute,
    giveUp: (row) => transaction((trx) => finish(trx, 'conversions', row, { state: 'settled', due_at: null })),
  })
}

async function reattribute(rows: StaleConversion[]): Promise<void> {
  await transaction(async (trx) => {
    const workspaces: { id: string; settings: unknown }[] = await trx
      .from('workspaces')
      .select('id', 'settings')
      .whereIn('id', [...new Set(rows.map((row) => row.workspace_id))])
    const settings = new Map(
      workspaces.map((row) => [row.id, { ...DEFAULT_SETTINGS, ...readJson<Partial<Settings>>(row.settings) }])
    )

    for (const row of rows) {
      const own = settings.get(row.workspace_id) ?? DEFAULT_SETTINGS
      const credit = await creditFor(trx, row.contact_id, Number(row.basis_at), own)
      const change = {
        ...creditColumns(credit),
        model: own.attribution_model,
        state: 'settled',
        due_at: null,
        updated_at: clock.now(),
      }
      await finish(trx, 'conversions', row, change)
    }
  })
}
