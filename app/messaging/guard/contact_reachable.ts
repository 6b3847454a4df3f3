import { recipientOf } from '../recipient.ts'
import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

export const contactReachable: Rule = {
  name: 'contact_reachable',
  binds: EVERY_PURPOSE,
  judge({ facts: { contact, connection } }) {
    if (!contact || contact.erased) return refuse('contact_gone')
    const channel = connection?.channel
    if (!channel) return allow()
    return recipientOf(contact, channel) ? allow() : refuse('no_address', { medium: channel.medium })
  },
}
