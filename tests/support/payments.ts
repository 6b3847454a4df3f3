import db from '@adonisjs/lucid/services/db'
import { clock, DAY } from '#app/clock'
import type { Connection } from '#app/connectors/connection'
import { connectors } from '#app/connectors/registry'
import type { Row, Trx } from '#app/database'
import { transaction } from '#app/database'
import { requestPayment } from '#app/payments/requesting'
import type { PaymentDraft } from '#app/payments/requesting'
import { handOver } from '#app/deliveries/items'
import { resolved } from '#app/deliveries/reconciling'
import { defineConnector, InvalidInput, none } from '#sdk/index'
import type { Money, PaymentPayload, PaymentReport, PaymentRequest, PaymentsRole } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1'
export const euros = (amount: number): Money => ({ amount, currency: 'EUR' })

interface Page {
  id: string
  key: string
  request: PaymentRequest
  state: PaymentReport['state'] | 'approved'
  paymentId: string | null
  amount: Money
  refunded: number
}

/** A vendor that does what the test says, and keeps what it was asked. */
export class ScriptedPayments {
  readonly id = `till-${Math.random().toString(36).slice(2)}`
  readonly pages: Page[] = []
  readonly opened: string[] = []
  readonly refunds = new Map<string, { id: string; paymentId: string; amount: Money | null }>()
  readonly closed: string[] = []
  settles = 0
  /** What the next calls end with, one after the other. */
  failures: Error[] = []
  /** How long a page stands open; null: for ever. */
  pageLives: number | null = DAY
  /** Before a page is opened: where two taps meet, or a process dies. */
  beforeOpening: () => Promise<void> = async () => {}

  constructor({ currencies }: { currencies?: string[] } = {}) {
    connectors.add(
      defineConnector({
        id: this.id,
        name: 'Till',
        summary: 'A till for tests',
        categories: ['payments'],
        hosts: [],
        icon: '',
        docsUrl: null,
        auth: none(),
        events: [],
        roles: ['payments'],
        ...(currencies ? { payments: { currencies } } : {}),
        load: async () => ({
          check: async () => ({ account: this.id, label: '', missingScopes: [], warnings: [] }),
          payments: this.#role(),
        }),
      })
    )
  }

  async connected(change: Parameters<typeof givenWorkspace>[0] = {}) {
    const workspace = await givenWorkspace({ locale: 'en', ...change })
    const { connection } = await givenConnection(workspace, this.id)
    return { workspace, connection, till: this as ScriptedPayments }
  }

  /** The customer pays, approves, or the time of the page runs out. */
  become(page: Page, state: Page['state'], amount: Money = page.request.amount): void {
    Object.assign(page, { state, amount })
    if (state === 'succeeded') page.paymentId ??= `pi-${page.id}`
  }

  /** The vendor has opened it, and its answer never came. */
  async openedBehindOurBack(key: string): Promise<void> {
    const [payment] = key.split('/')
    const row: Row = await db.from('payment_sessions').where('payment_id', payment).firstOrFail()
    this.#newPage(key, JSON.parse(String(row.request)) as PaymentRequest)
  }

  page(index = 0): Page {
    const page = this.pages[index]
    if (!page) throw new Error(`No page ${index} was opened`)
    return page
  }

