import { resolveContact } from '#app/contacts/resolve'
import { isMysql } from '#app/database'
import type { Trx } from '#app/database'
import { causedBy } from '#app/events/event'
import type { StoredEvent } from '#app/events/event'
import { anybodyListens } from '#app/events/registry'
import type { Projector } from '#app/events/registry'
import { apply } from './applying.ts'
import type { StatusTarget } from './applying.ts'
import { park } from './parking.ts'
import { statusOf } from './status.ts'
import type { Status } from './status.ts'

/**
 * Keeps messages in step with what their channel reports. Our own key comes first, since a status may overtake the
 * answer that would tell the provider's id; then that id; and what nobody knows yet is parked.
 */
export const statuses: Projector = {
  name: 'message_statuses',
  types: ['message.sent', 'message.delivered', 'message.read', 'message.failed'],
  async project(trx, events) {
    const reported = events.filter((event) => event.connectionId).map((event) => ({ event, status: statusOf(event) }))
    const targets = await targetsOf(
      trx,
      reported.map(({ status }) => status)
    )
    const known: { target: StatusTarget; status: Status }[] = []
    const unknown: Status[] = []
    for (const { event, status } of reported) {
      const target = targets.find(status)
      if (!target) unknown.push(status)
      else {
        known.push({ target, status })
        // Whoever waits for this status waits for it about a contact.
        event.contactId ??= target.contact_id
        event.subject = { kind: 'message', id: target.id }
      }
    }
    await sayOrigins(trx, reported, targets)
    await apply(trx, known)
    await park(trx, unknown)
    await attachIdentities(trx, known)
  },
}

/**
 * What a message's event led to counts as a link of the chain: a pipeline that answers deliveries with messages would
 * otherwise go on for ever, by way of the provider.
 */
async function sayOrigins(
  trx: Trx,
  reported: { event: StoredEvent; status: Status }[],
  targets: Targets
): Promise<void> {
  for (const { event, status } of reported) {
    const eventId = targets.find(status)?.event_id
    if (!eventId || !(await anybodyListens(trx, event))) continue
    const origin: { id: string; depth: number } | null = await trx
      .from('events')
      .where('id', eventId)
      .select('id', 'depth')
      .first()
    if (origin) Object.assign(event, causedBy({ id: origin.id, depth: Number(origin.depth) }))
  }
}

type Targets = Awaited<ReturnType<typeof targetsOf>>

async function targetsOf(trx: Trx, reported: Status[]) {
  const ids = reported.flatMap(({ messageId }) => messageId ?? [])
  const byKey = ids.length > 0 ? await locked(trx, messagesOf(trx).whereIn('id', ids)) : []
  const keyed = new Map(byKey.map((target) => [target.id, target]))
  const holds = (status: Status) => keyed.get(status.messageId ?? '')?.workspace_id === status.workspaceId

  const rest = reported.filter((status) => !holds(status))
  const byProvider =
    rest.length > 0
      ? await locked(
          trx,
          messagesOf(trx)
            .whereIn('connection_id', [...new Set(rest.map(({ connectionId }) => connectionId))])
            .whereIn(
              'provider_id',
              rest.map(({ providerId }) => providerId)
            )
            .where('direction', 'out')
        )
      : []
  return {
    find: (status: Status): StatusTarget | null =>
      (holds(status)
        ? keyed.get(status.messageId ?? '')
        : byProvider.find(
            (each) => each.connection_id === status.connectionId && each.provider_id === status.providerId
          )) ?? null,
  }
}

const messagesOf = (trx: Trx) => trx.from('messages').orderBy('id')

/** Two statuses of one message at the same time must not each think the other had not come. */
const locked = (trx: Trx, query: ReturnType<typeof messagesOf>): Promise<StatusTarget[]> =>
  (isMysql(trx) ? query.forUpdate() : query) as unknown as Promise<StatusTarget[]>

/** A status may tell the user id behind a phone we wrote to; then both are one person. */
async function attachIdentities(trx: Trx, known: { target: StatusTarget; status: Status }[]): Promise<void> {
  const revealing = known.filter(({ status }) => status.recipient.length > 0)
  if (revealing.length === 0) return
  const contactIds = [...new Set(revealing.map(({ target }) => target.contact_id))]
  const held: { contact_id: string; value: string; kind: 'phone' }[] = await trx
    .from('contact_identities')
    .select('contact_id', 'kind', 'value')
    .whereIn('contact_id', contactIds)

  for (const { target, status } of revealing) {
    const own = held.filter((identity) => identity.contact_id === target.contact_id)
    if (
      status.recipient.every(({ kind, value }) =>
        own.some((each) => each.kind === kind && sameHandle(each.value, value))
      )
    )
      continue
    const phones = own.filter(({ kind }) => kind === 'phone').map(({ kind, value }) => ({ kind, value }))
    const person = { identities: [...phones, ...status.recipient] }
    await resolveContact(trx, target.workspace_id, person, {
      account: status.account,
      occurredAt: status.occurredAt,
      source: status.connector,
    })
  }
}

/** Providers write phones with or without the plus. */
const sameHandle = (a: string, b: string): boolean => a.replace(/^\+/, '') === b.replace(/^\+/, '')
