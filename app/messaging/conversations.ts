import { clock, DAY, HOUR } from '#app/clock'
import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'

const WINDOW = 24 * HOUR

// Whoever comes by an ad and is answered within a day writes for free for three. The provider's own word, where it
// gives one, is not about sending and so is not needed here.
const FREE_ENTRY = 3 * DAY

interface InboundTurn {
  workspaceId: string
  connectionId: string
  contactId: string
  at: number
  fromAd: boolean
}

/** Opens or refreshes the conversation a message came in by; answers its id. Late messages never shorten a window. */
export async function noteInbound(
  trx: Trx,
  { workspaceId, connectionId, contactId, at, fromAd }: InboundTurn
): Promise<string> {
  const now = clock.now()
  const times = {
    last_inbound_at: at,
    window_until: at + WINDOW,
    ...(fromAd ? { free_entry_until: at + FREE_ENTRY } : {}),
  }
  const key = { connection_id: connectionId, contact_id: contactId }
  const row = {
    id: newId('conversation'),
    workspace_id: workspaceId,
    ...key,
    state: 'open',
    ...times,
    created_at: now,
    updated_at: now,
  }
  const [inserted] = await insertNew(trx, 'conversations', [row])
  if (inserted) return row.id

  const conversation = await trx.from('conversations').where(key).firstOrFail()
  const newer = at > Number(conversation.last_inbound_at ?? 0)
  await trx
    .from('conversations')
    .where('id', conversation.id)
    .update({ ...(newer ? times : {}), state: 'open', updated_at: now })
  return String(conversation.id)
}
