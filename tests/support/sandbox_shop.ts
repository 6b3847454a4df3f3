import type { ApiClient } from '@japa/api-client'
import type { Endpoint } from '#app/connectors/endpoint'
import { clock } from '#app/clock'
import { hmac } from '#sdk/signatures'
import { pathOf } from '#tests/support/connections'

const SECRET = 'a secret of the sandbox'

/** A signed call of the pretend shop, over HTTP like any other. */
export async function calls(
  client: ApiClient,
  endpoint: Endpoint,
  event: { id: string; type: string; person?: object; data: object; at?: number }
) {
  const body = { at: clock.now(), ...event }
  const raw = JSON.stringify(body)
  const answer = await client
    .post(pathOf(endpoint))
    .header('content-type', 'application/json')
    .header('x-sandbox-delivery', event.id)
    .header('x-sandbox-type', event.type)
    .header('x-sandbox-signature', `sha256=${hmac('sha256', SECRET, raw, 'hex')}`)
    .json(body)
  answer.assertStatus(200)
  return String(answer.body().delivery)
}

export const buyer = (address: string, change: object = {}) => ({
  identities: [{ kind: 'sandbox_user', value: address }],
  firstName: 'Giulia',
  lastName: 'Ferrero',
  language: 'it',
  ...change,
})

const EUR = (amount: number) => ({ amount, currency: 'EUR' })
const items = [{ id: 'goccia', title: 'Lampada Goccia', quantity: 1, unitPrice: EUR(18_400) }]

export const cartOf = (cartId: string, changedAt = clock.now()) => ({
  cartId,
  recoveryUrl: `https://bottega.example/cart/${cartId}`,
  items,
  total: EUR(18_400),
  changedAt,
  completedAt: null,
})

export const orderOf = (orderId: string, cartId: string | null = null) => ({
  orderId,
  number: `#${orderId}`,
  cartId,
  items,
  total: EUR(18_400),
  lifecycle: 'open',
  payment: 'paid',
  fulfilment: 'unfulfilled',
  version: clock.now(),
  placedAt: clock.now(),
  paidAt: clock.now(),
  live: true,
})

export const consentTo = (purpose: string) => ({ action: 'granted', channel: 'whatsapp', purpose, method: 'checkout' })
