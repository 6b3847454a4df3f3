import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from '#app/accounts/account_model'
import { vault } from '#app/vault/vault'

/** An organization's registration with a provider (client id, secret, webhook secret), shared by its connections. */
export class App extends AccountModel {
  static table = 'apps'
  static kind = 'app' as const

  @column()
  declare organizationId: string

  @column()
  declare connector: string

  @column()
  declare name: string

  @column({ columnName: 'credentials', serializeAs: null })
  declare sealedCredentials: string

  get credentials(): Record<string, unknown> {
    return vault.open(this.sealedCredentials, { table: App.table, id: this.id, field: 'credentials' })
  }

  seal(credentials: Record<string, unknown>): this {
    this.sealedCredentials = vault.seal(credentials, { table: App.table, id: this.id, field: 'credentials' })
    return this
  }
}

export const appOf = async ({ appId }: { appId: string | null }): Promise<App | null> =>
  appId ? App.find(appId) : null
