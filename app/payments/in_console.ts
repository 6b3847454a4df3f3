import db from '@adonisjs/lucid/services/db'
import { registerTimelineSource } from '#app/contacts/timeline'
import type { TimelinePage } from '#app/contacts/timeline'
import type { Client, Row } from '#app/database'
import { registerSearch } from '#app/http/search'
import { registerProblems } from '#app/http/shared_props'
import { listPayments } from './lists.ts'
import { PAID } from './states.ts'
import type { PaymentState } from './states.ts'

/** What a contact's profile, the palette and the foot of the navigation show of payments. */
export function registerPaymentViews(): void {
  registerTimelineSource({ name: 'orders', entries: paymentEntries })
  registerProblems(({ id }) => countProblems(id))
  registerSearch({
    kind: 'payments',
    permission: 'payments.view',
    async find(workspace, words) {
      const { payments } = await listPayments(db.connection(), workspace.id, { q: words })
      return payments.slice(0, 5).map(({ id, title, contact }) => ({
        id,
        title,
        ...(contact ? { subtitle: contact.name } : {}),
        to: `/commerce/payments/${id}`,
      }))
    },
  })
}

async function countProblems(workspaceId: string): Promise<number> {
  const row = await db
    .from('payments')
    .where('workspace_id', workspaceId)
    .whereNotNull('problem')
    .count('* as count')
    .first()
  return Number(row?.count ?? 0)
}

const wordOf = ({ state }: Row) => (PAID.includes(state as PaymentState) ? 'paid' : 'requested')

/** When it was paid, else when it was asked for. */
async function paymentEntries(client: Client, contactId: string, { before, limit }: TimelinePage) {
  const rows: Row[] = await client
    .from('payments')
    .where('contact_id', contactId)
    .whereRaw('coalesce(paid_at, created_at) < ?', [before])
    .orderByRaw('coalesce(paid_at, created_at) desc')
    .limit(limit)
  return rows.map((row) => ({
    id: String(row.id),
    at: Number(row.paid_at ?? row.created_at),
    of: 'orders' as const,
    kind: 'payment',
    code: `payments.timeline.${wordOf(row)}`,
    params: { title: String(row.title), state: String(row.state) },
    href: `/commerce/payments/${row.id}`,
    money: { amount: Number(row.amount), currency: String(row.currency) },
  }))
}
