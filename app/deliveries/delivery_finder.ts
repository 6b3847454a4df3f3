import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { deliveryFor } from './delivery_lists.ts'

/** The delivery of the address, if this workspace has a part in it. */
export async function deliveryIn({ workspace, params }: Pick<HttpContext, 'workspace' | 'params'>) {
  const found = await deliveryFor(workspace.id, String(params.delivery_id ?? params.id))
  if (!found) throw new E_NOT_FOUND()
  return found
}
