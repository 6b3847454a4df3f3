import type { HttpContext } from '@adonisjs/core/http'
import type { Access } from '#app/accounts/access'
import { auditBy } from '#app/accounts/audit'
import { E_SCOPE_MISSING } from '#app/accounts/errors'
import type { Permission } from '#app/accounts/permissions'
import { refuseField } from '#app/contacts/field_errors'
import { transaction } from '#app/database'
import { checkDraft } from './draft.ts'
import { subjectOf, subscriptionOf } from './finder.ts'
import { forgetListeners } from './listening.ts'
import { auditedDraft, makeSubscription } from './making.ts'
import { end } from './states.ts'
import { Subscription } from './subscription.ts'
import type { ContactDetail } from './subscription.ts'
import { shownState } from './subscription_list.ts'
import { hookValidator } from './validators.ts'

/** Subscriptions as no-code tools make and remove them: REST hooks. */
export default class ApiHooksController {
  async index({ workspace }: HttpContext) {
    const hooks = await Subscription.in(workspace).whereNot('state', 'ended').orderBy('id', 'desc').limit(200)
    return { data: hooks.map(shown) }
  }

  async show(ctx: HttpContext) {
    return { data: shown(await subscriptionOf(ctx)) }
  }

  /** The id stands at the top, where Zapier keeps it from; the secret is told this once. */
  async store(ctx: HttpContext) {
    const { request, response, workspace, access } = ctx
    const asked = await request.validateUsing(hookValidator)
    const contactDetail = asked.contact ?? (access.may('contacts.view') ? 'profile' : 'ids')
    mustSee(access, contactDetail)
    const events = asked.events ?? [String(asked.event)]
    const checked = await checkDraft({ url: asked.target_url, events, filter: asked.filter })
    if (!checked.ok) return refuseField(ctx, FIELDS[checked.field](asked), checked.reason)

    const { draft } = checked
    const { subscription, secret } = await transaction(async (trx) => {
      const made = await makeSubscription(trx, {
        ...draft,
        workspaceId: workspace.id,
        name: asked.name ?? new URL(draft.url).host,
        contactDetail,
        tokenId: access.actor.id,
      })
      const subject = subjectOf(made.subscription)
      await auditBy(ctx, { action: 'webhook.created', subject, after: auditedDraft(draft) }, trx)
      return made
    })
    forgetListeners()
    return response.status(201).send({ ...shown(subscription), secret })
  }

  /** Whoever asks twice, or for one that is not there, has what they want. */
  async destroy(ctx: HttpContext) {
    const { workspace, params, response } = ctx
    const subscription = await Subscription.in(workspace).where('id', String(params.id)).first()
    if (subscription && subscription.state !== 'ended') {
      await end(subscription, 'ended_by_person')
      await auditBy(ctx, { action: 'webhook.ended', subject: subjectOf(subscription) })
    }
    return response.noContent()
  }
}

/** A token is told by a hook what it could read by itself, and no more. */
function mustSee(access: Access, contactDetail: ContactDetail): void {
  const needed: Permission[] = contactDetail === 'profile' ? ['events.view', 'contacts.view'] : ['events.view']
  const beyond = needed.find((permission) => !access.may(permission))
  if (beyond) throw new E_SCOPE_MISSING([beyond])
}

/** The caller's names of what was refused. */
const FIELDS = {
  url: () => 'target_url',
  events: (asked: { events?: string[] }) => (asked.events ? 'events' : 'event'),
  filter: () => 'filter',
}

const shown = (subscription: Subscription) => ({
  id: subscription.id,
  name: subscription.name,
  events: subscription.events,
  target_url: subscription.url,
  filter: subscription.filter,
  contact: subscription.contactDetail,
  state: shownState(subscription),
  code: subscription.code,
  created_at: new Date(subscription.createdAt).toISOString(),
  expires_at: null,
})
