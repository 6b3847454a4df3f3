import i18nManager from '@adonisjs/i18n/services/main'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import { BaseMail } from '@adonisjs/mail'
import { clock, DAY } from '#app/clock'
import env from '#start/env'
import type { Subscription } from './subscription.ts'

interface Reader {
  email: string
  locale: string | null
}

/** Where a subscription was switched off by us, its admins hear of it: by e-mail where that is set up. */
export async function noticeDisabled(subscription: Subscription): Promise<void> {
  if (!env.get('SMTP_HOST')) return
  for (const reader of await adminsOf(subscription.workspaceId))
    await mail.sendLater(new DisabledMail(subscription, reader))
}

class DisabledMail extends BaseMail {
  #subscription: Subscription
  #reader: Reader

  constructor(subscription: Subscription, reader: Reader) {
    super()
    this.#subscription = subscription
    this.#reader = reader
  }

  prepare() {
    const i18n = i18nManager.locale(this.#reader.locale ?? i18nManager.defaultLocale)
    const { id, workspaceId, name, failingSince } = this.#subscription
    const link = `${env.get('APP_URL')}/w/${workspaceId}/developers/webhooks/${id}`
    const days = Math.max(1, Math.round((clock.now() - (failingSince ?? clock.now())) / DAY))
    this.message
      .to(this.#reader.email)
      .subject(i18n.t('webhooks.disabled_subject', { name }))
      .text(i18n.t('webhooks.disabled_text', { name, days, link }))
  }
}

/** Those who may set it right: the workspace's admins and the organization's owners. */
async function adminsOf(workspaceId: string): Promise<Reader[]> {
  const admins = db.from('members').select('user_id').where({ workspace_id: workspaceId, role: 'admin' })
  const owners = db
    .from('organization_members as m')
    .join('workspaces as w', 'w.organization_id', 'm.organization_id')
    .where('w.id', workspaceId)
    .select('m.user_id')
  return db.from('users').whereIn('id', admins).orWhereIn('id', owners).select('email', 'locale')
}

/** What does not do its work: switched off by us or by the receiver, or not answering. */
export async function countTroubled(workspaceId: string): Promise<number> {
  const rows = await db
    .from('webhook_subscriptions')
    .where('workspace_id', workspaceId)
    .where((query) => {
      query.where('state', 'disabled').orWhere((open) => open.where('state', 'active').whereNotNull('open_until'))
    })
    .limit(100)
    .select('id')
  return rows.length
}
