import type { Context } from '../context.ts'
import type { Money, Person } from '../canonical.ts'

/** What the core must know of a vendor before a customer is asked, so that a wrong amount is refused to whoever asks. */
export interface PaymentsTraits {
  /** ISO 4217 codes that the vendor takes; absent: any. */
  currencies?: readonly string[]
  /** No money ever moves: its payments count for nothing, and any other vendor comes first. */
  pretended?: true
}

/** What a customer is asked to pay, once. */
export interface PaymentRequest {
  /** Our id of the payment. The vendor must carry it, so that each of its events can name it. */
  reference: string
  amount: Money
  title: string
  /** Where the vendor sends the payer afterwards; arriving there proves nothing. */
  returnUrl: string
  cancelUrl: string
  /** Epoch milliseconds; null: as long as the vendor allows. */
  expiresAt: number | null
  /** Fills in the vendor's form, where known. */
  person: Person | null
  /** BCP 47. */
  locale: string | null
}

/** What the vendor says of a session made earlier. */
export interface PaymentReport {
  /** `pending`: the customer has paid and the money is on its way (bank debit, review). */
  state: 'open' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'partially_refunded' | 'refunded'
  /** The vendor's id of the payment itself, by which it is refunded; null before there is one. */
  paymentId: string | null
  amount: Money | null
  refunded: Money | null
  /** Why it failed: the vendor's code. */
  failure: string | null
}

export interface PaymentsRole {
  /**
   * Opens the vendor's payment page. Equal `context.idempotencyKey`, equal page. Throws `InvalidInput` for `amount` or
   * `currency` the vendor does not take.
   */
  createSession(
    context: Context,
    request: PaymentRequest
  ): Promise<{ id: string; url: string; expiresAt: number | null }>
  /**
   * What has become of a session. Where approval and payment are two things, this takes the money of what was approved,
   * at most once however often it is called. Null: the vendor knows no such session.
   */
  settle(context: Context, sessionId: string): Promise<PaymentReport | null>
  /** All of it where `amount` is null. Equal `context.idempotencyKey`, one refund. */
  refund(context: Context, request: { paymentId: string; amount: Money | null }): Promise<{ id: string }>
  /** Ends an open page, so that it cannot be paid any more; absent where the vendor has no such call. */
  expire?(context: Context, sessionId: string): Promise<void>
}
