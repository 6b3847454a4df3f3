import type { HttpContext } from '@adonisjs/core/http'
import type { Access } from '#app/accounts/access'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { refuseField } from '#app/contacts/field_errors'
import { bodyById, recentBodies, sampleBody } from './samples.ts'
import type { ContactDetail } from './subscription.ts'
import { sampleValidator } from './validators.ts'

/** Events in the shape that receivers get them. */
export default class ApiEventsController {
  /** A plain list, unlike other answers: no-code tools take it as it is for the samples of a trigger. */
  async sample(ctx: HttpContext) {
    const asked = await sampleValidator.validate(ctx.request.qs())
    const type = String(asked.type ?? asked.event)
    const sample = sampleBody(ctx.workspace, type)
    const recent = await recentBodies(ctx.workspace, type, { limit: asked.limit ?? 3, detail: seenBy(ctx.access) })
    if (recent.length > 0) return recent
    return sample ? [sample] : refuseField(ctx, asked.type ? 'type' : 'event', 'event_unknown')
  }

  async show({ workspace, params, access }: HttpContext) {
    const body = await bodyById(workspace, String(params.id), seenBy(access))
    if (!body) throw new E_NOT_FOUND()
    return { data: body }
  }
}

/** Whose token may not read contacts gets their ids. */
const seenBy = (access: Access): ContactDetail => (access.may('contacts.view') ? 'profile' : 'ids')
