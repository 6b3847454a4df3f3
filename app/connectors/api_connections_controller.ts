import type { HttpContext } from '@adonisjs/core/http'
import { testConnection } from './checking.ts'
import { connect } from './connect.ts'
import { Connection } from './connection.ts'
import { connectionOf } from './connection_finder.ts'
import { formOf } from './form.ts'
import { connectionLine, connectorCard } from './gallery.ts'
import { connectors } from './registry.ts'
import { refuse } from './refusal_words.ts'
import { changeConnection } from './repair.ts'
import { disconnect } from './upkeep.ts'
import { changeValidator, connectionValidator } from './validators.ts'

/** Connectors and connections for scripts; secrets go in and never come out. */
export default class ApiConnectionsController {
  async connectors() {
    return { data: connectors.all().map((connector) => ({ ...connectorCard(connector), form: formOf(connector) })) }
  }

  async index({ workspace }: HttpContext) {
    const connections = await Connection.in(workspace).orderBy('id')
    return { data: connections.map(connectionLine) }
  }

  async show(ctx: HttpContext) {
    const connection = await connectionOf(ctx)
    return {
      data: {
        ...connectionLine(connection),
        account: connection.account,
        settings: connection.settings,
        missingScopes: connection.missingScopes,
      },
    }
  }

  async store(ctx: HttpContext) {
    const { request, workspace, access, response } = ctx
    const { connector, ...details } = await request.validateUsing(connectionValidator)
    const result = await connect(workspace, connector, { ...details, actor: access.actor, ip: request.ip() })
    if (!result.ok) return refuse(ctx, result)
    return response.created({ data: connectionLine(result.connection) })
  }

  async update(ctx: HttpContext) {
    const { request, workspace, access } = ctx
    const connection = await connectionOf(ctx)
    const result = await changeConnection(
      connection,
      { workspace, actor: access.actor, ip: request.ip() },
      await request.validateUsing(changeValidator)
    )
    if (!result.ok) return refuse(ctx, result)
    return { data: connectionLine(result.connection) }
  }

  async destroy(ctx: HttpContext) {
    const { request, workspace, access, response } = ctx
    await disconnect(await connectionOf(ctx), { workspace, actor: access.actor, ip: request.ip() })
    return response.noContent()
  }

  async check(ctx: HttpContext) {
    return { data: await testConnection(await connectionOf(ctx)) }
  }
}
