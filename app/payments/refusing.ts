import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { errors } from '@vinejs/vine'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Payment } from './payment.ts'

interface Refusal {
  field: string | null
  code: string
  params?: Record<string, string | number>
}

/** The API's names of what the rules call otherwise. */
const API_NAMES: Record<string, string> = {
  contact: 'contact_id',
  order: 'order_id',
  connection: 'connection_id',
  expires: 'expires_at',
  key: 'Idempotency-Key',
}

/** Words of a refusal, in the viewer's language; the API has none and speaks English. */
export const wordsOf = ({ i18n }: Pick<HttpContext, 'i18n'>, { code, params }: Refusal): string =>
  (i18n ?? i18nManager.locale('en')).t(`codes.${code}`, params ?? {})

/** In the shape of every other form error, at the field that is to blame. */
export function refuseRequest(ctx: HttpContext, refusal: Refusal & { field: string }): never {
  const field = ctx.request.url().startsWith('/api/') ? (API_NAMES[refusal.field] ?? refusal.field) : refusal.field
  throw new errors.E_VALIDATION_ERROR([{ field, rule: refusal.code, message: wordsOf(ctx, refusal) }])
}

/** What cannot be done with the payment as it is: 409 and the reason. */
export const conflict = (ctx: HttpContext, refusal: Refusal) =>
  ctx.response
    .status(409)
    .header('content-type', 'application/problem+json')
    .send({
      type: 'about:blank',
      title: wordsOf(ctx, refusal),
      status: 409,
      code: refusal.code,
      params: refusal.params ?? {},
    })

/** The payment of the address, in this workspace and no other. */
export async function paymentOf({ workspace, params }: Pick<HttpContext, 'workspace' | 'params'>): Promise<Payment> {
  const payment = await Payment.in(workspace).where('id', String(params.id)).first()
  if (!payment) throw new E_NOT_FOUND()
  return payment
}
