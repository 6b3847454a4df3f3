import type { HttpContext } from '@adonisjs/core/http'
import { DAY, machineNow } from '#app/clock'
import { only } from '#app/http/json'
import { ApiToken, DEFAULT_LIMIT } from './api_token.ts'
import { auditBy } from './audit.ts'
import { E_FORBIDDEN, E_NOT_FOUND } from './errors.ts'
import { PERMISSIONS } from './permissions.ts'
import { tokenValidator } from './validators.ts'

export default class ApiTokensController {
  async index({ inertia, workspace, session }: HttpContext) {
    const tokens = await ApiToken.in(workspace).whereNull('revoked_at').orderBy('id', 'desc')
    return inertia.render('developers/tokens', {
      tokens: tokens.map((token) => ({
        ...only(token, 'id', 'name', 'hint', 'scopes', 'lastUsedAt', 'createdAt', 'expiresAt', 'allowedIps', 'limit'),
        state: token.expired ? 'expired' : 'active',
      })),
      scopes: Object.keys(PERMISSIONS),
      defaultLimit: DEFAULT_LIMIT,
      /** The token just made: shown this once. */
      issued: (session.flashMessages.get('issued_token') as string | undefined) ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const { request, workspace, access, auth, response, session } = ctx
    const { days, ...details } = await request.validateUsing(tokenValidator)
    // Nobody hands out more than they hold.
    const beyond = details.scopes.find((scope) => !access.may(scope))
    if (beyond) throw new E_FORBIDDEN([beyond])

    const { row, token } = await ApiToken.issue(workspace, {
      ...details,
      allowedIps: details.allowedIps?.length ? details.allowedIps : null,
      expiresAt: days ? machineNow() + days * DAY : null,
      createdBy: auth.getUserOrFail().id,
    })
    await auditBy(ctx, { action: 'api_token.created', subject: { kind: 'api_token', id: row.id }, after: details })
    session.flash('issued_token', token)
    return response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const { workspace, params, response } = ctx
    const token = await ApiToken.in(workspace).where('id', params.id).first()
    if (!token) throw new E_NOT_FOUND()
    await token.revoke()
    await auditBy(ctx, { action: 'api_token.revoked', subject: { kind: 'api_token', id: token.id } })
    return response.redirect().back()
  }
}
