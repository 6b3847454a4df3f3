import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, SECOND } from '#app/clock'
import type { Reason } from '#app/connectors/connection'
import { failureFrom } from '#app/connectors/failures'
import { finish } from '#app/work/claim'
import type { ClaimedRow } from '#app/work/claim'
import { isConnectorError } from '#sdk/errors'

const MAX_ATTEMPTS = 6

/** Tried again later, a little longer each time, and in the end left for a person with the reason. */
export async function postpone(row: ClaimedRow, error: unknown): Promise<void> {
  logger.error({ err: error, delivery: row.id }, 'delivery was not handed on')
  const wait = Math.max(5 * SECOND * 4 ** (row.attempts - 1), retryAfterOf(error))
  const again = { state: 'received', due_at: clock.after(wait) }
  const change = row.attempts < MAX_ATTEMPTS ? again : { state: 'gave_up', due_at: null, parsed_at: clock.now() }
  await finish(db.connection(), 'deliveries', row, { ...change, reason: JSON.stringify(reasonOf(error)) })
}

const retryAfterOf = (error: unknown): number =>
  isConnectorError(error) && 'retryAfter' in error ? Number(error.retryAfter) || 0 : 0

/** What a vendor said when it was asked, or what went wrong here. */
const reasonOf = (error: unknown): Reason =>
  isConnectorError(error)
    ? failureFrom(error).reason
    : { code: 'hand_over_failed', params: { error: error instanceof Error ? error.constructor.name : typeof error } }
