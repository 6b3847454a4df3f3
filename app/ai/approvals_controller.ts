import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Approval } from './approval.ts'
import { countWaiting, listApprovals } from './approval_list.ts'
import { decide } from './deciding.ts'
import type { Decision } from './deciding.ts'
import { approvalValidator, listValidator } from './validators.ts'

/** Replies that wait for a person. */
export default class ApprovalsController {
  async index({ inertia, workspace, request }: HttpContext) {
    const { show = 'waiting', before } = await listValidator.validate(request.qs())
    return inertia.render('ai/approvals', {
      ...(await listApprovals(workspace.id, { decided: show === 'decided', before })),
      show,
      waiting: await countWaiting(workspace.id),
    })
  }

  async approve(ctx: HttpContext) {
    const { text } = await ctx.request.validateUsing(approvalValidator)
    return this.#decide(ctx, { kind: 'approve', text: text ?? null })
  }

  reject = (ctx: HttpContext) => this.#decide(ctx, { kind: 'reject' })

  async #decide(ctx: HttpContext, decision: Decision) {
    const { session, i18n, response, access } = ctx
    const approval = await approvalOf(ctx)
    const decided = await decide(approval, decision, access.actor)
    if (decided.ok) {
      await auditBy(ctx, { action: `ai_reply.${decided.state}`, subject: { kind: 'ai_approval', id: approval.id } })
      session.flash('success', i18n.t(`ai.done.${decided.state}`))
    } else session.flash('error', i18n.t(`ai.${decided.reason}`))
    return response.redirect().back()
  }
}

/** The one of the address, in this workspace and no other. */
export async function approvalOf({ workspace, params }: Pick<HttpContext, 'workspace' | 'params'>): Promise<Approval> {
  const approval = await Approval.in(workspace).where('id', String(params.id)).first()
  if (!approval) throw new E_NOT_FOUND()
  return approval
}
