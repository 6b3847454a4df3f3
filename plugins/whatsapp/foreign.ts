import type { ParsedItem, ParseHints, Person } from '#sdk/index'
import { digest, instant, itemKey } from './keys.ts'
import type { WireEntry, WireValue } from './wire.ts'

const HOUR = 3_600_000

/**
 * What no canonical event fits, kept whole as `whatsapp.<field>`. Account webhooks have no id: equal content at the
 * same time is the same news. Those without even a time count once an hour, since Meta may repeat them for real.
 */
export function foreign(entry: WireEntry, field: string, value: WireValue, hints?: ParseHints): ParsedItem {
  const at = entry.time ?? (hints ? `hour${Math.floor(hints.receivedAt / HOUR)}` : '')
  return {
    account: value.metadata?.phone_number_id ?? value.waba_info?.waba_id ?? entry.id,
    type: `whatsapp.${field}`,
    key: itemKey(entry.id, String(at), digest(JSON.stringify(value)).slice(0, 32)),
    subject: null,
    occurredAt: instant(entry.time),
    payload: value,
  }
}

/** A message or status that is no part of a one-to-one conversation: groups, system notes, calls. */
export function foreignMessage(
  value: WireValue,
  type: string,
  about: { id: string; timestamp: string },
  person?: Person
): ParsedItem {
  return {
    account: value.metadata?.phone_number_id ?? null,
    type: `whatsapp.${type}`,
    key: itemKey(about.id, digest(JSON.stringify(about)).slice(0, 16)),
    subject: { kind: 'message', id: about.id },
    occurredAt: instant(about.timestamp),
    payload: about,
    ...(person && person.identities.length > 0 ? { person } : {}),
  }
}
