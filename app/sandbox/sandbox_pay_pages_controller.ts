import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { formatMoney } from '#app/templates/format_filters'
import { decline, pay, sessionAt } from './payments.ts'
import type { SandboxPayment } from './payments.ts'

/** The pretend provider's payment page. Its address is the secret: whoever has it may press the buttons. */
export default class SandboxPayPagesController {
  async show(ctx: HttpContext) {
    return page(ctx, await sessionAt(String(ctx.params.token)))
  }

  async store(ctx: HttpContext) {
    const payment = await sessionAt(String(ctx.params.token))
    if (payment?.state !== 'open') return page(ctx, payment)
    const { act } = ctx.params
    if (act === 'leave') return away(ctx, payment.cancelUrl)
    if (act === 'decline') return (await decline(payment)) ? page(ctx, payment, 'declined') : show(ctx)
    return (await pay(payment)) ? away(ctx, payment.returnUrl) : show(ctx)
  }
}

const show = async (ctx: HttpContext) => page(ctx, await sessionAt(String(ctx.params.token)))

const away = ({ response }: HttpContext, url: string) => response.redirect().status(303).toPath(url)

type Kind = 'open' | 'declined' | 'paid' | 'expired' | 'unknown'
const STATUS: Partial<Record<Kind, number>> = { expired: 410, unknown: 404 }

async function page(ctx: HttpContext, payment: SandboxPayment | null, said: Kind = payment?.state ?? 'unknown') {
  const { request, response, view } = ctx
  const locale = i18nManager.getSupportedLocaleFor(request.languages()) ?? i18nManager.defaultLocale
  const i18n = i18nManager.locale(locale)
  const t = (key: string) => i18n.t(`sandbox.pay.${key}`)
  const html = await view.render('sandbox/pay', {
    locale,
    t,
    kind: said,
    isOpen: payment?.state === 'open',
    what: payment?.title ?? null,
    amount: payment && formatMoney(payment.amount, { locale, timezone: 'UTC', currency: payment.amount.currency }),
    action: payment && `/sandbox/pay/${payment.token}`,
  })
  return response
    .status(STATUS[said] ?? 200)
    .header('x-robots-tag', 'noindex, nofollow')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    .type('html')
    .send(html)
}
