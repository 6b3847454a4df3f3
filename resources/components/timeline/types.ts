import type { Hop } from '~/components/chain/types'

export type TimelineEntry = {
  id: string
  /** event, run, message, received, order, cart, shipment, consent, tag, contact, merge, conversion … */
  kind: string
  at: number
  title: string
  detail?: string
  tone?: 'bad'
  href?: string
  /** Minor units. */
  amount?: { minor: number; currency: string }
  hops?: Hop[]
}
