import type { Infer } from '@vinejs/vine/types'
import type { Workspace } from '#app/accounts/workspace'
import type { Trx } from '#app/database'
import { naturalKey } from '#app/ids'
import type { Purpose } from '#sdk/index'
import type { MessageDraft } from './draft.ts'
import type { apiMessageValidator } from './validators.ts'

type Asked = Infer<typeof apiMessageValidator> & { key: string; contactId: string }
type Drafted = { ok: true; draft: MessageDraft } | { ok: false; field: string; reason: string }

/** What a call asks for, as a draft. A template brings its own purpose; a text of one's own must name it. */
export async function draftOf(trx: Trx, workspace: Workspace, asked: Asked): Promise<Drafted> {
  const { connection_id: connectionId, template, text } = asked
  if (connectionId && !(await isOwn(trx, workspace, connectionId)))
    return { ok: false, field: 'connection_id', reason: 'connection_missing' }
  const purpose = template ? await purposeOf(trx, workspace, template) : (asked.purpose ?? 'service')
  if (!purpose) return { ok: false, field: 'template', reason: 'template_missing' }
  return {
    ok: true,
    draft: {
      workspaceId: workspace.id,
      naturalKey: naturalKey('api', asked.key),
      contactId: asked.contactId,
      purpose,
      ...(template ? { template } : { content: { kind: 'text', text: String(text) } }),
      values: { variables: asked.variables ?? {}, ...asked.variables },
      connectionId: connectionId ?? null,
      ...(asked.channel ? { medium: asked.channel } : {}),
    },
  }
}

const isOwn = async (trx: Trx, { id }: Workspace, connectionId: string): Promise<boolean> =>
  Boolean(await trx.from('connections').where({ workspace_id: id, id: connectionId }).first())

async function purposeOf(trx: Trx, { id }: Workspace, template: string): Promise<Purpose | null> {
  const row = await trx
    .from('templates')
    .where('workspace_id', id)
    .where(template.startsWith('tpl_') ? 'id' : 'name', template)
    .whereNull('archived_at')
    .select('purpose')
    .first()
  return (row?.purpose as Purpose | undefined) ?? null
}
