import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { insert, transaction } from '#app/database'
import { record } from '#app/events/record'
import { newId } from '#app/ids'

export interface Link {
  id: string
  workspace_id: string
  message_id: string
  contact_id: string | null
  label: string | null
  url: string
  first_clicked_at: number | null
}

/** Only addresses that a browser may be sent to; a value in a template could hold anything. */
export async function linkWith(code: string): Promise<Link | null> {
  const link: Link | null = await db.from('links').where('code', code).first()
  return link && /^https?:\/\//i.test(link.url) ? link : null
}

/** Keeps a person's click and tells it: whoever counts people looks at the first one of a link. */
export async function recordClick(link: Link, userAgent: string | null): Promise<void> {
  const clickId = newId('click')
  const now = clock.now()
  await transaction(async (trx) => {
    await insert(trx, 'clicks', {
      id: clickId,
      workspace_id: link.workspace_id,
      link_id: link.id,
      message_id: link.message_id,
      contact_id: link.contact_id,
      clicked_at: now,
    })
    await trx.from('links').where('id', link.id).whereNull('first_clicked_at').update({ first_clicked_at: now })
    await trx
      .from('messages')
      .where('id', link.message_id)
      .whereNull('first_clicked_at')
      .update({ first_clicked_at: now })
    await record(trx, [
      {
        workspaceId: link.workspace_id,
        type: 'link.clicked',
        key: clickId,
        subject: { kind: 'message', id: link.message_id },
        contactId: link.contact_id,
        occurredAt: now,
        payload: {
          linkId: link.id,
          messageId: link.message_id,
          url: link.url,
          label: link.label,
          clickId,
          userAgent: userAgent?.slice(0, 300) ?? null,
          clickedAt: now,
        },
      },
    ])
  })
}
