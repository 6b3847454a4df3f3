import type { Client, Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Identifier, Projector } from '#app/events/registry'
import type { PaymentPayload } from '#sdk/index'
import { applyEvent } from './telling.ts'

/** Told by vendors; `payment.requested` and the link's own end are ours and know whose they are. */
const TOLD = ['payment.approved', 'payment.succeeded', 'payment.failed', 'payment.refunded', 'payment.expired']

/**
 * Finds the payment of ours that a vendor speaks of, so that the event is its contact's and about it. What nobody here
 * asked for stays as it was told.
 */
export const paymentsIdentifier: Identifier = {
  name: 'payments',
  async identify(trx, events) {
    for (const event of events) {
      if (!TOLD.includes(event.type) || !event.connectionId) continue
      const payment = await paymentOf(trx, event)
      if (!payment) continue
      event.subject = { kind: 'payment', id: String(payment.id) }
      event.contactId = payment.contact_id as string | null
      // Its page is over and the link is not: whoever waits for the link's end must not hear of it.
      if (event.type === 'payment.expired') event.type = 'payment.session_expired'
    }
    return []
  },
}

export const paymentsProjector: Projector = {
  name: 'payments',
  types: [...TOLD, 'payment.session_expired'],
  async project(trx, events) {
    for (const event of events)
      if (event.subject?.kind === 'payment' && event.connectionId) await applyEvent(trx, event)
  },
}

/**
 * By our reference, else by the vendor's page, else by its payment, and only among what was asked by this very
 * connection: what another one signed proves nothing.
 */
async function paymentOf(trx: Trx, { workspaceId, connectionId, payload }: StoredEvent): Promise<Row | null> {
  const { reference, sessionId, paymentId } = payload as PaymentPayload
  const own = (client: Client) =>
    client.from('payments').where({ workspace_id: workspaceId, connection_id: connectionId }).select('id', 'contact_id')
  const byReference: Row | null = reference ? await own(trx).where('id', reference).first() : null
  if (byReference) return byReference

  const session: Row | null = sessionId
    ? await trx.from('payment_sessions').where({ connection_id: connectionId, provider_id: sessionId }).first()
    : null
  if (session) return own(trx).where('id', String(session.payment_id)).first()
  return paymentId ? own(trx).where('provider_id', paymentId).first() : null
}
