import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { currentPhone, sandboxOf } from './people.ts'
import { cart } from './shop.ts'

/** The pretend shop's checkout, where the link of a reminder leads. */
export default class SandboxCartsController {
  async show({ inertia, workspace, params }: HttpContext) {
    const connection = await sandboxOf(workspace)
    if (!connection) throw new E_NOT_FOUND()
    const { cartId, items, total } = cart(workspace, String(params.cart))
    const { name } = await currentPhone(connection)
    return inertia.render('developers/sandbox_cart', {
      cart: { id: cartId, items, total },
      shop: String(connection.settings.shopName ?? workspace.name),
      buyer: name,
    })
  }
}
