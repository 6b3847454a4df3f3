import type { Attachment, MessageButton, MessageContent, ReceivedMessagePayload } from '#sdk/index'
import { inWords } from './filling.ts'

/** A message as the console's phone draws it (`components/phone/types.ts`). */
export interface Bubble {
  id: string
  side: 'left' | 'right'
  at?: number
  header?:
    | { kind: 'text'; text: string }
    | { kind: 'image' | 'video' | 'audio' | 'sticker'; url?: string }
    | { kind: 'document'; name: string; url?: string }
  body?: string
  footer?: string
  buttons?: { kind: 'url' | 'reply' | 'phone'; text: string; id?: string; href?: string }[]
  status?: Tick
}

/** What a bubble's ticks can say. */
export type Tick = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'refused' | 'unknown'

/** The parts of a bubble that follow from what is said. */
export function drawn(content: MessageContent | ReceivedMessagePayload): Omit<Bubble, 'id' | 'side'> {
  switch (content.kind) {
    case 'template':
      return {
        ...(content.header
          ? {
              header:
                content.header.kind === 'text'
                  ? { kind: 'text', text: inWords(content.header) }
                  : attached(content.header.attachment),
            }
          : {}),
        body: inWords(content.body),
        ...(content.footer ? { footer: content.footer } : {}),
        buttons: content.buttons.map(button),
      }
    case 'media':
      return 'attachment' in content && content.attachment
        ? { header: attached(content.attachment), body: content.text ?? undefined }
        : { body: content.text ?? '' }
    default:
      return {
        body: content.text ?? '',
        ...('buttons' in content && content.buttons ? { buttons: content.buttons.map(button) } : {}),
      }
  }
}

function attached(attachment: Attachment): NonNullable<Bubble['header']> {
  const url = attachment.url ?? undefined
  return attachment.kind === 'document'
    ? { kind: 'document', name: attachment.filename ?? '', url }
    : { kind: attachment.kind, url }
}

function button(each: MessageButton): NonNullable<Bubble['buttons']>[number] {
  if (each.kind === 'url') return { kind: 'url', text: each.title, href: each.url + (each.suffix ?? '') }
  return each.kind === 'phone' ? { kind: 'phone', text: each.title } : { kind: 'reply', text: each.title, id: each.id }
}
