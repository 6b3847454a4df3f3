import type { Client, Row } from '#app/database'

/** The refunds of an order, latest first, by the order's natural key. */
export async function refundsOf(client: Client, workspaceId: string, orderKey: string) {
  const rows: Row[] = await client
    .from('order_refunds')
    .where({ workspace_id: workspaceId, order_key: orderKey })
    .orderBy('refunded_at', 'desc')
    .orderBy('id', 'desc')
  return rows.map((row) => ({
    id: String(row.id),
    amount: { amount: Number(row.amount), currency: String(row.currency) },
    reason: row.reason as string | null,
    at: Number(row.refunded_at),
  }))
}
