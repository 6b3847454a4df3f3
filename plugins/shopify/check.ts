import { asObject, asObjects, asText, firstText, orElse, type CheckResult, type Context, type Json } from '#sdk/index'
import { ShopifyClient } from './client.ts'
import { ADMIN_VERSION, SCOPES } from './shop.ts'

const WHO_AM_I = `query WhoAmI {
  shop { name myshopifyDomain }
  currentAppInstallation { accessScopes { handle } }
}`

const RECENT_ORDERS = `query RecentOrders {
  orders(first: 5, reverse: true) { nodes { id email phone shippingAddress { phone } billingAddress { phone } } }
}`

/** "Test connection": which shop, which scopes are missing, and what Shopify keeps from us. */
export async function check(context: Context): Promise<CheckResult> {
  const client = new ShopifyClient(context)
  const answer = await client.query<Json>(WHO_AM_I)
  const shop = asObject(answer.shop) ?? {}
  const granted = asObjects(asObject(answer.currentAppInstallation)?.accessScopes).map(
    (scope) => asText(scope.handle) ?? ''
  )
  const missingScopes = SCOPES.filter((scope) => !covers(granted, scope))
  const warnings: CheckResult['warnings'] = []
  if (!missingScopes.includes('read_orders') && (await phoneWithheld(client))) warnings.push({ code: 'phone_withheld' })
  if (client.answeredVersion !== null && client.answeredVersion !== ADMIN_VERSION) {
    warnings.push({
      code: 'api_version_mismatch',
      params: { asked: ADMIN_VERSION, answered: client.answeredVersion },
    })
  }
  const domain = asText(shop.myshopifyDomain) ?? String(context.settings.shop)
  return { account: domain, label: asText(shop.name) ?? domain, missingScopes, warnings }
}

/**
 * Below the Grow plan Shopify blanks names, phones and addresses of buyers, or denies the fields outright. One
 * buyer may well have given no phone; several orders with neither phone nor e-mail are being withheld.
 */
async function phoneWithheld(client: ShopifyClient): Promise<boolean> {
  const answer = await orElse(client.query<Json>(RECENT_ORDERS), null, 'E_PERMISSION_MISSING')
  if (answer === null) return true
  const orders = asObjects(asObject(answer.orders)?.nodes)
  return orders.length > 0 && orders.every(anonymous)
}

function anonymous(order: Json) {
  const phones = [order.phone, asObject(order.shippingAddress)?.phone, asObject(order.billingAddress)?.phone]
  return firstText(order.email, ...phones) === null
}

function covers(granted: string[], scope: string) {
  return granted.includes(scope) || granted.includes(scope.replace('read_', 'write_'))
}
