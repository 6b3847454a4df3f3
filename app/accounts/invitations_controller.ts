import type { HttpContext } from '@adonisjs/core/http'
import mail from '@adonisjs/mail/services/main'
import { clock } from '#app/clock'
import env from '#start/env'
import { counted } from './attempts.ts'
import { auditBy } from './audit.ts'
import { E_NOT_FOUND } from './errors.ts'
import { Invitation } from './invitation.ts'
import { InvitationMail } from './invitation_mail.ts'
import { Workspace } from './workspace.ts'
import { acceptValidator, invitationValidator } from './validators.ts'

export default class InvitationsController {
  /** The link goes by e-mail where SMTP is set, and is shown once in any case. */
  async store(ctx: HttpContext) {
    const { request, workspace, auth, response, session, i18n } = ctx
    const details = await request.validateUsing(invitationValidator)
    const user = auth.getUserOrFail()
    const { invitation, token } = await Invitation.issue(workspace, { ...details, invitedBy: user.id })
    await auditBy(ctx, {
      action: 'invitation.created',
      subject: { kind: 'invitation', id: invitation.id },
      after: details,
    })

    const link = `${env.get('APP_URL')}/invitations/${token}`
    if (env.get('SMTP_HOST'))
      await mail.sendLater(
        new InvitationMail({ to: details.email, workspace: workspace.name, inviter: user.name, link, i18n })
      )
    session.flash('invitation_link', link)
    return response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const { workspace, params, response } = ctx
    const invitation = await Invitation.in(workspace).where('id', params.id).first()
    if (!invitation) throw new E_NOT_FOUND()
    await invitation.merge({ revokedAt: clock.now() }).touch().save()
    await auditBy(ctx, { action: 'invitation.revoked', subject: { kind: 'invitation', id: invitation.id } })
    return response.redirect().back()
  }

  /** What the invited person sees. */
  async show({ params, inertia }: HttpContext) {
    const invitation = await Invitation.byToken(params.token)
    if (!invitation) throw new E_NOT_FOUND()
    const workspace = await Workspace.findOrFail(invitation.workspaceId)
    return inertia.render('accounts/invitation', {
      email: invitation.email,
      role: invitation.role,
      state: invitation.state,
      workspaceName: workspace.name,
      hasAccount: await invitation.hasAccount(),
      token: String(params.token),
    })
  }

  async accept({ params, request, auth, response, session, i18n }: HttpContext) {
    const invitation = await Invitation.byToken(params.token)
    if (!invitation) throw new E_NOT_FOUND()
    const { name, password } = await request.validateUsing(acceptValidator)
    const { limited, value } = await counted(request.ip(), invitation.email, async () => {
      const accepted = await invitation.accept({ name: name ?? invitation.email, password, locale: i18n.locale })
      return !accepted.ok && accepted.reason === 'wrong_password' ? null : accepted
    })
    if (limited) {
      session.flashErrors({ password: i18n.t('accounts.too_many_attempts') })
      return response.redirect().back()
    }
    const result = value ?? { ok: false as const, reason: 'wrong_password' as const }
    if (!result.ok) {
      session.flashErrors({ password: i18n.t(`accounts.${result.reason}`) })
      return response.redirect().back()
    }
    await auth.use('web').login(result.user)
    return response.redirect(`/w/${invitation.workspaceId}`)
  }
}
