import { drawn } from '#app/templates/bubble'
import type { Bubble, Tick } from '#app/templates/bubble'
import type { Message, MessageState } from './message.ts'

const TICKS: Record<MessageState, Tick> = {
  queued: 'queued',
  delayed: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  refused: 'refused',
  expired: 'refused',
  cancelled: 'refused',
  unknown: 'unknown',
  received: 'read',
}

export const bubbleOf = (
  message: Pick<Message, 'id' | 'direction' | 'content' | 'state' | 'sentAt' | 'createdAt'>
): Bubble => ({
  id: message.id,
  side: message.direction === 'out' ? 'right' : 'left',
  at: message.sentAt ?? message.createdAt,
  ...drawn(message.content),
  ...(message.direction === 'out' ? { status: TICKS[message.state] } : {}),
})
