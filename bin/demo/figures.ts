import type { Ledger } from './ledger.ts'

export interface Figures {
  deliveries: number
  events: number
  messages: number
  delivered: number
  conversions: number
  reported: number
  /** Minor units by currency: what is credited to a message. */
  revenue: Record<string, number>
}

const COUNTS = {
  deliveries: 'deliveries WHERE workspace_id = ?',
  events: 'events WHERE workspace_id = ?',
  messages: "messages WHERE workspace_id = ? AND direction = 'out'",
  delivered: "messages WHERE workspace_id = ? AND direction = 'out' AND delivered_at IS NOT NULL",
  conversions: 'conversions WHERE workspace_id = ?',
  reported: "reports WHERE workspace_id = ? AND state = 'accepted'",
}

export function figuresOf(ledger: Ledger): Figures {
  const count = (name: keyof typeof COUNTS) => ledger.count(`SELECT count(*) AS n FROM ${COUNTS[name]}`)
  return {
    deliveries: count('deliveries'),
    events: count('events'),
    messages: count('messages'),
    delivered: count('delivered'),
    conversions: count('conversions'),
    reported: count('reported'),
    revenue: ledger.sums(
      'SELECT currency AS name, sum(amount) AS n FROM conversions WHERE workspace_id = ? AND message_id IS NOT NULL AND currency IS NOT NULL GROUP BY currency'
    ),
  }
}

/** Of several installations together. */
export function sumOf(all: Figures[]): Figures {
  const [first, ...rest] = all
  if (!first) throw new Error('No story was played')
  return rest.reduce((sum, one) => {
    const revenue = { ...sum.revenue }
    for (const [currency, amount] of Object.entries(one.revenue)) revenue[currency] = (revenue[currency] ?? 0) + amount
    const counts = Object.keys(COUNTS) as (keyof typeof COUNTS)[]
    return {
      ...sum,
      ...Object.fromEntries(counts.map((name) => [name, sum[name] + one[name]])),
      revenue,
    }
  }, first)
}
