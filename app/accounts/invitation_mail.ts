import type { I18n } from '@adonisjs/i18n'
import { BaseMail } from '@adonisjs/mail'

export class InvitationMail extends BaseMail {
  #details: { to: string; workspace: string; inviter: string; link: string; i18n: I18n }

  constructor(details: { to: string; workspace: string; inviter: string; link: string; i18n: I18n }) {
    super()
    this.#details = details
  }

  prepare() {
    const { to, workspace, inviter, link, i18n } = this.#details
    this.message
      .to(to)
      .subject(i18n.t('accounts.invitation_subject', { workspace }))
      .text(i18n.t('accounts.invitation_text', { inviter, workspace, link }))
  }
}
