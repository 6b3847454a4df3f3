import type { HttpContext } from '@adonisjs/core/http'
import { Connection } from './connection.ts'
import { startSignIn } from './oauth_start.ts'
import { browserOf } from './oauth_browser.ts'
import { refuse } from './refusal_words.ts'
import { connectors } from './registry.ts'
import { signInValidator } from './validators.ts'

/** "Sign in with …": sends the browser to the provider. */
export default class OauthSignInsController {
  async store(ctx: HttpContext) {
    const { request, workspace, auth, inertia } = ctx
    const { connection: id, ...asked } = await request.validateUsing(signInValidator)
    const connection = id ? await Connection.in(workspace).where('id', id).firstOrFail() : null
    const wanted = { ...asked, connector: connection?.connector ?? asked.connector, connection }
    const by = { userId: auth.getUserOrFail().id, browser: browserOf(ctx) }
    const started = await startSignIn(workspace, wanted, by)
    if (!started.ok)
      refuse(ctx, { ok: false, reason: 'invalid', errors: started.errors }, connectors.get(wanted.connector))
    return inertia.location(started.url)
  }
}
