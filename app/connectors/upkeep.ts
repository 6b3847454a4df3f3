import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { releaseAccounts } from './accounts.ts'
import type { Connection } from './connection.ts'
import { note } from './connection_audit.ts'
import type { By } from './connection_audit.ts'
import { closeEndpointOf } from './endpoint_opening.ts'
import { forget } from './memory.ts'
import { revokeTokens } from './oauth_revocation.ts'
import { unsubscribe } from './subscription.ts'
import { dropTasks, pauseTasks, planTasks } from './task_plan.ts'

/** Nothing is called and no delivery worked on until it is resumed; what arrives is kept. */
export async function pauseConnection(connection: Connection, by: By): Promise<void> {
  if (connection.state === 'paused' || connection.state === 'not_connected') return
  await hold(connection, by, 'paused')
}

/** Goes on at once; whether it still works is asked in the background. */
export async function resumeConnection(connection: Connection, by: By): Promise<void> {
  if (connection.state !== 'paused') return
  await hold(connection, by, 'healthy')
}

async function hold(connection: Connection, by: By, state: 'paused' | 'healthy') {
  await transaction(async (trx) => {
    await connection.merge({ state, reason: null, stateSince: clock.now() }).useTransaction(trx).touch().save()
    if (state === 'healthy') await planTasks(trx, connection)
    else await pauseTasks(trx, connection.id)
    await note(trx, connection, by, { action: state === 'paused' ? 'connection.paused' : 'connection.resumed' })
  })
  forget()
}

/** The provider is told, the credentials are forgotten, the accounts are free for others; what was received stays. */
export async function disconnect(connection: Connection, by: By): Promise<void> {
  if (connection.state === 'not_connected') return
  await unsubscribe(connection)
  await revokeTokens(connection)
  await transaction(async (trx) => {
    await connection
      .merge({ state: 'not_connected', reason: null, stateSince: clock.now() })
      .seal({})
      .useTransaction(trx)
      .touch()
      .save()
    await releaseAccounts(trx, connection.id)
    await closeEndpointOf(trx, connection)
    await dropTasks(trx, connection.id)
    await note(trx, connection, by, { action: 'connection.removed' })
  })
  forget()
}
