import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class SetupDemo extends BaseCommand {
  static commandName = 'setup:demo'
  static description = 'Make a workspace to try everything in, unless the installation already belongs to somebody'
  static options: CommandOptions = { startApp: true }

  async run() {
    const { default: env } = await import('#start/env')
    const { makeDemoWorkspace } = await import('#app/sandbox/demo_workspace')
    const { playDemoHistory } = await import('#app/sandbox/demo_history')

    const demo = await makeDemoWorkspace()
    if (!demo) return
    // First: whoever stops this half-way can still sign in.
    const file = join(this.app.makePath(env.get('STAFFETTA_DATA_DIR')), 'demo_login.json')
    await writeFile(file, JSON.stringify(demo.login), { mode: 0o600 })
    await playDemoHistory(demo.workspace, demo.connection)
  }
}
