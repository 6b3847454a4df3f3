import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { clock, MINUTE, machineNow, SECOND } from '#app/clock'
import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { failureFrom } from '#app/connectors/failures'
import { insert, transaction } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { asCount } from '#app/work/claim'
import { isConnectorError } from '#sdk/errors'
import { endInTime } from './ending.ts'
import { currentSession, lockedPayment, sessionKey, write } from './rows.ts'
import type { PaymentRow, SessionRow } from './rows.ts'
import { sessionRequest } from './session_request.ts'
import { dueAfterLook } from './schedule.ts'
import { settleNow } from './settling.ts'
import { mayFollow, PAYABLE } from './states.ts'
import type { PaymentState } from './states.ts'
import { roleOf } from './vendors.ts'

/** Where a tap leads. */
export type Opened =
  | { kind: 'page'; url: string }
  /** Paid, on its way, expired or called off: there is nothing to open. */
  | { kind: 'over'; state: PaymentState }
  /** The vendor is away, or busy with the tap before: worth another try. */
  | { kind: 'unavailable' }
  /** The vendor will not open a page for this. */
  | { kind: 'refused' }

type Step =
  | Opened
  /** The caller, and nobody else, asks the vendor. */
  | { kind: 'ask'; session: SessionRow; payment: PaymentRow }
  | { kind: 'wait' }
  | { kind: 'ask_what_became'; payment: PaymentRow }

/** Longer than a vendor takes; after it whoever was opening is taken for dead, and the same key opens the same page. */
const OPENING_TAKES = 25 * SECOND
const VENDOR_HAS = 20 * SECOND
const WAIT_AT_MOST = 12 * SECOND
/** A page about to end is none to send somebody to. */
const MARGIN = MINUTE
/** Nobody knows, or somebody must repair the connection: the same page under the same key. */
const SAME_AGAIN = ['E_OUTCOME_UNKNOWN', 'E_RATE_LIMITED', 'E_AUTHENTICATION_EXPIRED', 'E_PERMISSION_MISSING']

/** Opens the vendor's page for a person who tapped the link. Two taps at once come to the same page. */
export async function openPage(paymentId: string): Promise<Opened> {
  const giveUpAt = machineNow() + WAIT_AT_MOST
  let asked = false
  while (machineNow() < giveUpAt) {
    const step = await transaction((trx) => nextStep(trx, paymentId, asked))
    switch (step.kind) {
      case 'ask':
        return askVendor(step)
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, 100))
        break
      case 'ask_what_became':
        if (!(await settleNow(step.payment.id))) return { kind: 'unavailable' }
        asked = true
        break
      default:
        return step
    }
  }
  return { kind: 'unavailable' }
}

async function nextStep(trx: Trx, paymentId: string, askedWhatBecame: boolean): Promise<Step> {
  const locked = await lockedPayment(trx, paymentId)
  if (!locked) return { kind: 'refused' }
  const payment = await endInTime(trx, locked)
  if (!PAYABLE.includes(payment.state)) return { kind: 'over', state: payment.state }

  const session = await currentSession(trx, payment)
  if (session?.state === 'opening') return takeOver(trx, session, payment)
  if (session?.state !== 'open') return begin(trx, payment)
  // Paid in its last minute, or used up by the try that failed: only the vendor knows.
  const doubtful = payment.state === 'failed' || !isGood(session)
  if (doubtful && !askedWhatBecame) return { kind: 'ask_what_became', payment }
  return isGood(session) ? leadTo(trx, session, payment) : beginAnew(trx, session, payment)
}

const isGood = ({ url, expires_at: end }: SessionRow): boolean =>
  url !== null && (end === null || end > clock.now() + MARGIN)

async function leadTo(trx: Trx, { url }: SessionRow, payment: PaymentRow): Promise<Step> {
  if (payment.state !== 'open') await write(trx, payment, { state: 'open', code: 'payment_opened_again' })
  return { kind: 'page', url: String(url) }
}

async function beginAnew(trx: Trx, session: SessionRow, payment: PaymentRow): Promise<Step> {
  await trx.from('payment_sessions').where('id', session.id).update({ state: 'expired', updated_at: clock.now() })
  return begin(trx, payment)
}

