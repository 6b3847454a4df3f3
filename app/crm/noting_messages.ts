import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE } from '#app/clock'
import { insertNew } from '#app/database'
import type { Row, Trx } from '#app/database'
import type { StoredEvent } from '#app/events/event'
import { naturalKey, newId } from '#app/ids'
import { rememberedWorkspace } from '#app/messaging/configuration'
import type { SettledMessage } from '#app/messaging/observers'
import { activeSyncs } from './active_syncs.ts'
import type { ActiveSync } from './active_syncs.ts'

/** A day is told when it is over, and what came in its last minute has been taken in. */
const AFTER_MIDNIGHT = 10 * MINUTE
const LEFT_US: readonly string[] = ['sent', 'delivered', 'read']

/** One message that is to be seen in the CRM. */
interface Said {
  workspaceId: string
  contactId: string
  /** The channel's connection, which makes a conversation. */
  channelId: string
  /** What the message is found by: its own id, or that of the event it came with. */
  aboutId: string
  at: number
}

const logging = (syncs: ActiveSync[], workspaceId: string): ActiveSync[] =>
  syncs.filter((sync) => sync.workspaceId === workspaceId && sync.activities !== 'off')

export async function noteReceived(trx: Trx, syncs: ActiveSync[], events: StoredEvent[]): Promise<void> {
  for (const { type, id, workspaceId, contactId, connectionId, occurredAt } of events) {
    if (type !== 'message.received' || !contactId || !connectionId) continue
    const said = { workspaceId, contactId, channelId: connectionId, aboutId: id, at: occurredAt }
    await note(trx, logging(syncs, workspaceId), said)
  }
}

/** A message of ours that has left; said again when it is delivered, which changes nothing. */
export async function noteSent(trx: Trx, { id, workspaceId, contactId, state }: SettledMessage): Promise<void> {
  if (!LEFT_US.includes(state)) return
  const syncs = logging(await activeSyncs(trx), workspaceId)
  if (syncs.length === 0) return
  const message: Row | null = await trx.from('messages').where('id', id).select('connection_id', 'sent_at').first()
  if (!message?.connection_id) return
  const at = Number(message.sent_at ?? clock.now())
  await note(trx, syncs, { workspaceId, contactId, channelId: String(message.connection_id), aboutId: id, at })
}

async function note(trx: Trx, syncs: ActiveSync[], said: Said): Promise<void> {
  if (syncs.length === 0) return
  const zone = (await rememberedWorkspace(trx, said.workspaceId))?.timezone ?? 'utc'
  await insertNew(
    trx,
    'crm_activities',
    syncs.map((sync) => rowFor(sync, said, zone))
  )
}

function rowFor({ connectionId, activities }: ActiveSync, said: Said, zone: string) {
  const { workspaceId, contactId, channelId, aboutId, at } = said
  const date = DateTime.fromMillis(at, { zone })
  const day = date.toISODate()
  const daily = activities === 'daily'
  const now = clock.now()
  return {
    id: newId('crm_activity'),
    workspace_id: workspaceId,
    connection_id: connectionId,
    contact_id: contactId,
    natural_key: daily ? naturalKey('day', contactId, channelId, String(day)) : naturalKey('one', aboutId),
    kind: daily ? 'day' : 'message',
    about_id: daily ? channelId : aboutId,
    day,
    lane: 'default',
    state: 'due',
    due_at: daily ? date.endOf('day').toMillis() + AFTER_MIDNIGHT : now,
    created_at: now,
    updated_at: now,
  }
}

/** The messages an activity speaks of, oldest first. */
export async function messagesOf(activity: Row, zone: string): Promise<Row[]> {
  const query = db.from('messages').where('contact_id', String(activity.contact_id))
  if (activity.kind === 'message') {
    const about = String(activity.about_id)
    return query.where((either) => either.where('id', about).orWhere('event_id', about)).limit(1)
  }
  const day = DateTime.fromISO(String(activity.day), { zone })
  const rows: Row[] = await query
    .where('connection_id', String(activity.about_id))
    .where((either) => either.where('direction', 'in').orWhereIn('state', [...LEFT_US]))
    .whereBetween('created_at', [day.toMillis() - MINUTE, day.endOf('day').toMillis() + AFTER_MIDNIGHT])
    .orderBy('id')
  return rows.filter((row) => DateTime.fromMillis(momentOf(row), { zone }).toISODate() === activity.day)
}

/** When it was said: received, or handed over. */
export const momentOf = (message: Row): number =>
  Number((message.direction === 'in' ? message.delivered_at : message.sent_at) ?? message.created_at)
