import db from '@adonisjs/lucid/services/db'
import type { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import type { Row } from '#app/database'
import { roleOf } from './crm_fields.ts'
import { findRecord } from './finding.ts'
import { baseOf, changesOf } from './link.ts'
import type { Link } from './link.ts'
import type { MappingRow } from './mapping.ts'
import { decisionsOf } from './meetings.ts'
import { ownValues } from './own_fields.ts'
import { pairsOf } from './scene.ts'
import type { Sync } from './sync.ts'

/** What keeping in step would do to one field of one contact. */
export interface PreviewLine {
  field: string
  crmField: string
  ours: unknown
  theirs: unknown
  becomes: 'same' | 'to_crm' | 'from_crm' | 'kept'
  value: unknown
  code: string | null
}

/** What a mapping would do to one contact; asks the CRM and writes nothing. Null: there is no such contact. */
export async function previewOf(
  connection: Connection,
  { sync, mapping, contactId }: { sync: Sync; mapping: MappingRow[]; contactId: string }
): Promise<{ record: string | null; lines: PreviewLine[] } | null> {
  const contact: Row | null = await db
    .from('contacts')
    .where({ workspace_id: connection.workspaceId, id: contactId })
    .first()
  const role = await roleOf(connection)
  if (!contact || !role) return null
  const { pairs, asked } = await pairsOf({ workspaceId: sync.workspaceId, fields: sync.fields, mapping })
  const link: Row | null = await db
    .from('crm_links')
    .where({ connection_id: connection.id, contact_id: contactId })
    .first()
  const handles = { phone: contact.phone as string | null, email: contact.email as string | null }
  const context = await contextFor(connection)
  const known = { contact_id: contactId, crm_id: link?.crm_id ?? null } as Link
  const record = await findRecord({ connection, sync, role, context, pairs, asked }, known, handles)
  const decisions = decisionsOf(pairs, {
    ours: await ownValues(db.connection(), contactId),
    changed: link ? changesOf(link) : {},
    record,
    base: link?.crm_id ? baseOf(link) : {},
  })
  return {
    record: record?.id ?? null,
    lines: decisions.map((decision) => ({
      field: decision.meeting.row.field,
      crmField: decision.meeting.row.crmField,
      ours: decision.meeting.ours,
      theirs: decision.meeting.theirs,
      becomes: decision.kind,
      value: 'value' in decision ? decision.value : null,
      code: decision.kind === 'kept' ? decision.code : null,
    })),
  }
}