async function begin(trx: Trx, payment: PaymentRow): Promise<Step> {
  const now = clock.now()
  const number = payment.session_number + 1
  const session: SessionRow = {
    id: newId('payment_session'),
    workspace_id: payment.workspace_id,
    payment_id: payment.id,
    number,
    connection_id: payment.connection_id,
    request: await sessionRequest(trx, payment),
    provider_id: null,
    url: null,
    state: 'opening',
    expires_at: null,
    opening_until: machineNow() + OPENING_TAKES,
    created_at: now,
  }
  await insert(trx, 'payment_sessions', { ...session, request: JSON.stringify(session.request), updated_at: now })
  await trx.from('payments').where('id', payment.id).update({ session_number: number, updated_at: now })
  return { kind: 'ask', session, payment: { ...payment, session_number: number } }
}

/** Whoever began is still at it, or has crashed over it. */
async function takeOver(trx: Trx, session: SessionRow, payment: PaymentRow): Promise<Step> {
  if (session.opening_until > machineNow()) return { kind: 'wait' }
  await trx
    .from('payment_sessions')
    .where('id', session.id)
    .update({ opening_until: machineNow() + OPENING_TAKES, updated_at: clock.now() })
  return { kind: 'ask', session, payment }
}

async function askVendor({ session, payment }: Extract<Step, { kind: 'ask' }>): Promise<Opened> {
  const connection = await Connection.in(payment.workspace_id).where('id', payment.connection_id).first()
  if (!connection?.working) return setBack(session, 'opening')
  try {
    const signal = AbortSignal.timeout(VENDOR_HAS)
    const context = await contextFor(connection, { idempotencyKey: sessionKey(session), signal })
    const page = await (await roleOf(connection)).createSession(context, session.request)
    return await transaction((trx) => opened(trx, session, page))
  } catch (error) {
    return notOpened(error, session)
  }
}

async function opened(
  trx: Trx,
  session: SessionRow,
  page: { id: string; url: string; expiresAt: number | null }
): Promise<Opened> {
  const payment = await lockedPayment(trx, session.payment_id)
  if (!payment) return { kind: 'refused' }
  const stored = { provider_id: page.id, url: page.url, expires_at: page.expiresAt, state: 'open' as const }
  const [count] = asCount(
    await trx
      .from('payment_sessions')
      .where({ id: session.id, state: 'opening' })
      .update({ ...stored, updated_at: clock.now() })
  )
  // Called off while the vendor was asked: the page is closed again by the work that is due for it.
  if (!mayFollow(payment.state, 'open')) {
    await trx.from('payments').where('id', payment.id).update({ due_at: clock.now() })
    return { kind: 'over', state: payment.state }
  }
  if (count === 0) return { kind: 'page', url: page.url }
  await write(trx, payment, {
    state: 'open',
    code: session.number === 1 ? 'payment_opened' : 'payment_opened_anew',
    params: { number: session.number },
    columns: {
      ...mended(payment),
      due_at: dueAfterLook({ ...payment, state: 'open' }, { ...session, ...stored }, null),
      attempts: 0,
    },
  })
  return { kind: 'page', url: page.url }
}

/** What stood in the way of a page does so no more. */
const mended = ({ problem }: PaymentRow) => (problem?.code === 'payment_page_refused' ? { problem: null } : {})

/** Whether the same may be asked again, under which key, and what the merchant must know. */
async function notOpened(error: unknown, session: SessionRow): Promise<Opened> {
  logger.warn({ err: error, payment: session.payment_id, session: session.number }, 'a payment page did not open')
  if (!isConnectorError(error) || SAME_AGAIN.includes(error.code)) return setBack(session, 'opening')
  if (error.code === 'E_TEMPORARY') return setBack(session, 'refused')

  const { reason, field } = failureFrom(error)
  const problem = {
    code: 'payment_page_refused',
    params: { message: String(reason.params?.message ?? ''), field: field ?? '' },
  }
  await transaction(async (trx) => {
    const payment = await lockedPayment(trx, session.payment_id)
    if (!payment) return
    await trx.from('payment_sessions').where('id', session.id).update({ state: 'refused', updated_at: clock.now() })
    await write(trx, payment, { state: payment.state, ...problem, columns: { problem: JSON.stringify(problem) } })
  })
  return { kind: 'refused' }
}

/** `refused`: nothing was done, so the next tap begins another page. */
async function setBack(session: SessionRow, state: 'opening' | 'refused'): Promise<Opened> {
  await db
    .from('payment_sessions')
    .where({ id: session.id, state: 'opening' })
    .update({ state, opening_until: 0, updated_at: clock.now() })
  return { kind: 'unavailable' }
}
