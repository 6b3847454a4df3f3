import type { Actor } from '#app/accounts/access'
import { clock } from '#app/clock'
import { insertNew, Overtaken } from '#app/database'
import type { Row, Trx } from '#app/database'
import { lockContact } from '#app/contacts/locks'
import { causedBy } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { record } from '#app/events/record'
import { newId } from '#app/ids'
import type { Money } from '#sdk/index'
import { newCode } from './codes.ts'
import { judge } from './judging.ts'
import type { Judged, PaymentRefusal } from './judging.ts'
import type { PaymentSource } from './payment.ts'
import { paymentFrom, remember } from './rows.ts'
import type { PaymentRow } from './rows.ts'
import { isPretended } from './vendors.ts'

export interface PaymentDraft {
  workspaceId: string
  /** `run:step:visit`, `api:key`, `console:…`: equal keys, one payment. */
  naturalKey: string
  source: PaymentSource
  actor: Actor | null
  amount: Money
  title: string
  /** Null: the only one that takes payments. */
  connectionId: string | null
  contactId: string | null
  orderId: string | null
  messageId?: string | null
  runId?: string | null
  stepRunId?: string | null
  /** Business time; null: the link stays good. */
  expiresAt: number | null
  causedBy?: StoredEvent | null
}

export type Requested = { ok: true; payment: PaymentRow; isNew: boolean } | PaymentRefusal

/**
 * Makes the link that asks for a payment, and tells it. The vendor is not asked: its page opens when the link is tapped.
 * Writes nothing where it refuses.
 */
export async function requestPayment(trx: Trx, draft: PaymentDraft): Promise<Requested> {
  const earlier = await withKey(trx, draft)
  if (earlier) return sameAgain(earlier, draft)
  const judged = await judge(trx, draft)
  if (!judged.ok) return judged

  const contactId = judged.contactId && (await lockContact(trx, judged.contactId))
  const row = paymentRow(draft, { ...judged, contactId })
  const [inserted] = await insertNew(trx, 'payments', [row])
  // Somebody was first with this key: seen again from the beginning.
  if (!inserted) throw new Overtaken('payments')

  const payment = paymentFrom({ ...row, lease_token: null, attempts: 0, crashes: 0 })
  await remember(trx, payment, { state: 'requested', code: `payment_requested_by_${draft.source}`, actor: draft.actor })
  await record(trx, [
    {
      workspaceId: draft.workspaceId,
      type: 'payment.requested',
      key: payment.id,
      subject: { kind: 'payment', id: payment.id },
      contactId,
      payload: {
        sessionId: null,
        paymentId: null,
        reference: payment.id,
        amount: draft.amount,
        title: payment.title,
        live: payment.live,
      },
      ...causedBy(draft.causedBy ?? null),
    },
  ])
  return { ok: true, payment, isNew: true }
}

async function withKey(trx: Trx, { workspaceId, naturalKey }: PaymentDraft): Promise<PaymentRow | null> {
  const row: Row | null = await trx
    .from('payments')
    .where({ workspace_id: workspaceId, natural_key: naturalKey })
    .first()
  return row && paymentFrom(row)
}

/** The same key for something else is a mistake, and not the same payment. */
function sameAgain(payment: PaymentRow, { amount, title, contactId }: PaymentDraft): Requested {
  const same =
    payment.amount === amount.amount &&
    payment.currency === amount.currency &&
    payment.title === title &&
    (contactId === null || payment.contact_id === contactId)
  return same ? { ok: true, payment, isNew: false } : { ok: false, field: 'key', code: 'key_used_before' }
}

function paymentRow(draft: PaymentDraft, { connection, contactId }: Extract<Judged, { ok: true }>) {
  const now = clock.now()
  return {
    id: newId('payment'),
    workspace_id: draft.workspaceId,
    natural_key: draft.naturalKey,
    connection_id: connection.id,
    connector: connection.connector,
    contact_id: contactId,
    order_id: draft.orderId,
    message_id: draft.messageId ?? null,
    run_id: draft.runId ?? null,
    step_run_id: draft.stepRunId ?? null,
    source: draft.source,
    actor_kind: draft.actor?.kind ?? null,
    actor_id: draft.actor?.id ?? null,
    code: newCode(),
    title: draft.title,
    amount: draft.amount.amount,
    currency: draft.amount.currency,
    refunded: 0,
    session_number: 0,
    live: !isPretended(connection.connector),
    state: 'requested',
    lane: 'transactional',
    expires_at: draft.expiresAt,
    due_at: draft.expiresAt,
    created_at: now,
    updated_at: now,
  }
}
