import { asObjects, asText, decimalFromMoney, InvalidInput } from '#sdk/index'
import type { Context, DiscountSpec, Json } from '#sdk/index'
import { WooClient } from './client.ts'
import { currencyOf } from './commerce.ts'

export async function createCoupon(context: Context, spec: DiscountSpec): Promise<{ code: string }> {
  const client = new WooClient(context)
  const worth = await worthOf(client, spec)
  await client.change('post', 'coupons', {
    ...worth,
    code: spec.code,
    usage_limit_per_user: 1,
    ...(spec.usageLimit === null ? {} : { usage_limit: spec.usageLimit }),
    ...(spec.expiresAt === null ? {} : { date_expires_gmt: new Date(spec.expiresAt).toISOString().slice(0, 19) }),
  })
  return { code: spec.code }
}

/** Whether a code exists already: what decides after an answer that never came. Codes know no capitals. */
export async function findCoupon(context: Context, code: string): Promise<boolean> {
  const { body } = await new WooClient(context).read('coupons', { code: code.toLowerCase() })
  return asObjects(body).some((coupon) => asText(coupon.code)?.toLowerCase() === code.toLowerCase())
}

// A coupon has an amount and no currency: five euros would become five pounds.
async function worthOf(client: WooClient, { kind, percentage, amount }: DiscountSpec): Promise<Json> {
  if (kind === 'percentage') return { discount_type: 'percent', amount: String(percentage ?? 0) }
  if (kind === 'free_shipping' || !amount) return { discount_type: 'fixed_cart', amount: '0', free_shipping: true }
  const currency = await currencyOf(client)
  if (currency !== amount.currency)
    throw new InvalidInput(`The shop sells in ${currency}, so a coupon cannot be in another currency`, {
      field: 'amount',
    })
  return { discount_type: 'fixed_cart', amount: decimalFromMoney(amount) }
}
