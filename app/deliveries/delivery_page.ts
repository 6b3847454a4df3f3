import { chainsOf } from '#app/http/chains'
import type { ChainViewer } from '#app/http/chains'
import type { Delivery } from './delivery.ts'
import { KEEP_BODIES_FOR, readBodies } from './delivery_body.ts'
import { maskedBody, prettyBody } from './masking.ts'
import { outcomesOf } from './outcomes.ts'

/** A line of the list; `retrying` is a delivery that failed and will be tried again. */
export function deliveryLine(delivery: Delivery) {
  const { id, topic, connector, state, reason, receivedAt, parsedAt, answeredIn, size, items, recorded } = delivery
  const shown = state === 'received' && reason ? ('retrying' as const) : state
  return { id, topic, connector, state: shown, reason, receivedAt, parsedAt, answeredIn, size, items, recorded }
}

export async function deliveryLines(deliveries: Delivery[]) {
  const outcomes = await outcomesOf(deliveries.map(({ id }) => id))
  return deliveries.map((delivery) => ({
    ...deliveryLine(delivery),
    became: (outcomes.get(delivery.id) ?? []).map(({ type }) => type),
  }))
}

/** The same with how far the relay went, for the console. */
export async function deliveryRows(viewer: ChainViewer, deliveries: Delivery[]) {
  const chains = await chainsOf(
    viewer,
    deliveries.map(({ id }) => ({ kind: 'delivery', id }))
  )
  const lines = await deliveryLines(deliveries)
  return lines.map((line) => ({ ...line, went: (chains.get(line.id)?.hops ?? []).map(({ state }) => state) }))
}

/**
 * One delivery whole. A body that other workspaces have a part in is shown to none of them; any other has its personal
 * values masked until somebody asks for them, which is written down.
 */
export async function deliveryPage(delivery: Delivery, { shared, revealed }: { shared: boolean; revealed: boolean }) {
  const kept = shared ? undefined : (await readBodies([delivery.id])).get(delivery.id)
  const text = kept?.rawBody.toString('utf8') ?? null
  return {
    ...deliveryLine(delivery),
    connectionId: delivery.connectionId,
    events: (await outcomesOf([delivery.id])).get(delivery.id) ?? [],
    shared,
    headers: kept?.headers ?? null,
    body: text === null ? null : revealed ? prettyBody(text) : maskedBody(text),
    masked: text !== null && !revealed,
    bodyUntil: kept ? delivery.receivedAt + KEEP_BODIES_FOR : null,
    replayable: delivery.state !== 'received' && (shared || kept !== undefined),
  }
}
