import type { Implementation } from '#sdk/index'
import { check, health, subscribe, unsubscribe } from './account.ts'
import { graph } from './client.ts'
import type { WhatsAppContext } from './client.ts'
import { download, upload } from './media.ts'
import { send } from './sending.ts'
import { templates } from './templates.ts'

/** Also marks what came before as read. */
const read = (messageId: string) => ({ messaging_product: 'whatsapp', status: 'read', message_id: messageId })

async function messages(context: WhatsAppContext, body: object): Promise<void> {
  await graph(context, `${context.settings.phoneNumberId}/messages`, { method: 'POST', body, retry: true })
}

const markRead = (context: WhatsAppContext, providerId: string) => messages(context, read(providerId))

/** WhatsApp shows typing only together with "read", for 25 seconds or until the answer. */
const typing = (context: WhatsAppContext, providerId: string) =>
  messages(context, { ...read(providerId), typing_indicator: { type: 'text' } })

export { check }
export const webhooks: Implementation['webhooks'] = { subscribe, unsubscribe }
export const channel: Implementation['channel'] = {
  send,
  templates,
  media: { upload, download },
  markRead,
  typing,
  health,
}
