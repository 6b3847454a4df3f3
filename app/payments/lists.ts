import type { Client, Row } from '#app/database'
import type { Note } from '#app/events/event'
import { readJson } from '#app/database'
import { linkTo } from './payment.ts'
import { paymentFrom } from './rows.ts'
import type { PaymentState } from './states.ts'
import { ENDED, PAYABLE, UNDER_WAY } from './states.ts'
import type { PAYMENT_GROUPS } from './validators.ts'

type Group = (typeof PAYMENT_GROUPS)[number]

export interface PaymentFilter {
  state?: Group
  q?: string
  contact?: string
  before?: string
}

const PAGE = 50
const GROUPS: Record<Exclude<Group, 'look'>, readonly PaymentState[]> = {
  waiting: [...PAYABLE, ...UNDER_WAY],
  paid: ['succeeded'],
  refunded: ['partially_refunded', 'refunded'],
  over: ENDED,
}

/** Newest first; `before` is the last row's id. */
export async function listPayments(client: Client, workspaceId: string, filter: PaymentFilter) {
  const query = withContact(client).where('x.workspace_id', workspaceId)
  if (filter.state === 'look') query.whereNotNull('x.problem')
  else if (filter.state) query.whereIn('x.state', [...GROUPS[filter.state]])
  if (filter.contact) query.where('x.contact_id', filter.contact)
  if (filter.before) query.where('x.id', '<', filter.before)
  if (filter.q) {
    const words = `%${filter.q.toLowerCase().replace(/[%_\\]/g, '')}%`
    const exact = filter.q.split('/').at(-1) ?? filter.q
    query.where((either) =>
      either
        .whereRaw('lower(x.title) like ?', [words])
        .orWhere('x.code', exact)
        .orWhere('x.id', exact)
        .orWhere('x.provider_id', exact)
        .orWhereRaw("lower(coalesce(c.first_name, '')) like ?", [words])
        .orWhereRaw("lower(coalesce(c.last_name, '')) like ?", [words])
    )
  }
  const rows: Row[] = await query.orderBy('x.id', 'desc').limit(PAGE + 1)
  return {
    payments: rows.slice(0, PAGE).map(paymentLine),
    older: rows.length > PAGE ? String(rows[PAGE - 1].id) : null,
  }
}

export const withContact = (client: Client) =>
  client
    .from('payments as x')
    .leftJoin('contacts as c', 'c.id', 'x.contact_id')
    .select('x.*', 'c.first_name', 'c.last_name', 'c.phone', 'c.email')

export function paymentLine(row: Row) {
  const payment = paymentFrom(row)
  const { id, code, title, amount, currency, state, paid, refunded, live } = payment
  const paidIn = payment.paid_currency ?? currency
  return {
    id,
    code,
    url: linkTo(code),
    title,
    amount: { amount, currency },
    state,
    connector: payment.connector,
    contact: contactIn(row),
    paid: paid === null ? null : { amount: paid, currency: paidIn },
    refunded: refunded > 0 ? { amount: refunded, currency: paidIn } : null,
    problem: payment.problem,
    live,
    createdAt: payment.created_at,
    expiresAt: payment.expires_at,
    paidAt: payment.paid_at,
  }
}

const contactIn = (row: Row) =>
  row.contact_id
    ? {
        id: String(row.contact_id),
        name:
          [row.first_name, row.last_name].filter(Boolean).join(' ') || String(row.phone ?? row.email ?? row.contact_id),
      }
    : null

export const noteIn = (row: Row): Note | null =>
  row.code ? { code: String(row.code), ...(row.params ? { params: readJson<Note['params']>(row.params) } : {}) } : null
