import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import type { Row } from '#app/database'
import { formatMoney } from '#app/templates/format_filters'
import { moneyOf } from './rows.ts'
import type { PaymentRow } from './rows.ts'

export type PageKind =
  | 'preview'
  | 'thanks'
  | 'checking'
  | 'on_its_way'
  | 'unheard'
  | 'not_paid'
  | 'paid'
  | 'expired'
  | 'cancelled'
  | 'unavailable'
  | 'refused'
  | 'unknown'

const STATUS: Partial<Record<PageKind, number>> = { expired: 410, cancelled: 410, unavailable: 503, unknown: 404 }
/** Those with a button that leads to the vendor's page. */
const PAYABLE: readonly PageKind[] = ['preview', 'not_paid', 'unavailable']

interface Shown {
  payment: PaymentRow | null
  kind: PageKind
  /** Which look the next one is; null: it stays as it is. */
  again: number | null
}

/** A page that needs no script and loads nothing from anywhere. */
export async function payPage(ctx: HttpContext, { payment, kind, again }: Shown) {
  const workspace: Row | null = payment && (await db.from('workspaces').where('id', payment.workspace_id).first())
  const locale = await localeFor(ctx, payment, workspace)
  const { t } = wording(locale)
  const seller = workspace ? String(workspace.name) : ''
  const html = await ctx.view.render('payments/pay', {
    locale,
    kind,
    seller,
    title: t(`${kind}.title`, { seller }),
    text: t(`${kind}.text`, { seller }),
    what: payment?.title ?? null,
    amount: payment && formatMoney(moneyOf(payment), { locale, timezone: 'UTC', currency: payment.currency }),
    button: payment && PAYABLE.includes(kind) ? t(`${kind}.button`) : null,
    action: payment && `/p/${payment.code}`,
    refresh: payment && again !== null ? `/p/${payment.code}/done?n=${again}` : null,
  })
  return { status: STATUS[kind] ?? 200, html }
}

function wording(locale: string) {
  const i18n = i18nManager.locale(locale)
  return { t: (key: string, params: Record<string, string> = {}) => i18n.t(`payments.page.${key}`, params) }
}

/** The customer's own language, else the browser's, else the shop's. */
async function localeFor({ request }: HttpContext, payment: PaymentRow | null, workspace: Row | null): Promise<string> {
  const contact: Row | null = payment?.contact_id
    ? await db.from('contacts').where('id', payment.contact_id).select('language').first()
    : null
  const wanted = [contact?.language, ...request.languages(), workspace?.locale].flatMap((one) =>
    typeof one === 'string' && one !== '' ? one.replace('_', '-') : []
  )
  return i18nManager.getSupportedLocaleFor(wanted) ?? i18nManager.defaultLocale
}
