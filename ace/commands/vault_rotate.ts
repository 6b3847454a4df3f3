import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class VaultRotate extends BaseCommand {
  static commandName = 'vault:rotate'
  static description = 'Seal every secret anew with the first of STAFFETTA_KEYS'
  static help = ['Put the new key in front of the old ones, restart, run this, and then take the old ones away.']
  static options: CommandOptions = { startApp: true }

  async run() {
    const { checkKeys, rotate } = await import('#app/vault/vault_keys')
    await checkKeys()
    const { moved, left } = await rotate()
    this.logger.success(`${moved} secrets were sealed anew. Older keys may now be taken out of STAFFETTA_KEYS.`)
    if (left > 0)
      this.logger.warning(
        `${left} secrets were sealed with a key that is not in the list and stay as they are: connect those again.`
      )
  }
}
