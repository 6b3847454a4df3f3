import { refundsOf } from '#app/commerce/refund_lists'
import { objectKey } from '#app/commerce/shop_objects'
import type { Client, Row } from '#app/database'
import type { Conversion } from './conversion.ts'
import { isKind } from './kinds.ts'
import type { ConversionKind, ReportPath } from './kinds.ts'

export interface ConversionFilter {
  kind?: string
  state?: string
  /** Key of the last row of the page before: `occurredAt.id`. */
  before?: string
}

/** One conversion as lists show it. */
export interface ConversionLine {
  id: string
  kind: ConversionKind
  amount: number | null
  currency: string | null
  /** Minor units of the amount that were given back. */
  refunded: number
  occurredAt: number
  contact: { id: string; name: string | null } | null
  creditedBy: Conversion['creditedBy']
  messageId: string | null
  reportState: Conversion['reportState']
  reportCode: string | null
  /** When a later consent let its report go. */
  releasedAt: number | null
  /** Of the one report it has, where it is told at all. */
  report: { state: string; code: string | null; path: ReportPath; eventName: string } | null
}

const PAGE = 50

type Query = ReturnType<typeof conversionLines>

/** What became of the telling, in the words people look for it by. */
const OUTCOMES: Record<string, (query: Query) => void> = {
  accepted: (query) => void query.where('r.state', 'accepted'),
  held: (query) => void query.where('r.state', 'pending'),
  rejected: (query) => void query.whereIn('r.state', ['refused', 'gave_up']),
  not_reported: (query) =>
    void query.where((either) => {
      either.whereNot('c.report_state', 'reported').orWhere('r.state', 'dropped')
    }),
}

/** Newest first by when it happened. */
export async function listConversions(client: Client, workspaceId: string, filter: ConversionFilter) {
  const query = conversionLines(client, workspaceId)
  if (isKind(filter.kind)) query.where('c.kind', filter.kind)
  if (filter.state) OUTCOMES[filter.state]?.(query)
  const [at, id] = (filter.before ?? '').split('.')
  if (at && id) {
    query.where((page) => {
      page
        .where('c.occurred_at', '<', Number(at))
        .orWhere((same) => same.where('c.occurred_at', Number(at)).where('c.id', '<', id))
    })
  }
  const rows: Row[] = await query
    .orderBy('c.occurred_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(PAGE + 1)
  const lines = rows.slice(0, PAGE).map(lineOf)
  const last = lines.at(-1)
  return { conversions: lines, older: rows.length > PAGE && last ? `${last.occurredAt}.${last.id}` : null }
}

export async function conversionLine(client: Client, workspaceId: string, id: string): Promise<ConversionLine | null> {
  const row = await conversionLines(client, workspaceId).where('c.id', id).first()
  return row ? lineOf(row) : null
}

/** What was given back of a conversion's order, and why; empty for what is no order. */
export async function refundsOfConversion(client: Client, workspaceId: string, id: string) {
  const event: Row | null = await client
    .from('conversions as c')
    .join('events as e', 'e.id', 'c.event_id')
    .where({ 'c.workspace_id': workspaceId, 'c.id': id, 'e.subject_kind': 'order' })
    .select('e.connector', 'e.account', 'e.subject_id')
    .first()
  if (!event) return []
  const shop = { workspaceId, connector: String(event.connector), account: event.account as string | null }
  return refundsOf(client, workspaceId, objectKey(shop, String(event.subject_id)))
}

const conversionLines = (client: Client, workspaceId: string) =>
  client
    .from('conversions as c')
    .leftJoin('contacts as p', 'p.id', 'c.contact_id')
    .leftJoin('reports as r', 'r.conversion_id', 'c.id')
    .where('c.workspace_id', workspaceId)
    .select(
      'c.*',
      'p.first_name',
      'p.last_name',
      'r.state as sent_state',
      'r.code as sent_code',
      'r.path as sent_path',
      'r.event_name as sent_name'
    )

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function lineOf(row: Row): ConversionLine {
  const name = [row.first_name, row.last_name].filter(Boolean).join(' ') || null
  return {
    id: String(row.id),
    kind: row.kind as ConversionKind,
    amount: row.amount === null ? null : Number(row.amount),
    currency: text(row.currency),
    refunded: Number(row.refunded),
    occurredAt: Number(row.occurred_at),
    contact: row.contact_id ? { id: String(row.contact_id), name } : null,
    creditedBy: row.credited_by as Conversion['creditedBy'],
    messageId: text(row.message_id),
    reportState: row.report_state as Conversion['reportState'],
    reportCode: text(row.report_code),
    releasedAt: row.released_at === null ? null : Number(row.released_at),
    report: row.sent_state
      ? {
          state: String(row.sent_state),
          code: text(row.sent_code),
          path: row.sent_path as ReportPath,
          eventName: String(row.sent_name),
        }
      : null,
  }
}
