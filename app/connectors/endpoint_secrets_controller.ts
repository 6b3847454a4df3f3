import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { connectionOf } from './connection_finder.ts'
import { endpointOf } from './context.ts'
import { forget } from './memory.ts'

/** The signing secret of an endpoint of our own making: shown once to whoever asks, and made anew. */
export default class EndpointSecretsController {
  async store(ctx: HttpContext) {
    const { connection, endpoint } = await ownEndpoint(ctx)
    await auditBy(ctx, { action: 'connection.secret_shown', subject: { kind: 'connection', id: connection.id } })
    ctx.session.flash('endpoint_secret', endpoint.secret ?? '')
    return ctx.response.redirect().back()
  }

  async update(ctx: HttpContext) {
    const { connection, endpoint } = await ownEndpoint(ctx)
    await endpoint.sealSecret(randomBytes(24).toString('base64url')).touch().save()
    forget()
    await auditBy(ctx, { action: 'connection.secret_renewed', subject: { kind: 'connection', id: connection.id } })
    ctx.session.flash('endpoint_secret', endpoint.secret ?? '')
    return ctx.response.redirect().back()
  }
}

/** Never an app's: that one is its provider's, and other workspaces depend on it. */
async function ownEndpoint(ctx: HttpContext) {
  const connection = await connectionOf(ctx)
  const endpoint = await endpointOf(connection)
  if (!endpoint || endpoint.connectionId !== connection.id) throw new E_NOT_FOUND()
  return { connection, endpoint }
}
