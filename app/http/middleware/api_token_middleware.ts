import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { withinLimit } from '#app/accounts/api_limits'
import { ApiToken, TokenAccess } from '#app/accounts/api_token'
import { E_ADDRESS_NOT_ALLOWED, E_TOKEN_INVALID, E_TOKEN_MISSING } from '#app/accounts/errors'

/** Opens the API for `Authorization: Bearer stf_…`; the token names the workspace. */
export default class ApiTokenMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const [scheme, text] = (ctx.request.header('authorization') ?? '').split(' ')
    if (scheme.toLowerCase() !== 'bearer' || !text) throw new E_TOKEN_MISSING()
    const found = await ApiToken.authenticate(text)
    if (!found) throw new E_TOKEN_INVALID()
    if (!found.token.mayComeFrom(ctx.request.ip())) throw new E_ADDRESS_NOT_ALLOWED()
    await withinLimit(ctx, found.token)

    await found.token.markUsed()
    ctx.workspace = found.workspace
    ctx.access = new TokenAccess(found.token.id, found.token.scopes, found.token.name)
    return next()
  }
}
