import type { JsonParams } from '~/hooks/json'

/** The nine hops of the relay, always in this order. */
export const HOP_KINDS = ['delivery', 'event', 'contact', 'run', 'step', 'message', 'click', 'order', 'report'] as const

export type HopKind = (typeof HOP_KINDS)[number]

export type HopState = 'passed' | 'working' | 'waiting' | 'refused' | 'failed' | 'not_reached'

export type HopLink = { label: string; href: string }

export type Hop = {
  kind: HopKind
  state: HopState
  /** What it was: "Shopify", "cart.abandoned", a name, a template. */
  title?: string
  /** One more fact, shown where there is room. */
  detail?: string
  /** The thing's own state where it says more than "passed": `read`, `accepted` (words of states.json). */
  status?: string
  /** Why it stopped or waits: a code of codes.json. */
  reason?: { code: string; params: JsonParams }
  /** Epoch ms. */
  at?: number
  /** How long the hand-over from the hop before took. */
  tookMs?: number
  /** The whole id. */
  id?: string
  href?: string
  /** While waiting: until when, as words or ISO date. */
  until?: string
  /** Two or three things to do about it. */
  links?: HopLink[]
}

export type Chain = { hops: Hop[] }
