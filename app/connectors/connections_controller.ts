import type { HttpContext } from '@adonisjs/core/http'
import { connect } from './connect.ts'
import { connectionOf } from './connection_finder.ts'
import { formOf } from './form.ts'
import { connectorCard, galleryOf } from './gallery.ts'
import { connectors } from './registry.ts'
import { signInForm } from './oauth_form.ts'
import { refuse } from './refusal_words.ts'
import { changeConnection } from './repair.ts'
import { disconnect } from './upkeep.ts'
import { changeValidator, connectionValidator } from './validators.ts'
import { worded } from './worded.ts'

export default class ConnectionsController {
  async index({ inertia, workspace, i18n }: HttpContext) {
    return inertia.render('connections/index', await galleryOf(workspace, i18n.locale))
  }

  async create({ inertia, request, workspace, i18n }: HttpContext) {
    const connector = worded(connectors.getOrFail(String(request.qs().connector ?? '')), i18n.locale)
    const { reads, writes, endpoint } = connector
    return inertia.render('connections/new', {
      connector: { ...connectorCard(connector), reads, writes, takesWebhooks: endpoint !== undefined },
      form: formOf(connector),
      signIn: await signInForm(connector, workspace),
    })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    const { connector, ...details } = await request.validateUsing(connectionValidator)
    const result = await connect(workspace, connector, { ...details, actor: access.actor, ip: request.ip() })
    if (!result.ok) return refuse(ctx, result, connectors.get(connector))

    session.flash('success', i18n.t('connections.connected'))
    return response.redirect(`/w/${workspace.id}/connections/${result.connection.id}`)
  }

  async update(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    const connection = await connectionOf(ctx)
    const change = await request.validateUsing(changeValidator)
    const result = await changeConnection(connection, { workspace, actor: access.actor, ip: request.ip() }, change)
    if (!result.ok) return refuse(ctx, result, connectors.get(connection.connector))

    session.flash('success', i18n.t('connections.saved'))
    return response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const { request, workspace, access, response, session, i18n } = ctx
    await disconnect(await connectionOf(ctx), { workspace, actor: access.actor, ip: request.ip() })
    session.flash('success', i18n.t('connections.removed'))
    return response.redirect(`/w/${workspace.id}/connections`)
  }
}
