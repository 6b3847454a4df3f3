import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { ClaimedRow } from '#app/work/claim'
import type { ChannelName, MessageContent, Purpose } from '#sdk/index'
import type { Verdict } from './guard/rule.ts'

export const MESSAGE_STATES = [
  'queued',
  'delayed',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'refused',
  'expired',
  'cancelled',
  'unknown',
  'received',
] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** Not handed to the provider yet: these may still be cancelled. */
export const WAITING_STATES: readonly MessageState[] = ['queued', 'delayed']

/** How far a message has come; a status never takes it back. */
export const RANK: Partial<Record<MessageState, number>> = {
  queued: 0,
  delayed: 0,
  sending: 0,
  unknown: 0,
  sent: 1,
  delivered: 2,
  read: 3,
}

/** For a message that another one led to: which, and why that was not enough. */
export interface InsteadOf {
  messageId: string
  code: string
  params: Record<string, unknown> | null
}

/** One inbound or outbound message. */
export class Message extends WorkspaceModel {
  static table = 'messages'

  @column()
  declare naturalKey: string

  @column()
  declare direction: 'in' | 'out'

  @column()
  declare medium: ChannelName

  @column()
  declare connectionId: string | null

  @column()
  declare contactId: string | null

  @column()
  declare conversationId: string | null

  @column()
  declare runId: string | null

  @column()
  declare stepRunId: string | null

  @column()
  declare eventId: string | null

  @column()
  declare leg: number

  @column()
  declare purpose: Purpose | null

  @column()
  declare kind: string

  @column()
  declare templateId: string | null

  @column()
  declare templateVersionId: string | null

  @column()
  declare language: string | null

  @jsonColumn()
  declare content: MessageContent

  /** The first words, for lists. */
  @column()
  declare preview: string | null

  @column()
  declare providerId: string | null

  @column()
  declare replyTo: string | null

  @column()
  declare state: MessageState

  /** Why it is delayed, refused, failed or unknown. */
  @column()
  declare code: string | null

  @jsonColumn()
  declare params: Record<string, unknown> | null

  @jsonColumn()
  declare verdicts: Verdict[] | null

  @column()
  declare dueAt: number | null

  @column()
  declare sendBefore: number | null

  @column()
  declare tries: number

  @column()
  declare countedAt: number | null

  @column({ consume: Boolean })
  declare possibleDuplicate: boolean

  @column()
  declare sentAt: number | null

  @column()
  declare deliveredAt: number | null

  @column()
  declare readAt: number | null

  @column()
  declare failedAt: number | null

  @column()
  declare firstClickedAt: number | null

  /** Parts of an SMS. */
  @column()
  declare segments: number | null

  /** The words as they left, where the channel wrote them otherwise. */
  @column()
  declare sentText: string | null

  @jsonColumn()
  declare insteadOf: InsteadOf | null

  @column()
  declare priceMillionths: number | null

  @column()
  declare priceCurrency: string | null

  @column()
  declare priceCategory: string | null
}

/** A message as the sender's hot path sees it. */
export interface MessageRow extends ClaimedRow {
  workspace_id: string
  connection_id: string
  contact_id: string
  run_id: string | null
  step_run_id: string | null
  purpose: Purpose
  kind: 'text' | 'media' | 'template'
  template_id: string | null
  template_version_id: string | null
  language: string | null
  content: string
  reply_to: string | null
  state: MessageState
  lane: string
  due_at: number | null
  send_before: number
  tries: number
  counted_at: number | null
  possible_duplicate: number | boolean
}
