import { column } from '@adonisjs/lucid/orm'
import { clock, MINUTE } from '#app/clock'
import { newId } from '#app/ids'
import type { Access, Actor } from './access.ts'
import type { Permission } from './permissions.ts'
import { hashToken, newSecretToken } from './secret_token.ts'
import { Workspace } from './workspace.ts'
import { jsonColumn, WorkspaceModel } from './workspace_model.ts'

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

  /** Creates a token and returns its text, which is never shown again. */
  static async issue(workspace: Workspace, details: { name: string; scopes: Permission[]; createdBy: string }) {
    const { token, hash } = newSecretToken('stf')
    const row = new ApiToken().fill({
      id: newId('api_token'),
      workspaceId: workspace.id,
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
    const workspace = token && (await Workspace.find(token.workspaceId))
    return token && workspace ? { token, workspace } : null
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
    readonly scopes: Permission[]
  ) {
    this.actor = { kind: 'token', id }
  }

  may(permission: Permission): boolean {
    return this.scopes.includes(permission)
  }
}
