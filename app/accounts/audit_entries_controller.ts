import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { readJson } from '#app/database'
import type { Row } from '#app/database'

const PAGE = 50

export default class AuditEntriesController {
  async index({ inertia, workspace, request }: HttpContext) {
    const { before, action } = request.qs() as { before?: string; action?: string }
    const query = db
      .from('audit_entries as a')
      .leftJoin('users as u', 'u.id', 'a.actor_id')
      .where('a.workspace_id', workspace.id)
      .orderBy('a.id', 'desc')
      .limit(PAGE + 1)
      .select('a.*', 'u.name as actor_name')
    if (before) query.where('a.id', '<', before)
    if (action) query.where('a.action', 'like', `${action.replace(/[%_\\]/g, '')}%`)

    const rows: Row[] = await query
    return inertia.render('settings/audit', {
      entries: rows.slice(0, PAGE).map(shown),
      older: rows.length > PAGE ? String(rows[PAGE - 1].id) : null,
    })
  }
}

function shown(row: Row) {
  return {
    id: String(row.id),
    at: Number(row.at),
    actorKind: String(row.actor_kind),
    actorName: row.actor_name === null ? null : String(row.actor_name),
    action: String(row.action),
    subjectKind: String(row.subject_kind),
    subjectId: row.subject_id === null ? null : String(row.subject_id),
    changes: changesOf(readJson<Values | null>(row.before), readJson<Values | null>(row.after)),
  }
}

type Values = Record<string, unknown>

function changesOf(before: Values | null, after: Values | null) {
  const names = Object.keys(after ?? before ?? {})
  return names.map((name) => ({ name, before: inWords(before?.[name]), after: inWords(after?.[name]) }))
}

const inWords = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
