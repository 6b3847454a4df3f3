import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { accessOf } from '#app/accounts/access'
import type { Access } from '#app/accounts/access'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Workspace } from '#app/accounts/workspace'

/** Opens `/w/:workspace/…` for those who may see it. Another's workspace answers like one that is not there. */
export default class WorkspaceMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const workspace = await Workspace.find(ctx.params.workspace)
    const access = workspace && (await accessOf(ctx.auth.getUserOrFail().id, workspace))
    if (!workspace || !access) throw new E_NOT_FOUND()

    ctx.workspace = workspace
    ctx.access = access
    ctx.response.plainCookie('workspace', workspace.id, { encode: false })
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    workspace: Workspace
    access: Access
  }
}
