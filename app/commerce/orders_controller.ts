import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import vine from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { listOrders, orderDetails, shopsOf } from './order_list.ts'

const filterValidator = vine.create({
  payment: vine.string().maxLength(24).optional(),
  shop: vine.string().maxLength(32).optional(),
  q: vine.string().maxLength(60).optional(),
  before: vine.string().maxLength(60).optional(),
})

export default class OrdersController {
  async index({ inertia, request, workspace }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    return inertia.render('commerce/orders/index', {
      ...(await listOrders(db.connection(), workspace.id, filter)),
      shops: await shopsOf(db.connection(), workspace.id),
      filter,
    })
  }

  async show({ inertia, workspace, params }: HttpContext) {
    const order = await orderDetails(db.connection(), workspace.id, String(params.id))
    if (!order) throw new E_NOT_FOUND()
    return inertia.render('commerce/orders/show', { order })
  }
}
