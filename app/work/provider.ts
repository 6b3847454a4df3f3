import type { ApplicationService } from '@adonisjs/core/types'
import { compressTime } from './compression.ts'
import { DataFolderLock } from './data_folder_lock.ts'
import { Worker } from './worker.ts'

/** Starts the workers inside the server process, unless the process is told to serve pages only. */
export default class WorkProvider {
  #worker: Worker | null = null
  #lock = new DataFolderLock()

  constructor(protected app: ApplicationService) {}

  async boot() {
    const { default: env } = await import('#start/env')
    const factor = env.get('STAFFETTA_TIME_COMPRESSION')
    if (factor && factor !== 1) compressTime(factor, this.app.makePath(env.get('STAFFETTA_DATA_DIR')))
  }

  /** Before any room looks at the data. */
  async start() {
    if (this.app.getEnvironment() !== 'web' || this.app.getMode() !== 'run') return
    const { default: env } = await import('#start/env')
    if (env.get('DB_CONNECTION', 'sqlite') === 'sqlite')
      this.#lock.acquire(this.app.makePath(env.get('STAFFETTA_DATA_DIR')))
  }

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { default: env } = await import('#start/env')
    if (env.get('REDIS_HOST')) {
      const [{ bell }, { redisBell }] = await Promise.all([import('./bell.ts'), import('./redis_bell.ts')])
      await bell.connect(redisBell)
    }
    if (env.get('STAFFETTA_ROLE', 'all') === 'web') return

    this.#worker = new Worker()
    this.#worker.start()
  }

  async shutdown() {
    await this.#worker?.stop()
    this.#lock.release()
  }
}
