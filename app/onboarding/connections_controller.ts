import type { HttpContext } from '@adonisjs/core/http'
import { connect } from '#app/connectors/connect'
import { refuse } from '#app/connectors/refusal_words'
import { connectors } from '#app/connectors/registry'
import { needsAddress } from './start.ts'
import { startConnectionValidator } from './validators.ts'

/** Connecting a shop or a number on the way. */
export default class ConnectionsController {
  async store(ctx: HttpContext) {
    const { request, workspace, access, response } = ctx
    const { step, connector, ...details } = await request.validateUsing(startConnectionValidator)
    const result = await connect(workspace, connector, { ...details, actor: access.actor, ip: request.ip() })
    if (!result.ok) return refuse(ctx, result, connectors.get(connector))

    const next = step === 'shop' ? 'number' : 'pipeline'
    // Its sender still has to be given the address.
    const stays = needsAddress(connectors.getOrFail(connector))
    return response.redirect(`/w/${workspace.id}/start?step=${stays ? `${step}&choice=${connector}` : next}`)
  }
}
