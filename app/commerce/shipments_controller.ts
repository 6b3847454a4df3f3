import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import vine from '@vinejs/vine'
import { listShipments } from './shipment_list.ts'

const filterValidator = vine.create({
  state: vine.string().maxLength(20).optional(),
  q: vine.string().maxLength(60).optional(),
  before: vine.string().maxLength(60).optional(),
})

export default class ShipmentsController {
  async index({ inertia, request, workspace }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    return inertia.render('commerce/shipments', {
      ...(await listShipments(db.connection(), workspace.id, filter)),
      filter,
    })
  }
}
