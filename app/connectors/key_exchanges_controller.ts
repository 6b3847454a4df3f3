import type { HttpContext } from '@adonisjs/core/http'
import { accessOf } from '#app/accounts/access'
import { Workspace } from '#app/accounts/workspace'
import { Connection } from './connection.ts'
import { collectKeys } from './key_exchange.ts'
import type { KeyExchangeRow } from './key_exchange.ts'
import { keysTaken, startKeyExchange } from './key_exchange_ways.ts'
import { browserOf } from './oauth_browser.ts'
import { refusalErrors, refuse } from './refusal_words.ts'
import { connectors } from './registry.ts'
import { keyExchangeValidator } from './validators.ts'

/** "Connect with your shop": to the vendor's page that hands out keys, and back. */
export default class KeyExchangesController {
  async store(ctx: HttpContext) {
    const { request, workspace, auth, inertia } = ctx
    const { connection: id, ...asked } = await request.validateUsing(keyExchangeValidator)
    const connection = id ? await Connection.in(workspace).where('id', id).firstOrFail() : null
    const by = { userId: auth.getUserOrFail().id, browser: browserOf(ctx) }
    const started = await startKeyExchange(workspace, { ...asked, connection }, by)
    if (!started.ok) {
      const connector = connectors.get(connection?.connector ?? asked.connector)
      return refuse(ctx, { ok: false, reason: 'invalid', errors: started.errors }, connector)
    }
    return inertia.location(started.url)
  }

  async show(ctx: HttpContext) {
    const { request, auth, params, response, session, i18n } = ctx
    const userId = auth.getUserOrFail().id
    const collected = await collectKeys(String(params.id), { userId, browser: browserOf(ctx) })
    const { asked } = collected
    const workspace = asked && (await Workspace.find(asked.workspaceId))
    const access = workspace && (await accessOf(userId, workspace))
    if (!workspace || !access?.may('connections.manage')) return response.redirect('/')

    if (!collected.ok) {
      session.flashErrors({ form: i18n.t(`codes.${collected.code}`) })
      return response.redirect(formFor(collected.asked!))
    }
    const result = await keysTaken(collected, { workspace, actor: access.actor, ip: request.ip() })
    if (result.ok) {
      session.flash('success', i18n.t('connections.connected'))
      return response.redirect(`/w/${workspace.id}/connections/${result.connection.id}`)
    }
    const told = refusalErrors(ctx, result, connectors.get(collected.asked.connector))
    session.flashErrors(Object.fromEntries(told.map(({ field, message }) => [field, message])))
    return response.redirect(formFor(collected.asked))
  }
}

const formFor = ({ workspaceId, connectionId, connector }: KeyExchangeRow): string =>
  connectionId
    ? `/w/${workspaceId}/connections/${connectionId}?tab=settings`
    : `/w/${workspaceId}/connections/new?connector=${encodeURIComponent(connector)}`
