import { registerPersonalTable } from '#app/contacts/personal_data'
import { clock } from '#app/clock'
import type { Trx } from '#app/database'

/** What was told is forgotten here, and what has not left yet never will. */
async function eraseDispatches(trx: Trx, contactIds: string[]): Promise<void> {
  const own = () => trx.from('webhook_dispatches').whereIn('contact_id', contactIds)
  const now = clock.now()
  const dropped = { state: 'dropped', code: 'erased', due_at: null, lease_token: null, lease_until: 0 }
  await own()
    .where('state', 'pending')
    .update({ ...dropped, settled_at: now })
  await own().update({ body: '{}', updated_at: now })
}

export function registerWebhookTables(): void {
  registerPersonalTable(
    { table: 'webhook_attempts', erase: { blank: { answer: null } } },
    { table: 'webhook_dispatches', erase: eraseDispatches }
  )
}