  #role(): PaymentsRole {
    return {
      createSession: async ({ idempotencyKey }, request) => {
        await this.beforeOpening()
        this.#fail()
        if (request.amount.currency === 'XXX')
          throw new InvalidInput('This currency is not taken', { field: 'currency' })
        this.opened.push(String(idempotencyKey))
        const known = this.pages.find(({ key }) => key === idempotencyKey)
        const page = known ?? this.#newPage(String(idempotencyKey), request)
        return {
          id: page.id,
          url: `https://till.example/${page.id}`,
          expiresAt: this.pageLives === null ? null : clock.now() + this.pageLives,
        }
      },
      settle: async (_context, sessionId) => {
        this.settles += 1
        this.#fail()
        const page = this.pages.find(({ id }) => id === sessionId)
        if (!page) return null
        // Where approval and payment are two things, this takes the money.
        if (page.state === 'approved') this.become(page, 'succeeded')
        return reportOf(page)
      },
      refund: async ({ idempotencyKey }, { paymentId, amount }) => {
        this.#fail()
        const key = String(idempotencyKey)
        const known = this.refunds.get(key) ?? { id: `re-${this.refunds.size + 1}-${this.id}`, paymentId, amount }
        if (!this.refunds.has(key)) this.#giveBack(paymentId, amount)
        this.refunds.set(key, known)
        return { id: known.id }
      },
      expire: async (_context, sessionId) => {
        this.#fail()
        this.closed.push(sessionId)
        const page = this.pages.find(({ id }) => id === sessionId)
        if (page?.state === 'open') page.state = 'expired'
      },
    }
  }

  #newPage(key: string, request: PaymentRequest): Page {
    const page: Page = {
      id: `cs-${this.pages.length + 1}-${this.id}`,
      key,
      request,
      state: 'open',
      paymentId: null,
      amount: request.amount,
      refunded: 0,
    }
    this.pages.push(page)
    return page
  }

  #giveBack(paymentId: string, amount: Money | null): void {
    const page = this.pages.find((one) => one.paymentId === paymentId)
    if (!page) return
    page.refunded += amount?.amount ?? page.amount.amount
    page.state = page.refunded >= page.amount.amount ? 'refunded' : 'partially_refunded'
  }

  #fail(): void {
    const failure = this.failures.shift()
    if (failure) throw failure
  }
}

function reportOf(page: Page): PaymentReport {
  const state = page.state === 'approved' ? 'open' : page.state
  const { currency } = page.amount
  return {
    state,
    paymentId: page.paymentId,
    amount: page.paymentId ? page.amount : null,
    refunded: page.refunded > 0 ? { amount: page.refunded, currency } : null,
    failure: state === 'failed' ? 'card_declined' : null,
  }
}

type Scene = Awaited<ReturnType<ScriptedPayments['connected']>>

let keys = 0

/** A payment of 49 euros for a lamp, unless the test says otherwise. */
export async function givenPayment(
  { workspace, connection }: Pick<Scene, 'workspace' | 'connection'>,
  change: Partial<PaymentDraft> = {}
) {
  const requested = await transaction((trx) =>
    requestPayment(trx, {
      workspaceId: workspace.id,
      naturalKey: `test|${++keys}|${Math.random()}`,
      source: 'api',
      actor: null,
      amount: euros(4900),
      title: 'Goccia lamp',
      connectionId: connection.id,
      contactId: null,
      orderId: null,
      expiresAt: null,
      ...change,
    })
  )
  if (!requested.ok) throw new Error(`Refused: ${requested.field} ${requested.code}`)
  return requested.payment
}

type Word = 'approved' | 'succeeded' | 'failed' | 'refunded' | 'expired'
type Telling = Partial<PaymentPayload> & { key: string; occurredAt?: number }

/** As the vendor's webhook would bring it. */
export const tell = (connection: Connection, word: Word, telling: Telling): Promise<void> =>
  transaction((trx) => tellIn(trx, connection, word, telling))

export async function tellIn(
  trx: Trx,
  connection: Connection,
  word: Word,
  { key, occurredAt, ...payload }: Telling
): Promise<void> {
  await handOver(trx, [
    resolved(connection, {
      account: null,
      type: `payment.${word}`,
      key,
      subject: { kind: 'payment', id: key },
      occurredAt: occurredAt ?? clock.now(),
      payload: { sessionId: null, paymentId: null, reference: null, amount: euros(4900), live: true, ...payload },
      person: { identities: [{ kind: 'email', value: 'payer@mail.example' }] },
    }),
  ])
}

export const paymentRow = async (payment: { id: string }): Promise<Row> =>
  db.from('payments').where('id', payment.id).firstOrFail()

export const historyOf = async (payment: { id: string }): Promise<string[]> => {
  const rows: Row[] = await db.from('payment_changes').where('payment_id', payment.id).orderBy('id')
  return rows.map((row) => `${String(row.state)}: ${String(row.code)}`)
}

export const eventsOf = async (workspace: { id: string }, type?: string): Promise<Row[]> => {
  const query = db
    .from('events')
    .where('workspace_id', workspace.id)
    .where('type', 'like', type ?? 'payment.%')
  return query.orderBy('id')
}
