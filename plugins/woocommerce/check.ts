import { asObject, asText, InvalidInput, isConnectorError, NotFound, orElse } from '#sdk/index'
import type { CheckResult, Context, Json } from '#sdk/index'
import { WooClient } from './client.ts'
import { accountOf, shopUrl } from './shop.ts'

/** "Test connection": which shop, whether the key may write, and whether the shop can reach us. */
export async function check(context: Context): Promise<CheckResult> {
  const client = new WooClient(context)
  const url = shopUrl(context.settings)
  const site = await siteOf(client)
  atItsOwnAddress(url, asText(site?.home))
  await client.read('orders', { per_page: 1, _fields: 'id' })
  const account = accountOf(url) ?? url
  return {
    account,
    label: asText(site?.name) ?? account,
    missingScopes: (await mayWrite(client)) ? [] : ['read_write'],
    warnings: reachable(context.endpointUrl) ? [] : [{ code: 'shop_cannot_call_us' }],
  }
}

/** Where a shop sends callers on to its real address, the key is lost on the way. */
function atItsOwnAddress(url: string, home: string | null): void {
  const host = URL.parse(home ?? '')?.host
  if (host && host !== new URL(url).host)
    throw new InvalidInput(`The shop calls itself ${host}: use that address`, { field: 'url' })
}

/** A shop may hide its index from strangers; its address is name enough then. */
async function siteOf(client: WooClient): Promise<Json | null> {
  const site = asObject(await orElse(client.index(), null, ...HIDDEN))
  const namespaces = site?.namespaces
  if (Array.isArray(namespaces) && !namespaces.includes('wc/v3'))
    throw new NotFound('There is a WordPress at this address, but no WooCommerce')
  return site
}

const HIDDEN = ['E_AUTHENTICATION_EXPIRED', 'E_PERMISSION_MISSING', 'E_NOT_FOUND', 'E_INVALID_INPUT'] as const

/** No call tells what a key may do; a batch of nothing changes nothing and is refused to a key that only reads. */
async function mayWrite(client: WooClient): Promise<boolean> {
  try {
    await client.change('post', 'webhooks/batch', {})
    return true
  } catch (error) {
    if (isConnectorError(error) && error.status === 401) return false
    throw error
  }
}

/** WordPress posts to public addresses and three ports only (`wp_safe_remote_request`). */
function reachable(endpointUrl: string | null): boolean {
  const url = URL.parse(endpointUrl ?? '')
  if (!url) return true
  const isPrivate = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(url.hostname)
  return ['', '80', '443', '8080'].includes(url.port) && !isPrivate
}
