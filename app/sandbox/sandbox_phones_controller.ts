import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { connect } from '#app/connectors/connect'
import { chainOf } from '#app/http/chains'
import { anotherPhone, currentPhone, sandboxOf } from './people.ts'
import { change } from './phone_acts.ts'
import { latestRelay, phoneView } from './phone_view.ts'
import { phoneValidator } from './validators.ts'

export default class SandboxPhonesController {
  async show(ctx: HttpContext) {
    const { inertia, workspace } = ctx
    const connection = await sandboxOf(workspace)
    if (!connection) return inertia.render('developers/sandbox_phone', { connected: false, view: null, chain: null })

    const view = await phoneView(workspace, connection, await currentPhone(connection))
    const seed = await latestRelay(connection, view.contactId)
    return inertia.render('developers/sandbox_phone', {
      connected: true,
      view,
      chain: seed ? await chainOf(ctx, seed) : null,
    })
  }

  /** Connects the sandbox where there is none; else somebody new picks up a phone. */
  async store({ workspace, access, response, session, i18n }: HttpContext) {
    const connection = await sandboxOf(workspace)
    if (connection) await anotherPhone(connection)
    else {
      const outcome = await connect(workspace, 'sandbox', { actor: access.actor })
      if (!outcome.ok) session.flash('error', i18n.t('sandbox.not_connected'))
    }
    return response.redirect().back()
  }

  async update({ workspace, request, response }: HttpContext) {
    const connection = await sandboxOf(workspace)
    if (!connection) throw new E_NOT_FOUND()
    await change(await currentPhone(connection), await request.validateUsing(phoneValidator))
    return response.redirect().back()
  }
}
