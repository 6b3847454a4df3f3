import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import { machineNow } from '#app/clock'
import type { Condition } from '#app/pipelines/conditions'
import { vault } from '#app/vault/vault'

/** `paused` by a person; `disabled` after days of failures; `ended` by the receiver (410) or by whoever made it. */
export const SUBSCRIPTION_STATES = ['active', 'paused', 'disabled', 'ended'] as const
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number]

/** How much of the contact travels with an event: nothing but its id, or what a profile shows. */
export const CONTACT_DETAILS = ['ids', 'profile'] as const
export type ContactDetail = (typeof CONTACT_DETAILS)[number]

const TABLE = 'webhook_subscriptions'

/** Whom to tell of which events. */
export class Subscription extends WorkspaceModel {
  static table = TABLE

  @column()
  declare name: string

  @column()
  declare url: string

  /** Types, groups (`message.*`) or `*`. */
  @jsonColumn()
  declare events: string[]

  @jsonColumn()
  declare filter: Condition | null

  @column()
  declare contactDetail: ContactDetail

  @column({ serializeAs: null })
  declare secret: string

  @column({ serializeAs: null })
  declare previousSecret: string | null

  /** Machine time. */
  @column()
  declare previousUntil: number | null

  @column()
  declare state: SubscriptionState

  /** Why it is not active. */
  @column()
  declare code: string | null

  @column()
  declare stateSince: number

  /** In a row. */
  @column()
  declare failures: number

  /** Nothing is sent before; null while all is well. */
  @column()
  declare openUntil: number | null

  @column()
  declare failingSince: number | null

  @column()
  declare lastSuccessAt: number | null

  @column()
  declare recent: string

  @column()
  declare createdBy: string | null

  /** The API token that made it: a REST hook. */
  @column()
  declare tokenId: string | null

  sealSecret(secret: string): this {
    this.secret = vault.seal(secret, { table: TABLE, id: this.id, field: 'secret' })
    return this
  }

  /** The one in force first; for a while after a change also the one before, so that no receiver is caught out. */
  get signingSecrets(): string[] {
    const own = vault.open<string>(this.secret, { table: TABLE, id: this.id, field: 'secret' })
    const overlaps = this.previousSecret !== null && Number(this.previousUntil) > machineNow()
    if (!overlaps) return [own]
    return [
      own,
      vault.open<string>(String(this.previousSecret), { table: TABLE, id: this.id, field: 'previous_secret' }),
    ]
  }

  /** The present secret steps back and is signed with beside the new one until `until`, machine time. */
  exchangeSecret(secret: string, until: number): this {
    const [own] = this.signingSecrets
    this.previousSecret = vault.seal(own, { table: TABLE, id: this.id, field: 'previous_secret' })
    this.previousUntil = until
    return this.sealSecret(secret)
  }
}
