export type MessageStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'refused' | 'unknown'

export type MessageButton = {
  kind: 'url' | 'reply' | 'phone' | 'copy' | 'flow'
  text: string
  /** What comes back when it is tapped. */
  id?: string
  href?: string
}

export type MessageList = {
  /** The word on the button that opens it. */
  button: string
  sections: Array<{ title?: string; rows: Array<{ id: string; title: string; description?: string }> }>
}

export type MessageHeader =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'video' | 'audio' | 'sticker'; url?: string; alt?: string }
  | { kind: 'document'; name: string; url?: string; size?: string }
  | { kind: 'location'; name: string; address?: string }

export type BubbleMessage = {
  id: string
  /** Left bubbles are white, right ones green: the phone and the inbox differ only in who stands where. */
  side: 'left' | 'right'
  at?: number
  header?: MessageHeader
  /** With WhatsApp's own *bold*, _italic_, ~struck~ and `code`; {{names}} are drawn as missing values. */
  body?: string
  footer?: string
  buttons?: MessageButton[]
  list?: MessageList
  reaction?: string
  /** Ticks are drawn only at the right. */
  status?: MessageStatus
}

/** A day, a bought order, a note: what stands between bubbles. */
export type ThreadNote = { id: string; kind: 'day' | 'note' | 'system'; text: string; at?: number }

export type ThreadItem = BubbleMessage | ThreadNote

export const isNote = (item: ThreadItem): item is ThreadNote => 'kind' in item
