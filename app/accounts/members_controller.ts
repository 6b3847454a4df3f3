import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { transaction } from '#app/database'
import { ApiToken } from './api_token.ts'
import { auditBy } from './audit.ts'
import { E_NOT_FOUND } from './errors.ts'
import { Invitation } from './invitation.ts'
import { atLeast, Member } from './member.ts'
import { PERMISSIONS } from './permissions.ts'
import type { Permission } from './permissions.ts'
import { memberValidator } from './validators.ts'

export default class MembersController {
  async index({ inertia, workspace, session }: HttpContext) {
    const members = await db
      .from('members as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where('m.workspace_id', workspace.id)
      .orderBy('u.name')
      .select('m.id', 'm.role', 'u.name', 'u.email', 'm.created_at as createdAt')
    const owners = await db
      .from('organization_members as m')
      .join('users as u', 'u.id', 'm.user_id')
      .where('m.organization_id', workspace.organizationId)
      .orderBy('u.name')
      .select('m.id', 'm.role', 'u.name', 'u.email')
    const invitations = await Invitation.in(workspace)
      .whereNull('accepted_at')
      .whereNull('revoked_at')
      .orderBy('id', 'desc')
    return inertia.render('settings/members', {
      members,
      owners,
      invitations: invitations.map(({ id, email, role, state, expiresAt }) => ({ id, email, role, state, expiresAt })),
      /** The link of the invitation just made: shown this once. */
      link: (session.flashMessages.get('invitation_link') as string | undefined) ?? null,
    })
  }

  async update(ctx: HttpContext) {
    const { request, response } = ctx
    const member = await this.#member(ctx)
    const { role } = await request.validateUsing(memberValidator)
    const before = { role: member.role }
    await transaction(async (trx) => {
      await member.merge({ role }).useTransaction(trx).touch().save()
      const beyond = (scope: Permission) => !atLeast(role, PERMISSIONS[scope])
      const tokens = await ApiToken.revokeOf(trx, member, ({ scopes }) => scopes.some(beyond))
      const after = { role, ...(tokens > 0 && { tokens_revoked: tokens }) }
      await auditBy(ctx, { action: 'member.role_changed', subject: subjectOf(member), before, after }, trx)
    })
    return response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const member = await this.#member(ctx)
    await transaction(async (trx) => {
      await member.useTransaction(trx).delete()
      const tokens = await ApiToken.revokeOf(trx, member)
      const before = { role: member.role, tokens }
      await auditBy(ctx, { action: 'member.removed', subject: subjectOf(member), before }, trx)
    })
    return ctx.response.redirect().back()
  }

  async #member({ workspace, params }: HttpContext) {
    const member = await Member.query().where({ id: params.id, workspace_id: workspace.id }).first()
    if (!member) throw new E_NOT_FOUND()
    return member
  }
}

const subjectOf = (member: Member) => ({ kind: 'member', id: member.id })
