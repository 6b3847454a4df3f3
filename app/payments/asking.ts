import logger from '@adonisjs/core/services/logger'
import { clock, HOUR, SECOND } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { isConnectorError } from '#sdk/errors'
import type { PaymentReport } from '#sdk/index'
import type { PaymentRow, SessionRow } from './rows.ts'
import { PAID } from './states.ts'
import { roleOf } from './vendors.ts'

/** What became of a vendor's page, as far as it could be found out. */
export type Answer =
  /** Null: the vendor knows no such page. */
  | { kind: 'report'; report: PaymentReport | null }
  /** Nobody can pay there any more. */
  | { kind: 'closed' }
  | { kind: 'nothing_to_ask' }
  /** Business milliseconds until it is worth asking again. */
  | { kind: 'failed'; after: number }

const LOOK_TAKES = 25 * SECOND

/** Asks the vendor, outside of any transaction; closes the page where nobody should pay there any more. */
export async function ask(payment: PaymentRow, session: SessionRow | null): Promise<Answer> {
  if (!session?.provider_id || !worthAsking(payment, session)) return { kind: 'nothing_to_ask' }
  const connection = await Connection.in(payment.workspace_id).where('id', payment.connection_id).first()
  if (!connection || connection.state === 'not_connected') return { kind: 'nothing_to_ask' }
  if (!connection.working) return { kind: 'failed', after: HOUR }
  try {
    return await askAt(connection, payment, { ...session, provider_id: session.provider_id })
  } catch (error) {
    logger.warn({ err: error, payment: payment.id }, 'a vendor did not say what became of a payment')
    return { kind: 'failed', after: pauseOf(error, payment) }
  }
}

async function askAt(
  connection: Connection,
  payment: PaymentRow,
  { state, provider_id: page }: SessionRow & { provider_id: string }
): Promise<Answer> {
  const role = await roleOf(connection)
  const context = await contextFor(connection, { signal: AbortSignal.timeout(LOOK_TAKES) })
  const close = async (): Promise<Answer> => {
    await role.expire?.(context, page)
    return { kind: 'closed' }
  }
  if (state === 'open' && mustClose(payment)) return close()
  const report = await role.settle(context, page)
  const over = payment.expires_at !== null && payment.expires_at <= clock.now()
  // Not paid in time: nobody shall pay it a moment later.
  return over && report?.state === 'open' ? close() : { kind: 'report', report }
}

/** What was paid is asked about again only while money goes back. */
const worthAsking = ({ state }: PaymentRow, session: SessionRow): boolean =>
  session.state === 'open' || (session.state === 'paid' && PAID.includes(state))

/** Called off, or paid by another page: to ask what became of this one might take money that nobody wants. */
const mustClose = ({ state }: PaymentRow): boolean => state === 'cancelled' || PAID.includes(state)

/** Asking is harmless, so it is done again after anything: soon, and then every hour. */
function pauseOf(error: unknown, { attempts }: PaymentRow): number {
  const asked = isConnectorError(error) && 'retryAfter' in error ? Number(error.retryAfter) : 0
  return Math.max(asked, Math.min(10 * SECOND * 3 ** Math.max(0, attempts - 1), HOUR))
}
