import { asText, required } from '#sdk/index'
import type { MessageStatusPayload, ParsedItem } from '#sdk/index'
import { reasonOf } from './errors.ts'
import { foreignMessage } from './foreign.ts'
import { instant, itemKey } from './keys.ts'
import { personOf } from './people.ts'
import type { WireEntry, WireStatus, WireValue } from './wire.ts'

/** Who plays a voice note has read it, and read receipts may be switched off: `played` proves `read`. */
const STATES: Record<string, string> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
}

export function statusItem(entry: WireEntry, value: WireValue, status: WireStatus): ParsedItem {
  required(asText(status.id), 'message id')
  const state = STATES[status.status]
  if (status.recipient_type === 'group') return foreignMessage(value, 'group_status', status)
  if (status.type === 'call' || !state) return foreignMessage(value, 'status', status)

  return {
    account: value.metadata?.phone_number_id ?? null,
    type: `message.${state}`,
    key: itemKey(status.id, state),
    subject: { kind: 'message', id: status.id },
    occurredAt: instant(status.timestamp),
    payload: payloadOf(entry, value, status),
  }
}

function payloadOf(entry: WireEntry, value: WireValue, status: WireStatus): MessageStatusPayload {
  const { pricing } = status
  const error = status.errors?.[0]
  return {
    providerId: status.id,
    correlation: status.biz_opaque_callback_data ?? null,
    error: error
      ? { code: String(error.code), title: error.title ?? error.message ?? '', reason: reasonOf(error.code) }
      : null,
    // Meta names the category, never the amount. `billable` is being retired, `type` says the same.
    price: null,
    billable: pricing ? (pricing.type ? pricing.type === 'regular' : (pricing.billable ?? null)) : null,
    category: pricing?.category?.replaceAll('-', '_') ?? null,
    recipient: personOf(entry.id, value, status.recipient_id, status.recipient_user_id).identities,
  }
}
