import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insert } from '#app/database'
import type { Client } from '#app/database'
import { newId } from '#app/ids'
import type { Actor } from './access.ts'

/** One change by somebody, as the audit log keeps it. `before` and `after` hold only what changed, and no secrets. */
export interface AuditEntry {
  organizationId: string
  workspaceId: string | null
  actor: Actor
  /** `noun.verb_past`: `connection.created`, `member.role_changed`. */
  action: string
  subject: { kind: string; id: string | null }
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  ip?: string | null
}

/** The one audit log. Pass the transaction of the change, so that neither is kept without the other. */
export async function audit(entry: AuditEntry, client: Client = db.connection()): Promise<void> {
  await insert(client, 'audit_entries', {
    id: newId('audit_entry'),
    organization_id: entry.organizationId,
    workspace_id: entry.workspaceId,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    before: entry.before ? JSON.stringify(entry.before) : null,
    after: entry.after ? JSON.stringify(entry.after) : null,
    ip: entry.ip ?? null,
    at: clock.now(),
  })
}

/** Only the fields that differ, on both sides. */
export function changes(before: Record<string, unknown>, after: Record<string, unknown>) {
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const pick = (from: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
  return { before: pick(before), after: pick(after) }
}

/** An entry about the workspace of this request, by whoever made it. */
export function auditBy(
  { workspace, access, request }: Pick<HttpContext, 'workspace' | 'access' | 'request'>,
  entry: Pick<AuditEntry, 'action' | 'subject' | 'before' | 'after'>,
  client?: Client
): Promise<void> {
  return audit(
    {
      organizationId: workspace.organizationId,
      workspaceId: workspace.id,
      actor: access.actor,
      ip: request.ip(),
      ...entry,
    },
    client
  )
}
