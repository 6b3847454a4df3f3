import { connectors } from '#app/connectors/registry'
import { segmentsOf, smsTextOf } from '#sdk/index'
import type { Message } from './message.ts'
import { suited } from './outgoing.ts'

/** How an SMS travels. `text` is given where it is not what the phone beside it shows. */
export interface SmsFacts {
  encoding: string
  parts: number
  units: number
  /** As it left; null where no letter was changed. */
  text: string | null
}

/** Null for other channels. Before it is sent the parts are our own count, afterwards the provider's. */
export function smsFacts(message: Message, connector: string | null): SmsFacts | null {
  if (message.medium !== 'sms') return null
  const text = message.sentText ?? textOf(message, connector)
  const { encoding, parts, units } = segmentsOf(text)
  return text === '' ? null : { encoding, parts: message.segments ?? parts, units, text: message.sentText }
}

function textOf({ content, direction }: Message, connector: string | null): string {
  const channel = direction === 'out' ? connectors.get(connector ?? '')?.channel : null
  if (!['text', 'media', 'template'].includes(content.kind)) return ''
  return smsTextOf(channel ? suited(content, channel) : content)
}
