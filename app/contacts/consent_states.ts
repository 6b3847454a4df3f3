import { SECOND } from '#app/clock'
import type { Client } from '#app/database'
import type { ChannelName, Purpose } from '#sdk/index'

export type ConsentAction = 'asked' | 'granted' | 'confirmed' | 'withdrawn'

/** What a person allows now. No state: never asked. */
export interface ConsentState {
  channel: ChannelName
  purpose: Purpose
  state: ConsentAction
  since: number
  consentId: string | null
}

/** The stricter of two comes first. */
const STRICTNESS: ConsentAction[] = ['withdrawn', 'asked', 'granted', 'confirmed']

export const stricter = (a: ConsentAction, b: ConsentAction): ConsentAction =>
  STRICTNESS.indexOf(a) <= STRICTNESS.indexOf(b) ? a : b

export const allows = (state: ConsentState | null): boolean =>
  state?.state === 'granted' || state?.state === 'confirmed'

/**
 * asked → granted → confirmed, withdrawn from anywhere, and a new grant after that. What is older than the state in
 * force changes nothing; at the same moment a withdrawal wins, and some providers tell moments by the second.
 */
export function nextState(
  current: { state: ConsentAction; since: number } | null,
  entry: { action: ConsentAction; occurredAt: number; method: string }
): ConsentAction | null {
  if (!current) return entry.action
  const moment = entry.action === 'withdrawn' ? SECOND : 0
  if (entry.occurredAt < current.since - moment) return null
  if (entry.action === 'withdrawn') return current.state === 'withdrawn' ? null : 'withdrawn'
  if (current.state === 'withdrawn') {
    // A list somebody uploads is no word from the person who said stop.
    return entry.action === 'asked' || entry.method === 'import' || entry.occurredAt === current.since
      ? null
      : entry.action
  }
  return STRICTNESS.indexOf(entry.action) > STRICTNESS.indexOf(current.state) ? entry.action : null
}

export async function consentFor(
  client: Client,
  contactId: string,
  channel: ChannelName,
  purpose: Purpose
): Promise<ConsentState | null> {
  const row = await client.from('consent_states').where({ contact_id: contactId, channel, purpose }).first()
  return row ? stateFromRow(row) : null
}

export async function consentsOf(client: Client, contactId: string): Promise<ConsentState[]> {
  const rows = await client.from('consent_states').where('contact_id', contactId).orderBy('channel').orderBy('purpose')
  return rows.map(stateFromRow)
}

const stateFromRow = (row: {
  channel: ChannelName
  purpose: Purpose
  state: ConsentAction
  changed_at: number
  consent_id: string | null
}): ConsentState => ({
  channel: row.channel,
  purpose: row.purpose,
  state: row.state,
  since: Number(row.changed_at),
  consentId: row.consent_id,
})
