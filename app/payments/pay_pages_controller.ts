import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { clock, machineNow, SECOND } from '#app/clock'
import type { Row } from '#app/database'
import { isPreview } from '#app/links/preview_agents'
import { bell } from '#app/work/bell'
import { openPage } from './opening.ts'
import { payPage } from './pay_page.ts'
import type { PageKind } from './pay_page.ts'
import { paymentFrom } from './rows.ts'
import type { PaymentRow } from './rows.ts'
import { PAID, UNDER_WAY } from './states.ts'

/** Looks after coming back: money takes a moment to be told of. */
const LOOKS = 10

/** What a customer sees of us on the way to the vendor's page and back. */
export default class PayPagesController {
  /** A person is led on to the vendor's page; whoever draws a preview of the link gets a small page and opens nothing. */
  async show(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    if (!payment) return page(ctx, { payment: null, kind: 'unknown' })
    return isPreview(ctx.request.method(), agentOf(ctx)) ? page(ctx, { payment, kind: 'preview' }) : lead(ctx, payment)
  }

  /** The button of that small page: nothing but a person presses it. */
  async open(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    return payment ? lead(ctx, payment) : page(ctx, { payment: null, kind: 'unknown' })
  }

  /** Arriving here proves nothing: the vendor is asked, and the page looks again until it knows. */
  async done(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    if (!payment) return page(ctx, { payment: null, kind: 'unknown' })
    if (PAID.includes(payment.state)) return page(ctx, { payment, kind: 'thanks' })
    const looks = Number(ctx.request.qs().n) || 0
    if (!isPreview(ctx.request.method(), agentOf(ctx))) await lookSoon(payment)
    const again = looks < LOOKS ? looks + 1 : null
    return page(ctx, { payment, kind: kindOf(payment.state) ?? (again === null ? 'unheard' : 'checking'), again })
  }

  /** Left the vendor's page without paying; the link itself would only lead back to it. */
  async back(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    if (!payment) return page(ctx, { payment: null, kind: 'unknown' })
    return page(ctx, { payment, kind: kindOf(payment.state) ?? 'not_paid' })
  }
}

async function paymentWith({ params }: HttpContext): Promise<PaymentRow | null> {
  const row: Row | null = await db.from('payments').where('code', String(params.code)).first()
  return row && paymentFrom(row)
}

const agentOf = ({ request }: HttpContext) => ({
  userAgent: request.header('user-agent'),
  purpose: request.header('sec-purpose') ?? request.header('purpose'),
})

async function lead(ctx: HttpContext, payment: PaymentRow) {
  const opened = await openPage(payment.id)
  if (opened.kind === 'page')
    return ctx.response
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect()
      .status(303)
      .toPath(opened.url)
  if (opened.kind === 'over') return page(ctx, { payment, kind: kindOf(opened.state) ?? 'unavailable' })
  return page(ctx, { payment, kind: opened.kind })
}

function kindOf(state: PaymentRow['state']): PageKind | null {
  if (PAID.includes(state)) return 'paid'
  if (UNDER_WAY.includes(state)) return 'on_its_way'
  return state === 'expired' || state === 'cancelled' ? state : null
}

/** Payments that somebody has come back from, and when: whoever reloads the page does not make us storm the vendor. */
const lately = new Map<string, number>()
const ONCE_IN = 5 * SECOND

function justLooked(id: string): boolean {
  const now = machineNow()
  for (const [each, at] of lately) if (at < now - ONCE_IN) lately.delete(each)
  if (lately.has(id)) return true
  lately.set(id, now)
  return false
}

async function lookSoon(payment: PaymentRow): Promise<void> {
  if (!['open', 'failed', ...UNDER_WAY].includes(payment.state) || justLooked(payment.id)) return
  await db
    .from('payments')
    .where('id', payment.id)
    .where((later) => later.whereNull('due_at').orWhere('due_at', '>', clock.now()))
    .update({ due_at: clock.now() })
  bell.ring('transactional', 'payments')
}

async function page(ctx: HttpContext, shown: { payment: PaymentRow | null; kind: PageKind; again?: number | null }) {
  const { status, html } = await payPage(ctx, { again: null, ...shown })
  return ctx.response
    .status(status)
    .header('x-robots-tag', 'noindex, nofollow')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'"
    )
    .type('html')
    .send(html)
}
