import type { HttpContext } from '@adonisjs/core/http'
import { auditBy, changes } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { refuseField } from '#app/contacts/field_errors'
import { catalogue } from '#app/events/catalogue'
import { checkDraft } from './draft.ts'
import type { Draft, Wanted } from './draft.ts'
import { knownTypes } from './event_choice.ts'
import { subjectOf, subscriptionOf } from './finder.ts'
import { forgetListeners } from './listening.ts'
import { auditedDraft, makeSubscription } from './making.ts'
import { sampleBody } from './samples.ts'
import { end } from './states.ts'
import { listSubscriptions } from './subscription_list.ts'
import { subscriptionPage } from './subscription_page.ts'
import { attemptFilterValidator, subscriptionValidator } from './validators.ts'

/** Developers ▸ Webhooks. */
export default class WebhooksController {
  async index({ inertia, workspace }: HttpContext) {
    return inertia.render('webhooks/index', { subscriptions: await listSubscriptions(workspace.id) })
  }

  async create({ inertia, workspace }: HttpContext) {
    return inertia.render('webhooks/edit', { subscription: null, types: typesOffered(workspace) })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, auth, response, session } = ctx
    const { name, contactDetail, ...wanted } = await request.validateUsing(subscriptionValidator)
    const draft = await checked(ctx, wanted)
    const { subscription, secret } = await transaction(async (trx) => {
      const made = await makeSubscription(trx, {
        ...draft,
        workspaceId: workspace.id,
        name,
        contactDetail,
        createdBy: auth.getUserOrFail().id,
      })
      const after = { name, contactDetail, ...auditedDraft(draft) }
      await auditBy(ctx, { action: 'webhook.created', subject: subjectOf(made.subscription), after }, trx)
      return made
    })
    forgetListeners()
    session.flash('webhook_secret', secret)
    return response.redirect(`/w/${workspace.id}/developers/webhooks/${subscription.id}`)
  }

  async show(ctx: HttpContext) {
    const { inertia, request, session } = ctx
    const subscription = await subscriptionOf(ctx)
    const filter = await attemptFilterValidator.validate(request.qs())
    return inertia.render('webhooks/show', {
      ...(await subscriptionPage(subscription, filter)),
      /** The secret just made: shown this once. */
      issued: (session.flashMessages.get('webhook_secret') as string | undefined) ?? null,
    })
  }

  async edit(ctx: HttpContext) {
    const { id, name, url, events, filter, contactDetail } = await subscriptionOf(ctx)
    return ctx.inertia.render('webhooks/edit', {
      subscription: { id, name, url, events, filter: filter && JSON.stringify(filter), contactDetail },
      types: typesOffered(ctx.workspace),
    })
  }

  async update(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    const { name, contactDetail, ...wanted } = await ctx.request.validateUsing(subscriptionValidator)
    const draft = await checked(ctx, wanted)
    const before = { name: subscription.name, contactDetail: subscription.contactDetail, ...auditedDraft(subscription) }
    const after = { name, contactDetail, ...auditedDraft(draft) }
    await transaction(async (trx) => {
      await subscription
        .merge({ ...draft, name, contactDetail })
        .useTransaction(trx)
        .touch()
        .save()
      await auditBy(
        ctx,
        { action: 'webhook.changed', subject: subjectOf(subscription), ...changes(before, after) },
        trx
      )
    })
    forgetListeners()
    return ctx.response.redirect(`/w/${ctx.workspace.id}/developers/webhooks/${subscription.id}`)
  }

  async destroy(ctx: HttpContext) {
    const subscription = await subscriptionOf(ctx)
    await end(subscription, 'ended_by_person')
    await auditBy(ctx, { action: 'webhook.ended', subject: subjectOf(subscription) })
    return ctx.response.redirect(`/w/${ctx.workspace.id}/developers/webhooks`)
  }
}

async function checked(ctx: HttpContext, wanted: Wanted): Promise<Draft> {
  const outcome = await checkDraft(wanted)
  return outcome.ok ? outcome.draft : refuseField(ctx, outcome.field, outcome.reason)
}

/** What may be chosen, with the body each would send. */
const typesOffered = (workspace: { id: string; name: string }) =>
  knownTypes().map((type) => ({
    type,
    title: catalogue.get(type)?.title ?? null,
    sample: JSON.stringify(sampleBody(workspace, type), null, 2),
  }))
