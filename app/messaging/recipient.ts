import type { ChannelTraits, OutgoingMessage } from '#sdk/index'
import type { ContactFacts } from './guard/case.ts'

/** Where this channel finds the contact; null when it knows none of the addresses. */
export function recipientOf(contact: ContactFacts, channel: ChannelTraits): OutgoingMessage['to'] | null {
  const valueOf = (kind: string) => contact.addresses.find((address) => address.kind === kind)?.value ?? null
  const userKind = channel.addresses.find((kind) => kind !== 'phone' && valueOf(kind) !== null)
  const to = {
    phone: channel.addresses.includes('phone') ? valueOf('phone') : null,
    userId: userKind ? valueOf(userKind) : null,
  }
  return to.phone || to.userId ? to : null
}
