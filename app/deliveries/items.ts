import type { Trx } from '#app/database'
import type { ParsedItem } from '#sdk/webhooks'

/** A fact found in a delivery (or by asking), with the connection it belongs to. */
export interface ResolvedItem extends ParsedItem {
  workspaceId: string
  connectionId: string
  connector: string
  /** Null when the connector asked for it instead of being told. */
  deliveryId: string | null
  receivedAt: number
  /** What happened before this updates state, but starts nothing. */
  connectedAt: number
}

/** How many items were news, in all and by delivery. */
export interface Recorded {
  recorded: number
  byDelivery?: Map<string, number>
  /** Deliveries of which an item was not taken, and why; their other items were. */
  refused?: Map<string, { code: string; params?: Record<string, string | number> }>
}

export type ItemSink = (trx: Trx, items: ResolvedItem[]) => Promise<Recorded>

let sink: ItemSink | null = null

/** The events room registers itself here: this room does not know it. Answers how to put the former receiver back. */
export function onItems(receiver: ItemSink): () => void {
  const former = sink
  sink = receiver
  return () => {
    sink = former
  }
}

export async function handOver(trx: Trx, items: ResolvedItem[]): Promise<Recorded> {
  return items.length === 0 || sink === null ? { recorded: 0 } : sink(trx, items)
}
