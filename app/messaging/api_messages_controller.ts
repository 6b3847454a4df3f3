import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { refuseField } from '#app/contacts/field_errors'
import { namedContact } from '#app/contacts/named_contact'
import { transaction } from '#app/database'
import { keyIn } from '#app/http/idempotency'
import { newId } from '#app/ids'
import { draftOf } from './api_message_draft.ts'
import { compose } from './compose.ts'
import { Message } from './message.ts'
import { apiMessageValidator } from './validators.ts'

/** Messages for scripts and no-code tools. The send guard decides as it does for everybody. */
export default class ApiMessagesController {
  /** 201 for a new message, 200 where the key was used before. A refusal is an answer, not an error: the message says why. */
  async store(ctx: HttpContext) {
    const { request, response, workspace } = ctx
    const asked = await request.validateUsing(apiMessageValidator)
    const written = request.header('idempotency-key')
    const key = asked.key ?? (written && keyIn(written)) ?? newId('row')
    const { message, isNew } = await transaction(async (trx) => {
      const named = await namedContact(trx, workspace, asked.to)
      if (!named.ok) return refuseField(ctx, `to.${named.field}`, named.reason)
      const draft = await draftOf(trx, workspace, { ...asked, key, contactId: named.contactId })
      if (!draft.ok) return refuseField(ctx, draft.field, draft.reason)

      const known = await Message.in(workspace, trx).where('naturalKey', draft.draft.naturalKey).first()
      if (known) return { message: known, isNew: false }
      const made = await compose(trx, draft.draft)
      const subject = { kind: 'message', id: made.id }
      await auditBy(ctx, { action: 'message.sent_by_api', subject, after: { state: made.state, code: made.code } }, trx)
      return { message: made, isNew: true }
    })
    return response.status(isNew ? 201 : 200).send({ data: { ...shown(message, ctx), created: isNew } })
  }

  async show(ctx: HttpContext) {
    const message = await Message.in(ctx.workspace).where('id', String(ctx.params.id)).first()
    if (!message) throw new E_NOT_FOUND()
    return { data: shown(message, ctx) }
  }
}

/** A row just made holds only what was set. */
const iso = (instant: number | null | undefined): string | null =>
  instant ? new Date(Number(instant)).toISOString() : null

const shown = (message: Message, { workspace }: Pick<HttpContext, 'workspace'>) => ({
  id: message.id,
  workspace_id: workspace.id,
  contact_id: message.contactId,
  direction: message.direction,
  channel: message.medium,
  purpose: message.purpose,
  state: message.state,
  /** Why it is delayed, refused or failed; `docs/why-not-sent.md` explains each. */
  reason: message.code ? { code: message.code, params: message.params ?? {} } : null,
  due_at: iso(message.dueAt),
  sent_at: iso(message.sentAt),
  delivered_at: iso(message.deliveredAt),
  read_at: iso(message.readAt),
})
