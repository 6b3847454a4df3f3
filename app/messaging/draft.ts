import type { Lane } from '#app/work/bell'
import type { DraftContent } from '#app/templates/content'
import type { ChannelName, Purpose } from '#sdk/index'
import type { InsteadOf } from './message.ts'

/** A message that somebody wants sent. Composing the same `naturalKey` again answers the first message. */
export interface MessageDraft {
  workspaceId: string
  /** `run:step:visit:leg`, `reply:inbound`, `api:key` … */
  naturalKey: string
  contactId: string
  purpose: Purpose
  /** A template by id or name, or content of its own. */
  template?: string
  content?: DraftContent
  /** What texts see: `contact`, `cart`, `order`, `event` … `contact` is added where it is missing. */
  values?: Record<string, unknown>
  /** Which connection it leaves by; default: the workspace's first one of the medium. */
  connectionId?: string | null
  medium?: ChannelName
  runId?: string | null
  stepRunId?: string | null
  /** The event that led to it, for the chain. */
  eventId?: string | null
  leg?: number
  /** For a later leg. */
  insteadOf?: InsteadOf | null
  lane?: Lane
  /** Business time after which it is not sent any more. */
  sendBefore?: number
  /** The provider's id of the message being answered. */
  replyTo?: string | null
}

const LANES: Record<Purpose, Lane> = {
  authentication: 'conversational',
  service: 'conversational',
  transactional: 'transactional',
  marketing: 'marketing',
}

export const laneFor = (purpose: Purpose): Lane => LANES[purpose]
