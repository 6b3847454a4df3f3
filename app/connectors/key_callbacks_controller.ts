import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { protect } from '#app/vault/redaction'
import { exchangeWay } from '#sdk/auth'
import type { KeyExchange } from '#sdk/key_exchange'
import { receiveKeys } from './key_exchange.ts'
import { connectors } from './registry.ts'

/** Where vendors post the keys that somebody gave us on their page. WooCommerce wants exactly 200, or forgets the key. */
export default class KeyCallbacksController {
  async store({ request, params, response }: HttpContext) {
    const connector = connectors.get(String(params.connector))
    const way = connector && exchangeWay(connector.auth)
    const posted = way && readCallback(way, request)
    if (!posted) return response.status(400).send('Not understood')
    protect(posted.credentials)
    const taken = await receiveKeys(posted.state, connector.id, posted.credentials)
    return response.status(taken ? 200 : 403).send(taken ? 'Taken' : 'Not asked for')
  }
}

function readCallback(way: KeyExchange, request: HttpContext['request']) {
  const headers = Object.entries(request.headers()).map(([name, value]) => [name, String(value ?? '')])
  try {
    return way.readCallback({
      method: request.method(),
      url: `${appUrl}${request.url(true)}`,
      query: request.qs() as Record<string, string>,
      headers: Object.fromEntries(headers) as Record<string, string>,
      rawBody: Buffer.from(request.raw() ?? ''),
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'E_UNPARSEABLE') return null
    throw error
  }
}
