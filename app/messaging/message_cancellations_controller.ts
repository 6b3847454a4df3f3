import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { transaction } from '#app/database'
import { cancelMessages } from './cancel.ts'
import { Message } from './message.ts'

export default class MessageCancellationsController {
  async store(ctx: HttpContext) {
    const { workspace, params, response, session, i18n } = ctx
    const message = await Message.in(workspace).where('id', params.id).first()
    if (!message) throw new E_NOT_FOUND()

    const cancelled = await transaction((trx) =>
      cancelMessages(trx, { messageId: message.id, workspaceId: workspace.id, reason: 'cancelled' })
    )
    if (cancelled === 0) session.flash('error', i18n.t('messages.too_late_to_cancel'))
    else await auditBy(ctx, { action: 'message.cancelled', subject: { kind: 'message', id: message.id } })
    return response.redirect().back()
  }
}
