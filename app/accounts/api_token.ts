import { column } from '@adonisjs/lucid/orm'
import { clock, machineNow, MINUTE } from '#app/clock'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { Access, Actor } from './access.ts'
import { isAmongRanges } from './ip_ranges.ts'
import type { Permission } from './permissions.ts'
import { hashToken, newSecretToken } from './secret_token.ts'
import { Workspace } from './workspace.ts'
import { jsonColumn, WorkspaceModel } from './workspace_model.ts'

/** Requests a minute where a token names no number of its own. */
export const DEFAULT_LIMIT = 600

export interface NewToken {
  name: string
  scopes: Permission[]
  createdBy: string
  expiresAt?: number | null
  allowedIps?: string[] | null
  perMinute?: number | null
}

/** A key to one workspace's API. Its scopes are permissions. */
export class ApiToken extends WorkspaceModel {
  static table = 'api_tokens'

  @column()
  declare name: string

  @column({ serializeAs: null })
  declare tokenHash: string

  /** The last characters, by which a person tells tokens apart. */
  @column()
  declare hint: string

  @jsonColumn()
  declare scopes: Permission[]

  @column()
  declare createdBy: string

  @column()
  declare lastUsedAt: number | null

  @column()
  declare revokedAt: number | null

  /** Machine time; null: until it is revoked. */
  @column()
  declare expiresAt: number | null

  /** Addresses and CIDR ranges it may be used from; null: from anywhere. */
  @jsonColumn()
  declare allowedIps: string[] | null

  /** Requests a minute; null: the default. */
  @column()
  declare perMinute: number | null

  /** Creates a token and returns its text, which is never shown again. */
  static async issue(workspace: Workspace, details: NewToken) {
    const { token, hash } = newSecretToken('stf')
    const row = new ApiToken().fill({
      id: newId('api_token'),
      workspaceId: workspace.id,
      expiresAt: null,
      allowedIps: null,
      perMinute: null,
      ...details,
      tokenHash: hash,
      hint: token.slice(-4),
      lastUsedAt: null,
      revokedAt: null,
    })
    await row.touch().save()
    return { row, token }
  }

  /** The living token with this text and its workspace, or null. */
  static async authenticate(text: string): Promise<{ token: ApiToken; workspace: Workspace } | null> {
    const token = await ApiToken.query().where('token_hash', hashToken(text)).whereNull('revoked_at').first()
    if (!token || token.expired) return null
    const workspace = await Workspace.find(token.workspaceId)
    return workspace ? { token, workspace } : null
  }

  /** Whoever leaves a workspace, or may do less in it, takes the keys they made with them. Answers how many those were. */
  static async revokeOf(
    trx: Trx,
    { workspaceId, userId }: { workspaceId: string; userId: string },
    which: (token: ApiToken) => boolean = () => true
  ): Promise<number> {
    const living = ApiToken.query({ client: trx }).where({ workspace_id: workspaceId, created_by: userId })
    const tokens = (await living.whereNull('revoked_at')).filter(which)
    for (const token of tokens) await token.useTransaction(trx).revoke()
    return tokens.length
  }

  get expired(): boolean {
    return this.expiresAt !== null && this.expiresAt <= machineNow()
  }

  mayComeFrom(ip: string): boolean {
    return this.allowedIps === null || isAmongRanges(ip, this.allowedIps)
  }

  get limit(): number {
    return this.perMinute ?? DEFAULT_LIMIT
  }

  /** Remembers the use, at most once a minute. */
  async markUsed(): Promise<void> {
    const now = clock.now()
    if (this.lastUsedAt !== null && now - this.lastUsedAt < MINUTE) return
    this.lastUsedAt = now
    await this.save()
  }

  async revoke(): Promise<void> {
    this.revokedAt ??= clock.now()
    await this.touch().save()
  }
}

export class TokenAccess implements Access {
  readonly actor: Actor

  constructor(
    id: string,
    readonly scopes: Permission[],
    readonly name: string
  ) {
    this.actor = { kind: 'token', id }
  }

  may(permission: Permission): boolean {
    return this.scopes.includes(permission)
  }
}
