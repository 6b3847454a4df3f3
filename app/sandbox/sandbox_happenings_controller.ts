import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { currentPhone, sandboxOf } from './people.ts'
import { ship } from './parcels.ts'
import { abandonCart, buy, tellOwn } from './shop.ts'
import { happeningValidator } from './validators.ts'

/** What happens in the pretend shop. */
export default class SandboxHappeningsController {
  async store({ workspace, request, response }: HttpContext) {
    const connection = await sandboxOf(workspace)
    if (!connection) throw new E_NOT_FOUND()
    const phone = await currentPhone(connection)
    const { kind, cart, body } = await request.validateUsing(happeningValidator)
    if (kind === 'cart') await abandonCart(workspace, phone)
    else if (kind === 'order') await buy(workspace, phone, cart)
    else if (kind === 'shipment') await ship(workspace, phone)
    else await tellOwn(workspace, phone, body ?? {})
    return response.redirect(`/w/${workspace.id}/developers/sandbox`)
  }
}
