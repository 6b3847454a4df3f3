import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { refuseField } from '#app/contacts/field_errors'
import { transaction } from '#app/database'
import { subjectOf, subscriptionOf } from './finder.ts'
import { sendAgain, sendFailedAgain } from './redelivery.ts'
import { pause, resume, rotateSecret } from './states.ts'
import { tryOut } from './trial.ts'
import { sinceValidator, tryValidator } from './validators.ts'

/** What a person does with a subscription: hold it, let it go on, try it, give it a new secret, send things again. */
export default class WebhookActionsController {
  async pause(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    if (subscription.state !== 'active') return ctx.response.redirect().back()
    await pause(subscription)
    await auditBy(ctx, { action: 'webhook.paused', subject: subjectOf(subscription) })
    return ctx.response.redirect().back()
  }

  async resume(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    await resume(subscription)
    await auditBy(ctx, { action: 'webhook.resumed', subject: subjectOf(subscription) })
    return ctx.response.redirect().back()
  }

  async rotate(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    const secret = await transaction(async (trx) => {
      await auditBy(ctx, { action: 'webhook.secret_changed', subject: subjectOf(subscription) }, trx)
      return rotateSecret(trx, subscription)
    })
    ctx.session.flash('webhook_secret', secret)
    return ctx.response.redirect().back()
  }

  async test(ctx: HttpContext) {
    const { workspace, session, i18n } = ctx
    const subscription = await subscriptionOf(ctx)
    const { type } = await ctx.request.validateUsing(tryValidator)
    const posted = await tryOut(subscription, workspace, type)
    if (!posted) return refuseField(ctx, 'type', 'event_unknown')
    if (posted.ok) session.flash('success', i18n.t('webhooks.tested', { ms: posted.tookMs }))
    else session.flash('error', i18n.t(`codes.${posted.code}`, { status: posted.status }))
    return ctx.response.redirect().back()
  }

  async again(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    const dispatch = String(ctx.params.dispatch)
    if (!(await sendAgain(subscription, dispatch))) throw new E_NOT_FOUND()
    await auditBy(ctx, { action: 'webhook.sent_again', subject: subjectOf(subscription), after: { dispatch } })
    return ctx.response.redirect().back()
  }

  async allAgain(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    const { since } = await ctx.request.validateUsing(sinceValidator)
    const count = await sendFailedAgain(subscription, since)
    await auditBy(ctx, { action: 'webhook.sent_again', subject: subjectOf(subscription), after: { since, count } })
    ctx.session.flash('success', ctx.i18n.t('webhooks.sent_again', { count }))
    return ctx.response.redirect().back()
  }
}
