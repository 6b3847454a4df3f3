import type { HttpContext } from '@adonisjs/core/http'
import { transaction } from '#app/database'
import { audit } from './audit.ts'
import { E_FORBIDDEN } from './errors.ts'
import { createWorkspace, isNew, workspacesOf } from './installation.ts'
import { OrganizationMember } from './organization_member.ts'
import { newWorkspaceValidator } from './validators.ts'

/** The organization switcher: all workspaces a user may open, and making another. */
export default class WorkspacesController {
  /** `/`: straight into the workspace last opened, or the first. */
  async home({ auth, request, response }: HttpContext) {
    if (await isNew()) return response.redirect('/setup')
    if (!auth.user) return response.redirect('/sign-in')

    const workspaces = await workspacesOf(auth.user.id)
    const last = request.plainCookie('workspace', { encoded: false })
    const open = workspaces.find((workspace) => workspace.id === last) ?? workspaces[0]
    return response.redirect(open ? `/w/${open.id}` : '/workspaces')
  }

  async index({ auth, inertia }: HttpContext) {
    const user = auth.getUserOrFail()
    const owned = await OrganizationMember.query().where({ user_id: user.id, role: 'owner' })
    return inertia.render('accounts/workspaces', { mayCreate: owned.length > 0 })
  }

  async store({ auth, request, response }: HttpContext) {
    const user = auth.getUserOrFail()
    const details = await request.validateUsing(newWorkspaceValidator)
    const owner = await OrganizationMember.query().where({ user_id: user.id, role: 'owner' }).first()
    if (!owner) throw new E_FORBIDDEN(['workspace.create'])

    const workspace = await transaction(async (trx) => {
      const made = await createWorkspace(trx, owner.organizationId, details)
      await audit(
        {
          organizationId: owner.organizationId,
          workspaceId: made.id,
          actor: { kind: 'user', id: user.id },
          action: 'workspace.created',
          subject: { kind: 'workspace', id: made.id },
          after: details,
          ip: request.ip(),
        },
        trx
      )
      return made
    })
    return response.redirect(`/w/${workspace.id}/start`)
  }
}
