import { column } from '@adonisjs/lucid/orm'
import { AccountModel } from './account_model.ts'
import { DEFAULT_SETTINGS, settingsValidator } from './settings.ts'
import type { Settings } from './settings.ts'
import { jsonColumn } from './workspace_model.ts'

/** One brand or shop: its own numbers, contacts and pipelines. */
export class Workspace extends AccountModel {
  static table = 'workspaces'
  static kind = 'workspace' as const

  @column()
  declare organizationId: string

  @column()
  declare name: string

  /** A test workspace reaches sandbox phones and nobody else. */
  @column()
  declare kind: 'production' | 'test'

  @column()
  declare state: 'active' | 'paused'

  /** IANA name; the fallback for contacts whose zone is not known. */
  @column()
  declare timezone: string

  @column()
  declare locale: string

  /** ISO 3166-1 alpha-2; phones without a country are read as this one's. */
  @column()
  declare country: string

  /** ISO 4217. */
  @column()
  declare currency: string

  @jsonColumn()
  declare settings: Partial<Settings>

  setting<K extends keyof Settings>(name: K): Settings[K] {
    return this.settings[name] ?? DEFAULT_SETTINGS[name]
  }

  get allSettings(): Settings {
    return { ...DEFAULT_SETTINGS, ...this.settings }
  }

  /** Checks the whole of what would hold afterwards, then stores what differs from the defaults. */
  async changeSettings(change: Partial<Settings>): Promise<void> {
    const all = await settingsValidator.validate({ ...this.allSettings, ...change })
    this.settings = Object.fromEntries(
      Object.entries(all).filter(
        ([name, value]) => JSON.stringify(DEFAULT_SETTINGS[name as keyof Settings]) !== JSON.stringify(value)
      )
    )
    await this.touch().save()
  }
}
