import { asText, jsonObject, required, Unparseable, type KeyExchange } from '#sdk/index'
import { shopUrl } from './shop.ts'

/**
 * The shop's own page asks who is signed in there whether we may have a key, posts the key to us, and leads back.
 * `user_id` is the one field it gives back untouched. https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-endpoint
 */
export const keyExchange: KeyExchange = {
  authorizeUrl(settings, { state, returnUrl, callbackUrl, appName }) {
    const page = new URL(`${shopUrl(settings)}/wc-auth/v1/authorize`)
    page.search = new URLSearchParams({
      app_name: appName,
      scope: 'read_write',
      user_id: state,
      return_url: returnUrl,
      callback_url: callbackUrl,
    }).toString()
    return page.href
  },

  readCallback(request) {
    const body = jsonObject(request)
    if (asText(body.key_permissions) !== 'read_write') throw new Unparseable('The key may not write')
    return {
      state: required(asText(body.user_id), 'user_id'),
      credentials: {
        consumerKey: required(asText(body.consumer_key), 'consumer_key'),
        consumerSecret: required(asText(body.consumer_secret), 'consumer_secret'),
      },
    }
  },
}
