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
    const { code } = result.why
    if (!result.origin) return inertia.render('connections/sign_in_failed', { code })

    session.flashErrors({ form: inWords(i18n, result.why) })
    return response.redirect(whereTo(result.origin))
  }
}

/** What happened, then what to do; where there is no such advice, what the connector itself said. */
function inWords(i18n: HttpContext['i18n'], { code, params = {} }: { code: string; params?: Record<string, unknown> }) {
  const told = typeof params.message === 'string' ? params.message : ''
  const parts = [i18n.t(`codes.${code}`, params), i18n.t(`codes.${code}.hint`, params, told)]
  return parts
    .map((part) => (part === '' ? '' : `${part.replace(/\.$/, '')}.`))
    .join(' ')
    .trim()
}

const whereTo = ({ workspaceId, connectionId, connector }: NonNullable<Origin>): string =>
  connectionId
    ? `/w/${workspaceId}/connections/${connectionId}?tab=settings`
    : `/w/${workspaceId}/connections/new?connector=${encodeURIComponent(connector)}`
