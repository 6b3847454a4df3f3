import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { chainOf } from '#app/http/chains'
import { Message } from './message.ts'
import { messageDetail } from './message_detail.ts'
import { listMessages, MESSAGE_GROUPS } from './message_list.ts'
import { messageFilterValidator } from './validators.ts'

export default class MessagesController {
  async index({ inertia, workspace, request }: HttpContext) {
    const filter = await messageFilterValidator.validate(request.qs())
    const { messages, older } = await listMessages(db.connection(), workspace.id, filter)
    const any = messages.length > 0 || (await Message.in(workspace).first()) !== null
    return inertia.render('messages/index', { messages, older, groups: Object.keys(MESSAGE_GROUPS), any })
  }

  async show(ctx: HttpContext) {
    const { inertia, workspace, params } = ctx
    const message = await Message.in(workspace).where('id', params.id).first()
    if (!message) throw new E_NOT_FOUND()
    const chain = await chainOf(ctx, { kind: 'message', id: message.id })
    return inertia.render('messages/show', { ...(await messageDetail(db.connection(), message)), chain })
  }
}
