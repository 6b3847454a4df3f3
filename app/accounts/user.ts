import hash from '@adonisjs/core/services/hash'
import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from './account_model.ts'

export class User extends AccountModel {
  static table = 'users'
  static kind = 'user' as const

  @column()
  declare email: string

  @column()
  declare name: string

  @column({ serializeAs: null })
  declare password: string

  @column()
  declare locale: string | null

  /** The user these credentials belong to, or null. Takes as long for an unknown address as for a wrong password. */
  static async verify(email: string, password: string): Promise<User | null> {
    const user = await User.findBy('email', normalizeEmail(email))
    if (!user) {
      await hash.make(password)
      return null
    }
    return (await hash.verify(user.password, password)) ? user : null
  }

  async setPassword(password: string): Promise<this> {
    this.password = await hash.make(password)
    return this
  }
}

export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

export default User
