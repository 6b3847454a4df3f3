import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { insertNew, transaction } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import { bell } from '#app/work/bell'
import { announce } from './live.ts'
import { personOf } from './people.ts'
import type { SandboxPhone } from './phone.ts'
import { tell } from './telling.ts'

interface Written {
  text: string
  /** Set when a button was tapped instead of words typed. */
  choiceId?: string | null
  /** The provider's id of the message that is being answered. */
  replyTo?: string | null
}

/** Words typed or a button tapped on the phone: into its own chat, and to us as the provider would bring them. */
export async function write(
  workspace: Workspace,
  phone: SandboxPhone,
  { text, choiceId = null, replyTo = null }: Written
): Promise<void> {
  const providerId = newId('sandbox')
  const now = clock.now()
  const data = { providerId, channel: 'whatsapp', kind: choiceId ? 'button' : 'text', text, choiceId, replyTo }
  await transaction((trx) =>
    insertNew(trx, 'sandbox_messages', [
      {
        id: newId('sandbox'),
        workspace_id: phone.workspaceId,
        connection_id: phone.connectionId,
        phone_id: phone.id,
        natural_key: naturalKey('in', providerId),
        provider_id: providerId,
        direction: 'in',
        content: JSON.stringify(data),
        told: 'read',
        lane: 'conversational',
        state: 'arrived',
        created_at: now,
        updated_at: now,
      },
    ])
  )
  await tell(phone.connectionId, { id: providerId, at: now, type: 'message', person: personOf(phone, workspace), data })
  announce(phone)
}

/** Back online, the phone gets what waited; set to read, it reads what lies there. */
export async function change(
  phone: SandboxPhone,
  settings: Partial<Pick<SandboxPhone, 'offline' | 'blocks' | 'readsAtOnce'>>
): Promise<void> {
  await phone.merge(settings).touch().save()
  const now = clock.now()
  await transaction(async (trx) => {
    if (!phone.offline)
      await trx
        .from('sandbox_messages')
        .where({ phone_id: phone.id, state: 'waiting' })
        .update({ state: 'travelling', due_at: now })
    if (!phone.offline && phone.readsAtOnce) {
      await trx
        .from('sandbox_messages')
        .where({ phone_id: phone.id, told: 'delivered' })
        .update({ state: 'travelling', due_at: now })
    }
  })
  bell.ring('conversational')
  announce(phone)
}
