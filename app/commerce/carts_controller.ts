import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import vine from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { cartDetails, listCarts } from './cart_list.ts'
import { tellingsOf } from './listing.ts'

const filterValidator = vine.create({
  state: vine.enum(['open', 'abandoned', 'recovered', 'ordered', 'held'] as const).optional(),
  q: vine.string().maxLength(60).optional(),
  before: vine.string().maxLength(60).optional(),
})

/** What shops told of carts, and what became of them; nothing can be changed here, the shop is their home. */
export default class CartsController {
  async index({ inertia, request, workspace }: HttpContext) {
    const filter = await filterValidator.validate(request.qs())
    return inertia.render('commerce/carts/index', {
      ...(await listCarts(db.connection(), workspace.id, filter)),
      filter,
    })
  }

  async show({ inertia, workspace, params }: HttpContext) {
    const cart = await cartDetails(db.connection(), workspace.id, String(params.id))
    if (!cart) throw new E_NOT_FOUND()
    return inertia.render('commerce/carts/show', {
      cart,
      events: await tellingsOf(db.connection(), workspace.id, { kind: 'cart', id: cart.providerId }),
    })
  }
}
