import { createHash, randomBytes } from 'node:crypto'
import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from '#app/accounts/account_model'
import { naturalKey, newId } from '#app/ids'
import { appUrl } from '#config/app'
import { vault } from '#app/vault/vault'

/** The token is all that guards an unsigned endpoint, so only its hash can be searched for. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** An app, or one connection of a workspace. */
export type EndpointOwner = { connector: string } & (
  | { appId: string; connectionId?: undefined; workspaceId?: undefined }
  | { appId?: undefined; connectionId: string; workspaceId: string }
)

/** An inbound URL with its secret, owned by an app or by one connection. */
export class Endpoint extends AccountModel {
  static table = 'endpoints'
  static kind = 'endpoint' as const

  @column()
  declare workspaceId: string | null

  @column()
  declare connector: string

  @column()
  declare appId: string | null

  @column()
  declare connectionId: string | null

  @column()
  declare naturalKey: string

  @column({ serializeAs: null })
  declare tokenHash: string

  @column({ columnName: 'token', serializeAs: null })
  declare sealedToken: string

  @column({ columnName: 'secret', serializeAs: null })
  declare sealedSecret: string | null

  /** A closed endpoint answers as one that never was. */
  @column()
  declare state: 'open' | 'closed'

  static draft(owner: EndpointOwner): Endpoint {
    const { connector, appId = null, connectionId = null, workspaceId = null } = owner
    const own = { connector, appId, connectionId, workspaceId, naturalKey: naturalKey(appId ?? connectionId ?? '') }
    return new Endpoint().fill({ id: newId('endpoint'), ...own, sealedSecret: null, state: 'open' }).renew()
  }

  /** Gives it another URL; the old one is not found any more. */
  renew(): this {
    const token = randomBytes(24).toString('base64url')
    this.tokenHash = tokenHash(token)
    this.sealedToken = vault.seal(token, { table: Endpoint.table, id: this.id, field: 'token' })
    return this
  }

  get url(): string {
    return `${appUrl}/in/${vault.peek<string>(this.sealedToken, { table: Endpoint.table, id: this.id, field: 'token' })}`
  }

  /** Signs what the provider sends, where the secret is the endpoint's own. */
  get secret(): string | null {
    return (
      this.sealedSecret &&
      vault.open<string>(this.sealedSecret, { table: Endpoint.table, id: this.id, field: 'secret' })
    )
  }

  sealSecret(secret: string | null): this {
    this.sealedSecret = secret && vault.seal(secret, { table: Endpoint.table, id: this.id, field: 'secret' })
    return this
  }
}
