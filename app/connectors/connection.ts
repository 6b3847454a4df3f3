import { column } from '@adonisjs/lucid/orm'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import { vault } from '#app/vault/vault'

/** In the order of trouble: of one day's states the last in this list is remembered. */
export const CONNECTION_STATES = ['not_connected', 'paused', 'healthy', 'slow', 'needs_attention', 'broken'] as const
export type ConnectionState = (typeof CONNECTION_STATES)[number]

/** States in which calls are made. */
export const WORKING_STATES: readonly ConnectionState[] = ['healthy', 'slow', 'needs_attention']

/** In which deliveries are worked on: with a dead token nothing can be sent, but who writes STOP must still be heard. */
export const LISTENING_STATES: readonly ConnectionState[] = [...WORKING_STATES, 'broken']

/** Why something is as it is: a stable code that the console words. */
export type Reason = {
  code: string
  params?: Record<string, string | number>
}

/** One workspace's configured, authorised use of a connector. */
export class Connection extends WorkspaceModel {
  static table = 'connections'

  @column()
  declare connector: string

  @column()
  declare appId: string | null

  @column()
  declare name: string

  /** The provider's account it speaks for: shop domain, phone number id. */
  @column()
  declare account: string | null

  /** What a person calls that account. */
  @column()
  declare accountLabel: string | null

  @column()
  declare state: ConnectionState

  @jsonColumn()
  declare reason: Reason | null

  @column()
  declare stateSince: number

  @column({ columnName: 'credentials', serializeAs: null })
  declare sealedCredentials: string

  @jsonColumn()
  declare settings: Record<string, unknown>

  @jsonColumn()
  declare missingScopes: string[]

  @jsonColumn()
  declare warnings: Reason[]

  /** Business time. Events from before it update state, but start nothing. */
  @column()
  declare connectedAt: number

  @column()
  declare checkedAt: number | null

  static draft(of: { workspaceId: string; connector: string; name: string; appId?: string | null }): Connection {
    const now = clock.now()
    return new Connection()
      .fill({
        id: newId('connection'),
        ...of,
        appId: of.appId ?? null,
        account: null,
        accountLabel: null,
        state: 'healthy',
        reason: null,
        stateSince: now,
        settings: {},
        missingScopes: [],
        warnings: [],
        connectedAt: now,
        checkedAt: null,
      })
      .seal({})
  }

  get credentials(): Record<string, unknown> {
    return vault.open(this.sealedCredentials, { table: Connection.table, id: this.id, field: 'credentials' })
  }

  seal(credentials: Record<string, unknown>): this {
    this.sealedCredentials = vault.seal(credentials, { table: Connection.table, id: this.id, field: 'credentials' })
    return this
  }

  /** Whether calls may be made and deliveries worked on. */
  get working(): boolean {
    return WORKING_STATES.includes(this.state)
  }
}
