import type { Row } from '#app/database'

/** What a provider says of one language variant. */
export type Approval = { status: string; category: string | null; reason: string | null }

export function approvalFacts(row: Row | undefined): Approval | null {
  if (!row) return null
  return { status: String(row.status), category: row.category as string | null, reason: row.reason as string | null }
}
