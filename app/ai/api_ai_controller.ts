import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { listApprovals } from './approval_list.ts'
import { approvalOf } from './approvals_controller.ts'
import { decide } from './deciding.ts'
import type { Decision } from './deciding.ts'
import { usageOf } from './usage.ts'
import { approvalValidator, listValidator } from './validators.ts'

/** Usage and approvals for scripts. */
export default class ApiAiController {
  async usage({ workspace }: HttpContext) {
    return { data: await usageOf(workspace) }
  }

  async approvals({ workspace, request }: HttpContext) {
    const { show = 'waiting', before } = await listValidator.validate(request.qs())
    const { approvals, older } = await listApprovals(workspace.id, { decided: show === 'decided', before })
    return { data: approvals, older }
  }

  /** 409 when somebody decided before, or the run no longer waits. */
  async approve(ctx: HttpContext) {
    const { text } = await ctx.request.validateUsing(approvalValidator)
    return this.#decide(ctx, { kind: 'approve', text: text ?? null })
  }

  reject = (ctx: HttpContext) => this.#decide(ctx, { kind: 'reject' })

  async #decide(ctx: HttpContext, decision: Decision) {
    const approval = await approvalOf(ctx)
    const decided = await decide(approval, decision, ctx.access.actor)
    if (!decided.ok)
      return ctx.response.status(409).send({
        type: 'about:blank',
        title: 'The reply no longer waits for a decision.',
        status: 409,
        code: decided.reason,
        params: { state: decided.state },
      })
    await auditBy(ctx, { action: `ai_reply.${decided.state}`, subject: { kind: 'ai_approval', id: approval.id } })
    return { data: { id: approval.id, state: decided.state } }
  }
}
