export type SubscriptionLine = {
  id: string
  name: string
  host: string
  events: string[]
  state: string
  code: string | null
  /** The latest attempts, the newest last: `110`. */
  recent: string
  openUntil: number | null
  lastSuccessAt: number | null
  byToken: boolean
  createdAt: number
  /** In the last 24 hours. */
  tried: number
  failed: number
  waiting: number
}

export type SubscriptionDetail = SubscriptionLine & {
  url: string
  filter: string | null
  contactDetail: string
  failingSince: number | null
  bothUntil: number | null
}

export type AttemptLine = {
  id: string
  type: string
  n: number
  ok: boolean
  status: number | null
  code: string | null
  tookMs: number
  answer: string | null
  at: number
}

export type DispatchLine = {
  id: string
  eventId: string
  type: string
  state: string
  code: string | null
  status: number | null
  tries: number
  dueAt: number | null
  createdAt: number
  attempts: AttemptLine[]
}

export type OfferedType = { type: string; title: string | null; sample: string }

export type SubscriptionForm = {
  id: string
  name: string
  url: string
  events: string[]
  filter: string | null
  contactDetail: string
}
