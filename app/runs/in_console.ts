import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Row } from '#app/database'
import { registerSearch } from '#app/http/search'
import { registerProblems } from '#app/http/shared_props'
import { Run } from './run.ts'
import { nameOf } from './run_list.ts'

const LOOKED_AT = 7 * DAY

/** What the palette finds, and what the line at the foot of the navigation counts. */
export function registerRunViews(): void {
  registerProblems(async (workspace) => {
    const [row]: Row[] = await db
      .from('runs')
      .where('workspace_id', workspace.id)
      .whereIn('state', ['failed', 'gave_up'])
      .where('ended_at', '>=', clock.now() - LOOKED_AT)
      .count('* as count')
    return Number(row.count) > 0 ? 1 : 0
  })
  registerSearch({
    kind: 'runs',
    permission: 'pipelines.view',
    async find(workspace, words) {
      if (!words.startsWith('run_')) return []
      const run = await Run.in(workspace).where('id', words.trim()).first()
      if (!run) return []
      const contact: Row | null = await db.from('contacts').where('id', run.contactId).first()
      return [{ id: run.id, title: contact ? nameOf(contact) : run.id, subtitle: run.id, to: `/runs/${run.id}` }]
    },
  })
}
