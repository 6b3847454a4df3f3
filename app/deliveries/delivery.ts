import { BaseModel, column } from '@adonisjs/lucid/orm'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { asCount } from '#app/work/claim'
import { bell } from '#app/work/bell'
import { jsonColumn } from '#app/accounts/workspace_model'
import type { Reason } from '#app/connectors/connection'
import { hasBody } from './delivery_body.ts'

/**
 * - `received`: stored and acknowledged, not looked at yet (or to be tried again);
 * - `parsed`: became items that were handed on; `duplicate`: it did, and all of them were known already;
 * - `ignored`: understood and not wanted; `no_connection`: its account belongs to nobody here;
 * - `unparseable`: the connector could not read it; `gave_up`: handing it on failed too often.
 */
export const DELIVERY_STATES = [
  'received',
  'parsed',
  'duplicate',
  'ignored',
  'no_connection',
  'unparseable',
  'gave_up',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One raw inbound webhook as it was received at an endpoint. */
export class Delivery extends BaseModel {
  static table = 'deliveries'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare endpointId: string

  @column()
  declare connector: string

  /** Null while nobody knows, and for good where several workspaces had a part in it. */
  @column()
  declare workspaceId: string | null

  @column()
  declare connectionId: string | null

  @column()
  declare topic: string | null

  /** Bytes of the body. */
  @column()
  declare size: number

  @column()
  declare receivedAt: number

  /** Machine milliseconds from the first byte to the commit. */
  @column()
  declare answeredIn: number

  @column()
  declare parsedAt: number | null

  @column()
  declare state: DeliveryState

  @jsonColumn()
  declare reason: Reason | null

  /** How many facts were found in it, and how many of them were news. */
  @column()
  declare items: number

  @column()
  declare recorded: number

  @column()
  declare attempts: number

  /**
   * Parses it again and adds only what is missing: the events' own keys see to that. One conditional update, so that
   * two clicks at once replay once.
   */
  async replay() {
    if (!(await hasBody(this.id))) return { ok: false, reason: 'body_expired' } as const

    const again = { state: 'received', due_at: clock.now(), attempts: 0, reason: null }
    const [replayed] = asCount(
      await db.from('deliveries').where('id', this.id).whereNot('state', 'received').update(again)
    )
    if (!replayed) return { ok: false, reason: 'not_finished' } as const

    bell.ring('intake')
    return { ok: true } as const
  }
}
