import { InvalidInput, OutcomeUnknown, orElse, plainEmail } from '#sdk/index'
import type { Context, Money, PaymentReport, PaymentRequest, PaymentsRole } from '#sdk/index'
import type Stripe from 'stripe'
import { StripeClient } from './client.ts'
import type { Once } from './client.ts'
import { moneyOf, stripeAmount } from './money.ts'
import { refund } from './refunds.ts'
import { REFERENCE } from './version.ts'

type Session = Stripe.Checkout.Session

const MINUTE = 60_000
const SHORTEST = 30 * MINUTE
const LONGEST = 24 * 60 * MINUTE

/** Languages of Stripe's page, beside which `auto` lets the browser choose. https://docs.stripe.com/js/appendix/supported_locales */
const LOCALES =
  'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' '
  )

/** What the core may ask of any vendor of payments. */
export const payments: PaymentsRole = {
  async createSession(context: Context, request: PaymentRequest) {
    const params = sessionOf(request, context.now())
    const client = new StripeClient(context)
    const session = await client.change((stripe, once) =>
      stripe.checkout.sessions.create(params, untilThen(once, params.expires_at))
    )
    if (!session.url) throw new OutcomeUnknown('Stripe opened a page and did not say where')
    return { id: session.id, url: session.url, expiresAt: session.expires_at * 1000 }
  },

  async settle(context: Context, sessionId: string): Promise<PaymentReport | null> {
    const client = new StripeClient(context)
    const expand = ['payment_intent']
    const found = client.read((stripe) => stripe.checkout.sessions.retrieve(sessionId, { expand }))
    const session = await orElse(found, null, 'E_NOT_FOUND')
    return session && reportOf(client, session)
  },

  async refund(context: Context, request) {
    const { id } = await refund(new StripeClient(context), request)
    return { id }
  },

  async expire(context: Context, sessionId: string): Promise<void> {
    const client = new StripeClient(context)
    try {
      await client.change((stripe) => stripe.checkout.sessions.expire(sessionId))
    } catch (error) {
      // Only an open page can be ended; paid or run out, it cannot be paid any more in any case.
      const { status } = await client.read((stripe) => stripe.checkout.sessions.retrieve(sessionId))
      if (status === 'open') throw error
    }
  },
}

function sessionOf({ reference, amount: money, title, ...request }: PaymentRequest, now: number) {
  const { amount: unit_amount, currency } = stripeAmount(money)
  if (title.trim() === '') throw new InvalidInput('A payment needs a title', { field: 'title' })
  const metadata = { [REFERENCE]: reference }
  const email = plainEmail(request.person)
  const expires_at = endOf(request.expiresAt, now)
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data: { name: title.slice(0, 250) } } }],
    client_reference_id: reference,
    metadata,
    // Not copied from the session, and the failures of a payment are told of this alone.
    payment_intent_data: { metadata },
    success_url: request.returnUrl,
    cancel_url: request.cancelUrl,
    locale: localeOf(request.locale),
    ...(email ? { customer_email: email } : {}),
    ...(expires_at === null ? {} : { expires_at }),
  } satisfies Stripe.Checkout.SessionCreateParams
}

/**
 * Stripe's pages live from half an hour to a day. A shorter time is rounded up to ten minutes, so that the same call made
 * again a moment later is, as a rule, still the same to Stripe.
 */
function endOf(expiresAt: number | null, now: number): number | null {
  if (expiresAt === null || expiresAt > now + LONGEST) return null
  if (expiresAt >= now + SHORTEST) return Math.ceil(expiresAt / 1000)
  return Math.ceil((now + SHORTEST + MINUTE) / (10 * MINUTE)) * 10 * 60
}

/** Where the rounding does fall between two tries, the second is another call: Stripe refuses one key for two. */
const untilThen = ({ idempotencyKey }: Once, end?: number): Once =>
  idempotencyKey && end ? { idempotencyKey: `${idempotencyKey}:${end}` } : { idempotencyKey }

function localeOf(locale: string | null) {
  const exact = LOCALES.find((each) => each === locale)
  const language = LOCALES.find((each) => each === locale?.split('-')[0])
  return (exact ?? language ?? 'auto') as Stripe.Checkout.SessionCreateParams.Locale
}

async function reportOf(client: StripeClient, session: Session): Promise<PaymentReport> {
  const payment = typeof session.payment_intent === 'object' ? session.payment_intent : null
  const state = stateOf(session, payment)
  const paymentId = payment?.id ?? null
  const amount = moneyOf(session.amount_total, session.currency)
  if (state === 'succeeded') {
    const back = paymentId === null ? null : await refundedOf(client, paymentId, amount)
    return { state, paymentId, amount, refunded: null, failure: null, ...back }
  }
  return { state, paymentId, amount, refunded: null, failure: failureOf(payment) }
}

function failureOf(payment: Stripe.PaymentIntent | null): string | null {
  const error = payment?.last_payment_error
  return error ? (error.decline_code ?? error.code ?? error.type) : null
}

function stateOf(session: Session, payment: Stripe.PaymentIntent | null): PaymentReport['state'] {
  if (session.status === 'expired') return 'expired'
  if (session.status !== 'complete') return 'open'
  if (session.payment_status !== 'unpaid') return 'succeeded'
  const over = payment?.status === 'requires_payment_method' || payment?.status === 'canceled'
  return over ? 'failed' : 'pending'
}

async function refundedOf(
  client: StripeClient,
  payment_intent: string,
  paid: Money | null
): Promise<Pick<PaymentReport, 'state' | 'refunded'> | null> {
  const { data } = await client.read((stripe) => stripe.refunds.list({ payment_intent, limit: 100 }))
  const total = data.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0)
  const refunded = total > 0 ? moneyOf(total, paid?.currency) : null
  if (refunded === null) return null
  return { state: refunded.amount >= (paid?.amount ?? 0) ? 'refunded' : 'partially_refunded', refunded }
}
