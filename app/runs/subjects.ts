import type { StoredEvent } from '#app/events/event'
import type { Scope } from '#app/pipelines/graph'

const subject = (kind: string, id: unknown): string[] =>
  id === null || id === undefined || id === '' ? [] : [`${kind}:${String(id)}`]

/** What an event is about, and what it says it belongs to: an order names its cart, a shipment its order. */
export function subjectsOf(event: Pick<StoredEvent, 'type' | 'subject' | 'payload'>): string[] {
  const { cartId, orderId, shipmentId } = event.payload as Record<string, unknown>
  const own = event.subject ? subject(event.subject.kind, event.subject.id) : []
  return [
    ...new Set([...own, ...subject('cart', cartId), ...subject('order', orderId), ...subject('shipment', shipmentId)]),
  ]
}

/**
 * Whether an event of the same contact concerns what a run is about. Some shops do not say which cart an order came
 * from; such an order counts for any cart, since one reminder too few is better than one too many.
 */
export function concerns(
  scope: Scope,
  runSubjects: string[],
  event: Pick<StoredEvent, 'type' | 'subject' | 'payload'>
): boolean {
  if (scope === 'contact') return true
  const subjects = subjectsOf(event)
  if (runSubjects.some((each) => subjects.includes(each))) return true
  const homeless = event.type.startsWith('order.') && !subjects.some((each) => each.startsWith('cart:'))
  return (
    homeless &&
    runSubjects.some((each) => each.startsWith('cart:')) &&
    !runSubjects.some((each) => each.startsWith('order:'))
  )
}
