import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isStamped } from '#app/accounts/session_stamp'

export default class SilentAuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.check()
    const { user } = ctx.auth
    if (user && !isStamped(ctx, user)) await ctx.auth.use('web').logout()

    return next()
  }
}
