import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { Workspace } from '#app/accounts/workspace'
import { clock, MINUTE } from '#app/clock'
import { contextFor } from '#app/connectors/context'
import { readJson, transaction } from '#app/database'
import type { Row } from '#app/database'
import { plainText } from '#app/templates/filling'
import { asCount, finish, LeaseLost } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { registerWork } from '#app/work/worker'
import { isConnectorError } from '#sdk/errors'
import type { MessageContent } from '#sdk/index'
import { failureOf } from './failures.ts'
import { log } from './log.ts'
import { messagesOf, momentOf } from './noting_messages.ts'
import { sceneOf } from './scene.ts'
import type { Scene } from './scene.ts'

interface ActivityRow extends ClaimedRow {
  workspace_id: string
  connection_id: string
  contact_id: string
  kind: 'message' | 'day'
  day: string
  state: string
}

const WAIT_FOR_LINK = MINUTE
const LOOK_AGAIN_AFTER = 15 * MINUTE
/** A contact that is still without a record by then is not going to have one. */
const MAX_TRIES = 8

export function registerActivities(): void {
  registerWork<ActivityRow>({
    name: 'crm_activities',
    table: 'crm_activities',
    // `asked`: whoever was asking died, so nobody knows whether the CRM heard it.
    states: ['due', 'asked'],
    lanes: ['default'],
    batch: 20,
    leaseFor: 5 * MINUTE,
    perOwner: { column: 'connection_id', limit: 10 },
    handle: async (rows) => {
      for (const row of rows) await tell(row)
    },
    giveUp: (row) => end(row, 'refused', { code: 'crashed' }),
  })
}

async function tell(row: ActivityRow): Promise<void> {
  if (row.state === 'asked') return end(row, 'unknown', { code: 'outcome_unknown' })
  const scene = await sceneOf(row.connection_id)
  if (!scene) return end(row, 'skipped', { code: 'crm_sync_off' })
  if (!scene.connection.working) return later(row, LOOK_AGAIN_AFTER)
  const link: Row | null = await db
    .from('crm_links')
    .where({ connection_id: row.connection_id, contact_id: row.contact_id })
    .first()
  if (!link?.crm_id)
    return row.attempts < MAX_TRIES ? later(row, WAIT_FOR_LINK) : end(row, 'skipped', { code: 'crm_not_linked' })

  const activity = await composed(row)
  if (!activity) return end(row, 'skipped', { code: 'crm_nothing_said' })
  await hold(row)
  await call(row, scene, { crmId: String(link.crm_id), activity })
}

/** Committed before the call: the CRM has no key by which the same entry would be known again. */
async function hold(row: ActivityRow): Promise<void> {
  const held = db.from('crm_activities').where({ id: row.id, lease_token: row.lease_token })
  const [count] = asCount(await held.update({ state: 'asked' }))
  if (count !== 1) throw new LeaseLost('crm_activities', row.id)
}

type Activity = NonNullable<Awaited<ReturnType<typeof composed>>>

async function call(
  row: ActivityRow,
  { role, connection }: Scene,
  { crmId, activity }: { crmId: string; activity: Activity }
): Promise<void> {
  try {
    const context = await contextFor(connection, { idempotencyKey: row.id })
    const { id } = await role.logActivity(context, crmId, activity)
    await end(row, 'logged', { activityId: id, crmId, title: activity.title })
  } catch (error) {
    if (isConnectorError(error) && error.code === 'E_OUTCOME_UNKNOWN')
      return end(row, 'unknown', { code: 'outcome_unknown', crmId })
    const failure = failureOf(error, row.attempts)
    if (!failure) throw error
    if (failure.wait === null) return end(row, 'refused', { code: failure.code, params: failure.params, crmId })
    await later(row, failure.wait)
  }
}

/** What is written there, in the workspace's language; null when there is nothing left to say. */
async function composed(row: ActivityRow) {
  const workspace = await Workspace.findOrFail(row.workspace_id)
  const messages = await messagesOf(row, workspace.timezone)
  const [first] = messages
  if (!first) return null
  const i18n = i18nManager.locale(workspace.locale)
  const channel = i18n.t(`crm.channel.${first.medium}`)
  const clockTime = (message: Row) =>
    DateTime.fromMillis(momentOf(message), { zone: workspace.timezone }).toFormat('HH:mm')
  const line = (message: Row) => `${clockTime(message)} ${message.direction === 'in' ? '←' : '→'} ${words(message)}`
  const daily = row.kind === 'day'
  const key = daily ? 'crm.activity.day' : `crm.activity.${String(first.direction)}`
  return {
    kind: String(first.medium),
    title: i18n.t(key, { channel, n: messages.length }),
    body: daily ? messages.map(line).join('\n') : words(first),
    at: momentOf(first),
  }
}

const words = (message: Row): string =>
  message.direction === 'out' ? plainText(readJson<MessageContent>(message.content)) : String(message.preview ?? '')

const later = (row: ActivityRow, wait: number): Promise<void> =>
  finish(db.connection(), 'crm_activities', row, {
    state: 'due',
    due_at: clock.after(wait),
    updated_at: clock.now(),
  })

interface End {
  code?: string
  params?: Record<string, string>
  crmId?: string
  activityId?: string
  title?: string
}

async function end(row: ActivityRow, state: 'logged' | 'unknown' | 'refused' | 'skipped', how: End): Promise<void> {
  const { code = null, params = null, crmId = null, activityId = null, title = null } = how
  await transaction(async (trx) => {
    await finish(trx, 'crm_activities', row, {
      state,
      due_at: null,
      code,
      params: params && JSON.stringify(params),
      activity_id: activityId,
      updated_at: clock.now(),
    })
    await log(trx, [
      {
        workspaceId: row.workspace_id,
        connectionId: row.connection_id,
        contactId: row.contact_id,
        crmId,
        outcome: state === 'logged' ? 'logged' : state === 'skipped' ? 'kept' : 'refused',
        after: title,
        code,
        params,
      },
    ])
  })
}
