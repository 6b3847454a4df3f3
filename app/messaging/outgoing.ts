import { readJson } from '#app/database'
import type { ChannelTraits, MessageContent, OutgoingMessage } from '#sdk/index'
import { plainText } from '#app/templates/filling'
import type { ReadyMessage } from './claimed.ts'
import { recipientOf } from './recipient.ts'

/** The message as the channel gets it; null when its addresses have gone since the guard looked. */
export function outgoing({ row, contact }: ReadyMessage, channel: ChannelTraits): OutgoingMessage | null {
  const to = recipientOf(contact, channel)
  if (!to) return null
  const content = suited(readJson<MessageContent>(row.content), channel)
  return { id: row.id, purpose: row.purpose, to, content, replyTo: row.reply_to }
}

/** A channel that knows no templates gets the words, with its links written out. */
export function suited(
  content: MessageContent,
  { templateApproval, conversationWindow }: ChannelTraits
): MessageContent {
  if (content.kind !== 'template' || templateApproval || conversationWindow) return content
  const links = content.buttons.flatMap((button) => (button.kind === 'url' ? [button.url + (button.suffix ?? '')] : []))
  return { kind: 'text', text: [plainText(content), ...links].join('\n') }
}
