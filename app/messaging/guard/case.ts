import type { Settings } from '#app/accounts/settings'
import type { Approval } from '#app/templates/approval'
import type { ChannelTraits, Purpose } from '#sdk/index'

/** One message before the guard, with the facts that rules share. */
export interface Case {
  id: string
  workspaceId: string
  contactId: string
  connectionId: string | null
  runId: string | null
  /** Messages of one step are tries of the same one over several channels. */
  stepRunId: string | null
  purpose: Purpose
  kind: 'text' | 'media' | 'template'
  templateId: string | null
  templateVersionId: string | null
  sendBefore: number
  /** Why it could not even be written: a missing value, no such language. */
  flaw: { code: string; params: Record<string, unknown> } | null
  /** Inside the sender's claim: scarce things are reserved now. */
  deciding: boolean
  now: number
  facts: Facts
}

export interface Facts {
  workspace: WorkspaceFacts | null
  connection: ConnectionFacts | null
  contact: ContactFacts | null
  /** The conversation with this contact on this connection. */
  conversation: { id: string; lastInboundAt: number | null; windowUntil: number | null } | null
  approval: Approval | null
}

export interface WorkspaceFacts {
  name: string
  kind: 'production' | 'test'
  state: string
  timezone: string
  locale: string
  currency: string
  settings: Settings
}

export interface ConnectionFacts {
  connector: string
  name: string
  state: string
  settings: Record<string, unknown>
  channel: ChannelTraits | null
}

export interface ContactFacts {
  language: string | null
  timezone: string | null
  erased: boolean
  /** Latest order, ticket or message of theirs: what a transactional message may rest on. */
  basisAt: number | null
  /** Values by identity kind, newest first. */
  addresses: { kind: string; value: string }[]
  /** Current state by purpose, on this message's medium. */
  consents: Record<string, { state: string; at: number }>
  suppressions: { purpose: string; reason: string; at: number }[]
}
