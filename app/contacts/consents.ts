import { clock } from '#app/clock'
import { insertNew } from '#app/database'
import type { Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { NewEvent } from '#app/events/event'
import { record } from '#app/events/record'
import type { ChannelName, Purpose } from '#sdk/index'
import { nextState } from './consent_states.ts'
import type { ConsentAction } from './consent_states.ts'
import { liftSuppression, suppress } from './suppressions.ts'

/** One thing a person said, or was asked, about what may be sent. The ledger is only ever added to. */
export interface ConsentEntry {
  workspaceId: string
  contactId: string
  channel: ChannelName
  purpose: Purpose
  action: ConsentAction
  /** How: `checkout`, `form`, `keyword`, `preference_signal`, `provider_refusal`, `import`, `api`, `by_hand` … */
  method: string
  wording?: string | null
  wordingVersion?: string | null
  /** How to take it back, as it was told; default: the channel's STOP word. */
  wayOut?: string | null
  /** Connector, form or room it came through. */
  source: string
  /** Where the proof lies: `ip`, `message`, `event`, `order`, `user` … */
  proof: Record<string, string>
  occurredAt: number
  /** Makes two tellings one; default: each call is a new entry. */
  key?: string
  eventId?: string | null
  causedBy?: string | null
  depth?: number
}

/** A STOP that we read ourselves, or that the provider alone heard: START undoes either. */
const WRITTEN_STOP = ['keyword', 'provider_refusal']

const WAY_OUT: Record<ChannelName, string> = {
  whatsapp: 'reply_stop',
  sms: 'reply_stop',
  email: 'unsubscribe_link',
  voice: 'ask_operator',
}

/**
 * Records a consent and its event, so that others hear of it. Being asked is no event: only the answer is.
 */
export async function recordConsent(trx: Trx, entry: ConsentEntry): Promise<void> {
  if (entry.action === 'asked') return keepConsent(trx, { ...entry, key: entry.key ?? newId('row') })
  await record(trx, [consentEvent(entry)])
}

export function consentEvent(entry: ConsentEntry): NewEvent {
  const { channel, purpose, method, wording, wordingVersion, wayOut, source, proof } = entry
  return {
    workspaceId: entry.workspaceId,
    type: `consent.${entry.action}`,
    key: naturalKey(entry.key ?? newId('row'), channel, purpose),
    subject: { kind: 'contact', id: entry.contactId },
    contactId: entry.contactId,
    occurredAt: entry.occurredAt,
    payload: { channel, purpose, method, wording, wordingVersion, wayOut, source, proof },
    causedBy: entry.causedBy,
    depth: entry.depth,
  }
}

/** Adds to the ledger and moves the state; called by the projector, in the transaction of the event. */
export async function keepConsent(trx: Trx, given: ConsentEntry & { key: string }): Promise<void> {
  // A yes from the future would outlive every STOP.
  const entry = { ...given, occurredAt: Math.min(given.occurredAt, clock.now()) }
  const row = ledgerRow(entry)
  const [inserted] = await insertNew(trx, 'consents', [row])
  if (!inserted) return

  const where = { contact_id: entry.contactId, channel: entry.channel, purpose: entry.purpose }
  const current = await trx.from('consent_states').where(where).first()
  const next = nextState(current ? { state: current.state, since: Number(current.changed_at) } : null, entry)
  if (next) {
    const change = {
      state: next,
      restores: next === 'withdrawn' && WRITTEN_STOP.includes(entry.method) ? (current?.state ?? 'nothing') : null,
      consent_id: row.id,
      changed_at: Math.max(entry.occurredAt, Number(current?.changed_at ?? 0)),
    }
    if (current) await trx.from('consent_states').where('id', current.id).update(change)
    else
      await insertNew(trx, 'consent_states', [
        { id: newId('row'), workspace_id: entry.workspaceId, ...where, ...change },
      ])
  }
  if (!next && current) await saidAgain(trx, current, entry)
  await keepSuppression(trx, entry, next ?? current?.state)
}

/** A second no is no change, but a yes given between the two and heard of later must not undo it. */
export async function saidAgain(
  trx: Trx,
  state: { id: string; state: string },
  { action, occurredAt }: Pick<ConsentEntry, 'action' | 'occurredAt'>
): Promise<void> {
  if (action !== 'withdrawn' || state.state !== 'withdrawn') return
  await trx
    .from('consent_states')
    .where('id', state.id)
    .where('changed_at', '<', occurredAt)
    .update({ changed_at: occurredAt })
}

async function keepSuppression(trx: Trx, entry: ConsentEntry, state: ConsentAction): Promise<void> {
  if (entry.purpose !== 'marketing') return
  const { workspaceId, contactId, channel, purpose, method } = entry
  if (
    entry.action === 'withdrawn' &&
    state === 'withdrawn' &&
    (method === 'keyword' || method === 'preference_signal')
  ) {
    await suppress(trx, { workspaceId, contactId, channel, purpose }, method)
  }
  if ((entry.action === 'granted' || entry.action === 'confirmed') && state !== 'withdrawn' && method !== 'import') {
    await liftSuppression(trx, { contactId, channel, purpose }, ['keyword', 'preference_signal', 'erased'])
  }
}

const ledgerRow = (entry: ConsentEntry & { key: string }) => ({
  id: newId('consent'),
  workspace_id: entry.workspaceId,
  contact_id: entry.contactId,
  natural_key: naturalKey(entry.key),
  channel: entry.channel,
  purpose: entry.purpose,
  action: entry.action,
  method: entry.method,
  wording: entry.wording ?? null,
  wording_version: entry.wordingVersion ?? null,
  way_out: entry.wayOut ?? WAY_OUT[entry.channel],
  source: entry.source,
  proof: JSON.stringify(entry.proof),
  event_id: entry.eventId ?? null,
  occurred_at: entry.occurredAt,
  recorded_at: clock.now(),
})
