import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { Actor } from '#app/accounts/access'
import { appUrl } from '#config/app'
import type { Note } from '#app/events/event'
import type { Money } from '#sdk/index'
import type { PaymentState } from './states.ts'

export type PaymentSource = 'console' | 'api' | 'run'

/** What one customer was asked to pay, once, and what came of it. */
export class Payment extends WorkspaceModel {
  static table = 'payments'

  @column()
  declare naturalKey: string

  @column()
  declare connectionId: string

  @column()
  declare connector: string

  @column()
  declare contactId: string | null

  @column()
  declare orderId: string | null

  @column()
  declare messageId: string | null

  @column()
  declare runId: string | null

  @column()
  declare stepRunId: string | null

  @column()
  declare source: PaymentSource

  @column()
  declare actorKind: Actor['kind'] | null

  @column()
  declare actorId: string | null

  @column()
  declare code: string

  @column()
  declare title: string

  /** Minor units. */
  @column({ consume: Number })
  declare amount: number

  @column()
  declare currency: string

  @column({ consume: (value: unknown) => (value === null ? null : Number(value)) })
  declare paid: number | null

  @column()
  declare paidCurrency: string | null

  @column({ consume: Number })
  declare refunded: number

  /** The vendor's id of the payment itself. */
  @column()
  declare providerId: string | null

  /** 0 before the first tap. */
  @column()
  declare sessionNumber: number

  @jsonColumn()
  declare problem: Note | null

  @column({ consume: Boolean })
  declare live: boolean

  @column()
  declare state: PaymentState

  @column()
  declare lane: string

  @column()
  declare expiresAt: number | null

  @column()
  declare paidAt: number | null

  @column()
  declare dueAt: number | null

  get money(): Money {
    return { amount: this.amount, currency: this.currency }
  }

  /** What is shown in messages; it opens the vendor's page when a person taps it. */
  get url(): string {
    return linkTo(this.code)
  }
}

export const linkTo = (code: string): string => `${appUrl}/p/${code}`
