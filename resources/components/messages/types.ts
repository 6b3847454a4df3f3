import type { JsonParams } from '~/hooks/json'
import type { Verdict } from '~/components/guard/verdicts'
import type { BubbleMessage } from '~/components/phone/types'

export type MessageLine = {
  id: string
  direction: 'in' | 'out'
  state: string
  code: string | null
  params: JsonParams | null
  purpose: string | null
  preview: string | null
  contact: { id: string; name: string | null } | null
  template: string | null
  at: number
  dueAt: number | null
  clicked: boolean
}

export type MessageDetails = {
  id: string
  direction: 'in' | 'out'
  medium: string
  purpose: string | null
  kind: string
  language: string | null
  state: string
  code: string | null
  params: JsonParams | null
  verdicts: Verdict[] | null
  dueAt: number | null
  sendBefore: number | null
  sentAt: number | null
  firstClickedAt: number | null
  providerId: string | null
  sms: { encoding: string; parts: number; units: number; text: string | null } | null
  priceMillionths: number | null
  priceCurrency: string | null
  possibleDuplicate: boolean
  runId: string | null
  createdAt: number
  preview: string | null
  bubble: BubbleMessage
}

export type StandIn = { id: string; medium: string; state: string; code: string; params: JsonParams | null }

export type StandIns = { before: StandIn | null; after: StandIn | null }

export type Attempt = {
  id: string
  n: number
  state: string
  code: string | null
  vendorCode: string | null
  detail: string | null
  startedAt: number
  endedAt: number | null
}

export type Status = {
  id: string
  status: string
  code: string | null
  vendorCode: string | null
  detail: string | null
  occurredAt: number
}

export type TrackedLink = { id: string; code: string; label: string | null; url: string; firstClickedAt: number | null }
