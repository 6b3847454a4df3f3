import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import vine from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { chainOf } from '#app/http/chains'
import { catalogue } from './catalogue.ts'
import { eventDetails, listEvents } from './event_list.ts'

const filterValidator = vine.create({
  type: vine.string().maxLength(120).optional(),
  state: vine.enum(['pending', 'routed', 'gave_up'] as const).optional(),
  connection: vine.string().maxLength(32).optional(),
  contact: vine.string().maxLength(32).optional(),
  before: vine.string().maxLength(32).optional(),
})

export default class EventsController {
  async index({ inertia, request, workspace }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    const types = catalogue.all().map(({ type }) => type)
    return inertia.render('developers/events/index', {
      ...(await listEvents(db.connection(), workspace.id, filter)),
      filter,
      types,
    })
  }

  async show(ctx: HttpContext) {
    const { inertia, workspace, params } = ctx
    const event = await eventDetails(db.connection(), workspace.id, String(params.id))
    if (!event) throw new E_NOT_FOUND()
    return inertia.render('developers/events/show', {
      event,
      chain: await chainOf(ctx, { kind: 'event', id: event.id }),
    })
  }
}
