import type { ConsentPayload, ParsedItem } from '#sdk/index'
import { foreign } from './foreign.ts'
import { instant, itemKey } from './keys.ts'
import { personOf } from './people.ts'
import type { WireEntry, WirePreference, WireValue } from './wire.ts'

const TYPES: Record<string, string> = { stop: 'consent.withdrawn', resume: 'consent.granted' }

/** The customer's own "stop offers" switch in WhatsApp, which counts like a written STOP. */
export function preferenceItem(entry: WireEntry, value: WireValue, preference: WirePreference): ParsedItem {
  const { wa_id: waId, user_id: userId, category = '', value: choice = '', timestamp } = preference
  const type = TYPES[choice]
  if (!type || category !== 'marketing_messages') return foreign(entry, 'user_preferences', value)

  const key = itemKey(userId ?? waId ?? '', category, choice, String(timestamp ?? ''))
  const payload: ConsentPayload = {
    channel: 'whatsapp',
    purpose: 'marketing',
    method: 'preference_signal',
    wording: preference.detail ?? null,
    proof: { preference: key },
  }
  return {
    account: value.metadata?.phone_number_id ?? null,
    type,
    key,
    subject: null,
    occurredAt: instant(timestamp),
    payload,
    person: personOf(entry.id, value, waId, userId),
  }
}
