import type { JsonParams } from '~/hooks/json'

export type ApprovalState = 'pending' | 'approved' | 'edited' | 'rejected' | 'expired' | 'withdrawn'

export type ApprovalLine = {
  id: string
  state: ApprovalState
  contact: { id: string; name: string | null }
  pipeline: { id: string; name: string }
  runId: string
  step: string
  customerText: string
  proposedText: string
  finalText: string | null
  language: string | null
  model: string | null
  createdAt: number
  expiresAt: number
  decidedAt: number | null
  decidedBy: string | null
  sends: boolean
}

type Sum = { calls: number; tokens: number; micros: number }

export type Usage = {
  month: string
  currency: string
  since: number
  until: number
  spentMicros: number
  reservedMicros: number
  spentTokens: number
  reservedTokens: number
  budgetMicros: number | null
  budgetTokens: number | null
  unpriced: { calls: number; models: string[] }
  days: Array<{ day: string } & Sum>
  purposes: Array<{ purpose: string } & Sum>
  models: Array<{ model: string } & Sum>
}

export type CallLine = {
  id: string
  at: number
  purpose: string
  model: string | null
  connection: string | null
  state: string
  code: string | null
  params: JsonParams
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  costMicros: number | null
  currency: string
  tookMs: number | null
  runId: string | null
}

export type AiSettings = {
  connectionId: string | null
  model: string | null
  currency: string
  budgetMicros: number | null
  budgetTokens: number | null
  redact: boolean
}

export type Offer = {
  id: string
  name: string
  connector: string
  state: string
  models: string[]
  defaultModel: string | null
}

/** Amounts are millionths of the currency's unit per million tokens. */
export type Price = {
  model: string
  input: number
  cached: number | null
  output: number
  from: 'own' | 'list'
  source: string | null
  asOf: string | null
}
