import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
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
    if (!payment) return page(ctx, null, 'unknown')
    return isPreview(ctx.request.method(), agentOf(ctx)) ? page(ctx, payment, 'preview') : lead(ctx, payment)
  }

  /** The button of that small page: nothing but a person presses it. */
  async open(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    return payment ? lead(ctx, payment) : page(ctx, null, 'unknown')
  }

  /** Arriving here proves nothing: the vendor is asked, and the page looks again until it knows. */
  async done(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    if (!payment) return page(ctx, null, 'unknown')
    if (PAID.includes(payment.state)) return page(ctx, payment, 'thanks')
    const looks = Number(ctx.request.qs().n) || 0
    if (!isPreview(ctx.request.method(), agentOf(ctx)) && looks % 3 === 0) await lookSoon(payment)
    const again = looks < LOOKS ? looks + 1 : null
    return page(ctx, payment, UNDER_WAY.includes(payment.state) || again === null ? 'on_its_way' : 'checking', again)
  }

  /** Left the vendor's page without paying; the link itself would only lead back to it. */
  async back(ctx: HttpContext) {
    const payment = await paymentWith(ctx)
    if (!payment) return page(ctx, null, 'unknown')
    return page(ctx, payment, kindOf(payment.state) ?? 'not_paid')
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
  if (opened.kind === 'over') return page(ctx, payment, kindOf(opened.state) ?? 'unavailable')
  return page(ctx, payment, opened.kind)
}

function kindOf(state: PaymentRow['state']): PageKind | null {
  if (PAID.includes(state)) return 'paid'
  if (UNDER_WAY.includes(state)) return 'on_its_way'
  return state === 'expired' || state === 'cancelled' ? state : null
}

async function lookSoon(payment: PaymentRow): Promise<void> {
  if (!['open', 'failed', ...UNDER_WAY].includes(payment.state)) return
  await db
    .from('payments')
    .where('id', payment.id)
    .where((later) => later.whereNull('due_at').orWhere('due_at', '>', clock.now()))
    .update({ due_at: clock.now() })
  bell.ring('transactional', 'payments')
}

async function page(ctx: HttpContext, payment: PaymentRow | null, kind: PageKind, again: number | null = null) {
  const { status, html } = await payPage(ctx, { payment, kind, again })
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
