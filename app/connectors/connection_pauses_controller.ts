import type { HttpContext } from '@adonisjs/core/http'
import { connectionOf } from './connection_finder.ts'
import { pauseConnection, resumeConnection } from './upkeep.ts'

export default class ConnectionPausesController {
  async store(ctx: HttpContext) {
    await pauseConnection(await connectionOf(ctx), byWhom(ctx))
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    await resumeConnection(await connectionOf(ctx), byWhom(ctx))
    return ctx.response.redirect().back()
  }
}

const byWhom = ({ workspace, access, request }: HttpContext) => ({ workspace, actor: access.actor, ip: request.ip() })
