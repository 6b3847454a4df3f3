import { join, resolve } from 'node:path'
import { args, BaseCommand, flags } from '@adonisjs/core/ace'
import stringHelpers from '@adonisjs/core/helpers/string'

const STUBS = [
  'connector',
  'words',
  'manifest_actions',
  'implementation',
  'client',
  'webhook',
  'testing',
  'readme',
  'action',
  'event',
  'fixture',
]

export default class MakeConnector extends BaseCommand {
  static commandName = 'make:connector'
  static description = 'Create a connector in plugins/, with its test kit'
  static help = ['The skeleton works once verify, parse and its action are written: see plugins/sdk/README.md']

  @args.string({ description: 'Id of the connector, which is also its folder: lower case, with dashes' })
  declare id: string

  @flags.string({ description: 'The name people read; made from the id unless given' })
  declare label?: string

  @flags.string({ description: 'Write it to another folder of connectors than plugins/' })
  declare into?: string

  async run() {
    if (!/^[a-z][a-z0-9-]{1,39}$/.test(this.id)) {
      this.logger.error(`"${this.id}" cannot be an id: use two to forty lower-case letters, digits and dashes`)
      this.exitCode = 1
      return
    }
    const codemods = await this.createCodemods()
    const into = resolve(this.app.makePath(), this.into ?? 'plugins')
    const names = {
      id: this.id,
      to: (...path: string[]) => join(into, this.id, ...path),
      name: this.label ?? stringHelpers.titleCase(this.id),
      client: `${stringHelpers.pascalCase(this.id)}Client`,
    }
    for (const stub of STUBS)
      await codemods.makeUsingStub(this.app.makePath('ace/stubs'), `connector/${stub}.stub`, names)
    this.logger.info(`Now run: npm test -- contract --files connectors --groups "The contract of ${this.id}"`)
  }
}
