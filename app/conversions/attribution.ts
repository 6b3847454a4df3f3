import type { Settings } from '#app/accounts/settings'
import type { Client } from '#app/database'

/** The message that is given the credit, and why. */
export interface Credit {
  messageId: string
  by: 'click' | 'delivery'
  /** When the person clicked or received it. */
  touchedAt: number
}

export type AttributionSettings = Pick<
  Settings,
  'attribution_model' | 'attribution_click_window' | 'attribution_delivery_window'
>

/**
 * `last_click`: the last human click before the outcome, else the last message delivered shortly before it.
 * `last_message`: the last message delivered, clicked or not. Codes to sign in with sell nothing.
 */
export async function creditFor(
  client: Client,
  contactId: string | null,
  basisAt: number,
  settings: AttributionSettings
): Promise<Credit | null> {
  if (!contactId) return null
  const delivery = () => lastDelivery(client, contactId, basisAt, settings.attribution_delivery_window)
  if (settings.attribution_model === 'last_message') return delivery()
  return (await lastClick(client, contactId, basisAt, settings.attribution_click_window)) ?? delivery()
}

async function lastClick(client: Client, contactId: string, basisAt: number, window: number): Promise<Credit | null> {
  const row = await client
    .from('clicks')
    .select('message_id', 'clicked_at')
    .where('contact_id', contactId)
    .whereBetween('clicked_at', [basisAt - window, basisAt])
    .orderBy('clicked_at', 'desc')
    .first()
  return row ? { messageId: row.message_id, by: 'click', touchedAt: Number(row.clicked_at) } : null
}

async function lastDelivery(
  client: Client,
  contactId: string,
  basisAt: number,
  window: number
): Promise<Credit | null> {
  const row = await client
    .from('messages')
    .select('id', 'delivered_at')
    .where({ contact_id: contactId, direction: 'out' })
    .whereNot('purpose', 'authentication')
    .whereBetween('delivered_at', [basisAt - window, basisAt])
    .orderBy('delivered_at', 'desc')
    .first()
  return row ? { messageId: row.id, by: 'delivery', touchedAt: Number(row.delivered_at) } : null
}
