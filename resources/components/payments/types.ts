import type { Chain } from '~/components/chain/types'
import type { Amount, Buyer, Told } from '~/components/commerce/types'

export type Reason = { code: string; params?: Record<string, string | number | boolean | null> } | null

export type PaymentLine = {
  id: string
  code: string
  url: string
  title: string
  amount: Amount
  state: string
  connector: string
  contact: Buyer
  paid: Amount | null
  refunded: Amount | null
  problem: Reason
  live: boolean
  createdAt: number
  expiresAt: number | null
  paidAt: number | null
}

export type Refund = {
  id: string
  amount: Amount
  state: string
  source: string
  reason: Reason
  providerId: string | null
  at: number
}

export type HistoryLine = { id: string; state: string; reason: Reason; eventId: string | null; at: number }

export type PaymentDetails = PaymentLine & {
  source: string
  askedBy: string | null
  connection: { id: string; name: string; vendor: string }
  order: { id: string; number: string } | null
  runId: string | null
  providerId: string | null
  pages: number
  cancellable: boolean
  /** Minor units that may still be given back. */
  refundable: number
  history: HistoryLine[]
  refunds: Refund[]
  events: Told[]
}

/** By what a payment can be made. */
export type Vendor = { id: string; name: string; vendor: string; currencies: string[] | null }

export type Somebody = { id: string; name: string; phone: string | null }

export type ShowPaymentProps = { payment: PaymentDetails; chain: Chain | null }
