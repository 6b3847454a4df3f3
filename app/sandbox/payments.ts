import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { insertNew, lockRow, readJson, transaction } from '#app/database'
import type { Row, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { Money, PaymentReport, PaymentRequest } from '#sdk/index'
import { tell } from './telling.ts'

interface Refund {
  key: string
  id: string
  amount: number
}

/** One page of the pretend provider, on which somebody may pretend to pay. */
export interface SandboxPayment {
  id: string
  connectionId: string
  token: string
  reference: string
  title: string
  amount: Money
  refunded: number
  refunds: Refund[]
  returnUrl: string
  cancelUrl: string
  state: 'open' | 'paid' | 'expired'
  tries: number
  expiresAt: number | null
}

export type SessionAsked = Omit<PaymentRequest, 'person' | 'locale'>

function paymentFrom(row: Row): SandboxPayment {
  const expiresAt = row.expires_at === null ? null : Number(row.expires_at)
  const over = row.state === 'open' && expiresAt !== null && expiresAt <= clock.now()
  return {
    id: String(row.id),
    connectionId: String(row.connection_id),
    token: String(row.token),
    reference: String(row.reference),
    title: String(row.title),
    amount: { amount: Number(row.amount), currency: String(row.currency) },
    refunded: Number(row.refunded),
    refunds: readJson<Refund[]>(row.refunds),
    returnUrl: String(row.return_url),
    cancelUrl: String(row.cancel_url),
    state: over ? 'expired' : (row.state as SandboxPayment['state']),
    tries: Number(row.tries),
    expiresAt,
  }
}

/** Equal keys, one page. */
export async function openSession(connection: Connection, key: string, asked: SessionAsked): Promise<SandboxPayment> {
  const now = clock.now()
  const place = { connection_id: connection.id, natural_key: naturalKey('session', key) }
  const row = {
    ...place,
    id: newId('sandbox'),
    workspace_id: connection.workspaceId,
    token: randomBytes(24).toString('base64url'),
    reference: asked.reference,
    title: asked.title,
    amount: asked.amount.amount,
    currency: asked.amount.currency,
    refunded: 0,
    refunds: '[]',
    return_url: asked.returnUrl,
    cancel_url: asked.cancelUrl,
    state: 'open',
    tries: 0,
    expires_at: Math.min(asked.expiresAt ?? Infinity, now + DAY),
    created_at: now,
    updated_at: now,
  }
  return transaction(async (trx) => {
    const [inserted] = await insertNew(trx, 'sandbox_payments', [row])
    return paymentFrom(inserted ?? (await trx.from('sandbox_payments').where(place).firstOrFail()))
  })
}

/** Null: this connection has opened no such page. */
export async function sessionOf(connection: Connection, id: string): Promise<SandboxPayment | null> {
  const row: Row | null = await db.from('sandbox_payments').where({ connection_id: connection.id, id }).first()
  return row && paymentFrom(row)
}

/** The page behind an address that nobody can guess. */
export async function sessionAt(token: string): Promise<SandboxPayment | null> {
  const row: Row | null = await db.from('sandbox_payments').where('token', token).first()
  return row && paymentFrom(row)
}

export function reportOf(payment: SandboxPayment): PaymentReport {
  const { amount, refunded } = payment
  const back = refunded >= amount.amount ? 'refunded' : refunded > 0 ? 'partially_refunded' : 'succeeded'
  const isPaid = payment.state === 'paid'
  return {
    state: payment.state === 'paid' ? back : payment.state,
    paymentId: isPaid ? moneyId(payment) : null,
    amount: isPaid ? amount : null,
    refunded: refunded > 0 ? { amount: refunded, currency: amount.currency } : null,
    failure: null,
  }
}

/** The provider's id of the payment itself is not that of its page, as it is with real ones. */
const moneyId = ({ id }: Pick<SandboxPayment, 'id'>): string => `paid_${id}`

/** Takes a page's row for itself, changes it and answers what it is then; null where there is nothing to change. */
async function changed(id: string, change: (payment: SandboxPayment) => Row | null): Promise<SandboxPayment | null> {
  return transaction(async (trx: Trx) => {
    const row = await lockRow(trx, 'sandbox_payments', id)
    const columns = row && change(paymentFrom(row))
    if (!row || !columns) return null
    await trx
      .from('sandbox_payments')
      .where('id', id)
      .update({ ...columns, updated_at: clock.now() })
    return paymentFrom({ ...row, ...columns })
  })
}

/** Pays an open page, once; the webhook follows. False: it is open no more. */
export async function pay({ id }: SandboxPayment): Promise<boolean> {
  const paid = await changed(id, ({ state }) => (state === 'open' ? { state: 'paid' } : null))
  if (paid) await tellOf(paid, 'succeeded', { id: `${id}:paid` })
  return paid !== null
}

/** The pretend bank says no; the page may be tried again. */
export async function decline({ id }: SandboxPayment): Promise<boolean> {
  const tried = await changed(id, ({ state, tries }) => (state === 'open' ? { tries: tries + 1 } : null))
  if (tried) await tellOf(tried, 'failed', { id: `${id}:declined:${tried.tries}`, failure: 'card_declined' })
  return tried !== null
}

/** Ends a page that is open; what is paid stays paid. */
export async function expire({ id }: SandboxPayment): Promise<void> {
  const ended = await changed(id, ({ state }) => (state === 'open' ? { state: 'expired' } : null))
  if (ended) await tellOf(ended, 'expired', { id: `${id}:expired` })
}

/** Gives back, once for equal keys. Null: there is no such payment, or not that much is left. */
export async function refund(
  connection: Connection,
  { key, paymentId, amount }: { key: string; paymentId: string; amount: Money | null }
): Promise<{ id: string } | null> {
  const page = await sessionOf(connection, paymentId.replace(/^paid_/, ''))
  if (page?.state !== 'paid') return null
  const after = await changed(page.id, ({ refunds, refunded, amount: paid }) => {
    const back = amount?.amount ?? paid.amount - refunded
    if (refunds.some((one) => one.key === key)) return {}
    if (back <= 0 || back > paid.amount - refunded) return null
    const id = newId('sandbox')
    return { refunded: refunded + back, refunds: JSON.stringify([...refunds, { key, id, amount: back }]) }
  })
  const given = after?.refunds.find((one) => one.key === key)
  if (!after || !given) return null
  // Asked again, it is told again under the same name, which changes nothing.
  const { currency } = after.amount
  await tellOf(after, 'refunded', {
    id: given.id,
    refundId: given.id,
    amount: { amount: given.amount, currency },
  })
  return { id: given.id }
}

interface Telling {
  id: string
  failure?: string
  refundId?: string
  amount?: Money
}

const tellOf = (payment: SandboxPayment, status: string, { id, ...more }: Telling): Promise<string> =>
  tell(payment.connectionId, {
    id,
    at: clock.now(),
    type: 'payment',
    data: {
      status,
      sessionId: payment.id,
      paymentId: payment.state === 'paid' ? moneyId(payment) : null,
      reference: payment.reference,
      amount: payment.amount,
      title: payment.title,
      live: false,
      ...more,
    },
  })
