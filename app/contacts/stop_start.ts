import type { Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import type { NewEvent, StoredEvent } from '#app/events/event'
import type { ReceivedMessagePayload } from '#sdk/index'
import { consentEvent, saidAgain } from './consents.ts'
import { keywordOf } from './keywords.ts'
import type { CustomWords } from './keywords.ts'
import { liftSuppression } from './suppressions.ts'

/**
 * STOP takes marketing on that channel away at once; START gives back what STOP took, and no more. Each comes with
 * the inbound message as its proof, and whoever answers does so on the event, so that nobody is answered twice.
 */
export async function consentsFromMessage(trx: Trx, event: StoredEvent, custom?: CustomWords): Promise<NewEvent[]> {
  const message = event.payload as ReceivedMessagePayload
  // A provider that looks for itself has acted on what it saw, also where the words are its customer's own.
  const word = message.keyword ?? keywordOf(message.text, message.channel, custom)
  if (!word || word === 'help' || !event.contactId) return []

  const state: StoredState | null = await trx
    .from('consent_states')
    .where({ contact_id: event.contactId, channel: message.channel, purpose: 'marketing' })
    .first()
  const stopped = state?.state === 'withdrawn' && state.restores ? state : null
  if (word === 'stop' && stopped) await saidAgain(trx, stopped, { action: 'withdrawn', occurredAt: event.occurredAt })
  if (word === 'stop') return stopped ? [] : [spoken(event, message, 'withdrawn')]
  if (!stopped) return []
  if (stopped.restores === 'granted' || stopped.restores === 'confirmed')
    return [spoken(event, message, stopped.restores)]
  await forgetStop(trx, stopped, event.contactId)
  return []
}

interface StoredState {
  id: string
  channel: ReceivedMessagePayload['channel']
  state: string
  /** Set by STOP alone. */
  restores: string | null
}

/** STOP came from somebody who had allowed nothing yet: afterwards nothing is forbidden and nothing allowed. */
async function forgetStop(trx: Trx, state: StoredState, contactId: string): Promise<void> {
  await liftSuppression(trx, { contactId, channel: state.channel, purpose: 'marketing' }, ['keyword'])
  if (state.restores === 'asked')
    await trx.from('consent_states').where('id', state.id).update({ state: 'asked', restores: null })
  else await trx.from('consent_states').where('id', state.id).delete()
}

const spoken = (
  event: StoredEvent,
  message: ReceivedMessagePayload,
  action: 'granted' | 'confirmed' | 'withdrawn'
): NewEvent =>
  consentEvent({
    workspaceId: event.workspaceId,
    contactId: String(event.contactId),
    channel: message.channel,
    purpose: 'marketing',
    action,
    method: 'keyword',
    wording: message.text,
    source: event.connector,
    proof: {
      message: message.providerId,
      event: event.id,
      ...(message.answered ? { answered_by: event.connector } : {}),
    },
    occurredAt: event.occurredAt,
    key: `keyword:${event.id}`,
    ...causedBy(event),
  })
