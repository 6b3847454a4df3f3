import { join } from 'node:path'
import { createError } from '@adonisjs/core/exceptions'
import Database from 'better-sqlite3'

const E_DATA_FOLDER_TAKEN = createError<[string]>(
  'Another Staffetta is already using the data folder %s. Stop it first, or use MySQL to run several.',
  'E_DATA_FOLDER_TAKEN'
)

/**
 * An embedded installation is one process. The lock is one that SQLite holds on a file of its own, so the operating
 * system lets go of it however the process ends.
 */
export class DataFolderLock {
  #database: Database.Database | null = null

  acquire(folder: string): void {
    const database = new Database(join(folder, 'lock.sqlite3'), { timeout: 0 })
    try {
      database.pragma('locking_mode = EXCLUSIVE')
      database.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      throw new E_DATA_FOLDER_TAKEN([folder], { cause: error })
    }
    this.#database = database
  }

  release(): void {
    this.#database?.close()
    this.#database = null
  }
}
