import { clock } from '#app/clock'
import { contactValues } from '#app/contacts/contact_values'
import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import type { Consumer } from '#app/events/registry'
import { newId } from '#app/ids'
import { rememberedWorkspace } from '#app/messaging/configuration'
import { holds } from '#app/pipelines/conditions'
import { eventValues } from '#app/pipelines/values'
import { bell } from '#app/work/bell'
import { bodyOf, writtenBody } from './body.ts'
import type { Telling } from './body.ts'
import { HELD_FOR, TABLE } from './dispatch.ts'
import { listenersOf } from './listening.ts'
import type { Listener } from './listening.ts'

/** A dispatch for each subscription that wants the event, in the transaction that marks it routed: seen means stored. */
export const webhooksConsumer: Consumer = {
  name: 'webhooks',

  async listens(trx, event) {
    return !event.historic && (await listenersOf(trx, event.workspaceId, event.type)).length > 0
  },

  async consume(trx, event) {
    const listeners = await listenersOf(trx, event.workspaceId, event.type)
    const telling = await tellingOf(trx, event)
    const wanted = listeners.filter((listener) => wants(listener, event, telling))
    const fresh = await insertNew(
      trx,
      TABLE,
      wanted.map((listener) => dispatchRow(listener, event, telling))
    )
    if (fresh.length > 0) trx.after('commit', () => bell.ring(event.lane, TABLE))
  },
}

/** What receivers may be told of an event. */
export async function tellingOf(trx: Trx, event: StoredEvent): Promise<Telling> {
  const workspace = await rememberedWorkspace(trx, event.workspaceId)
  const { contact } = event.contactId ? await contactValues(trx, event.contactId) : { contact: null }
  return {
    event,
    workspace: { id: event.workspaceId, name: workspace?.name ?? null },
    contact: contact as Record<string, unknown> | null,
  }
}

function wants({ filter }: Listener, event: StoredEvent, { contact, workspace }: Telling): boolean {
  return filter === null || holds(filter, { ...eventValues(event), contact: contact ?? {}, workspace })
}

function dispatchRow(listener: Listener, event: StoredEvent, telling: Telling): Row & { id: string } {
  const now = clock.now()
  return {
    id: newId('webhook_dispatch'),
    workspace_id: event.workspaceId,
    subscription_id: listener.id,
    event_id: event.id,
    natural_key: event.id,
    type: event.type,
    contact_id: event.contactId,
    body: writtenBody(bodyOf(telling, listener.contactDetail)),
    lane: event.lane,
    state: 'pending',
    // Held while a person has paused it, or the receiver is left alone.
    due_at: listener.paused ? now + HELD_FOR : Math.max(now, listener.openUntil ?? 0),
    created_at: now,
    updated_at: now,
  }
}
