import type { HttpContext } from '@adonisjs/core/http'
import { browserOf } from './oauth_browser.ts'
import { finishSignIn } from './oauth_return.ts'
import type { Origin } from './oauth_return.ts'

/** Where every provider sends people back to, for all workspaces of the installation. */
export default class OauthReturnsController {
  async show(ctx: HttpContext) {
    const { request, auth, response, session, i18n, inertia } = ctx
    const query = Object.fromEntries(new URLSearchParams(request.parsedUrl.query ?? ''))
    const by = { userId: auth.getUserOrFail().id, browser: browserOf(ctx), ip: request.ip() }
    const result = await finishSignIn(query, by)
    // The address holds the code: it must be neither sent on nor kept.
    response.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    if (result.ok) {
      session.flash(
        'success',
        i18n.t(result.origin.connectionId ? 'connections.signed_in_again' : 'connections.connected')
      )
      return response.redirect(`/w/${result.origin.workspaceId}/connections/${result.connection.id}`)
    }
    const { code, params } = result.why
    const told = typeof params?.message === 'string' ? ` ${params.message}` : ''
    const words = `${i18n.t(`codes.${code}`, params ?? {})}.${told}`.replace('..', '.')
    if (!result.origin) return inertia.render('connections/sign_in_failed', { code })

    session.flashErrors({ form: words })
    return response.redirect(whereTo(result.origin))
  }
}

const whereTo = ({ workspaceId, connectionId, connector }: NonNullable<Origin>): string =>
  connectionId
    ? `/w/${workspaceId}/connections/${connectionId}?tab=settings`
    : `/w/${workspaceId}/connections/new?connector=${encodeURIComponent(connector)}`
