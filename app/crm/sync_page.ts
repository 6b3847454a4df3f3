import db from '@adonisjs/lucid/services/db'
import type { Connection } from '#app/connectors/connection'
import type { Row } from '#app/database'
import { Backfill } from './backfill.ts'
import { problemsIn } from './mapping_check.ts'
import { ownFields } from './own_fields.ts'
import type { OwnField } from './own_fields.ts'
import type { Sync } from './sync.ts'

const PEOPLE = 25

export const shownSync = ({ state, activities, code, params, fieldsAt, askedAt }: Sync) => ({
  on: state === 'on',
  activities,
  code,
  params,
  fieldsAt,
  askedAt,
})

/** Progress: what is neither changed, skipped nor refused is still to be looked at. */
export const shownBackfill = (backfill: Backfill) => ({
  id: backfill.id,
  direction: backfill.direction,
  state: backfill.state,
  total: backfill.total,
  seen: backfill.seen,
  done: backfill.changed + backfill.skipped + backfill.refused,
  changed: backfill.changed,
  skipped: backfill.skipped,
  refused: backfill.refused,
  code: backfill.code,
  params: backfill.params,
  startedAt: backfill.createdAt,
  finishedAt: backfill.finishedAt,
})

/** The mapping with everything that choosing takes. */
export async function mappingPage(sync: Sync) {
  const own = await ownFields(db.connection(), sync.workspaceId)
  return {
    mapping: sync.mapping,
    own: own.map(({ name, title, type, writable }: OwnField) => ({ name, title, type, writable })),
    crm: sync.fields.map(({ name, title, type, readOnly, required }) => ({ name, title, type, readOnly, required })),
    problems: sync.fieldsAt === null ? [] : problemsIn(sync.mapping, { own, crm: sync.fields }),
  }
}

export async function latestBackfill({ id, workspaceId }: Connection) {
  const [latest] = await Backfill.in(workspaceId).where('connectionId', id).orderBy('id', 'desc').limit(1)
  return latest ? shownBackfill(latest) : null
}

/** Somebody to try the mapping with: those changed last. */
export async function peopleToTry(workspaceId: string): Promise<{ id: string; name: string }[]> {
  const rows: Row[] = await db
    .from('contacts')
    .where('workspace_id', workspaceId)
    .whereNull('merged_into')
    .whereNull('erased_at')
    .orderBy('id', 'desc')
    .limit(PEOPLE)
  return rows.map((row) => {
    const name = [row.first_name, row.last_name].filter(Boolean).join(' ') || row.phone || row.email || row.id
    return { id: String(row.id), name: String(name) }
  })
}
