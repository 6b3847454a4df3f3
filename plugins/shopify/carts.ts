import { asInstant, asText, required, type CartPayload, type Json, type ParsedItem } from '#sdk/index'
import { whatsappConsent } from './consents.ts'
import { browserHints } from './browser.ts'
import { lineItems, money } from './lines.ts'
import { buyer } from './people.ts'
import type { Delivered } from './delivered.ts'

/** What `checkouts/create` and `checkouts/update` say, and an abandoned checkout found by asking. */
export function checkoutItems({ body, account, settings }: Delivered): ParsedItem[] {
  const token = required(asText(body.token), 'checkout token')
  const changedAt = required(asInstant(body.updated_at) ?? asInstant(body.created_at), 'updated_at')
  const person = buyer(body)
  const cart: ParsedItem = {
    account,
    type: 'cart.updated',
    key: `${token}:${changedAt}`,
    subject: { kind: 'cart', id: token },
    occurredAt: changedAt,
    payload: cartPayload(body, token, changedAt, account),
    person,
  }
  const consent = whatsappConsent({
    body,
    settings,
    person,
    account,
    source: { kind: 'cart', id: token },
    at: changedAt,
  })
  return consent ? [cart, consent] : [cart]
}

function cartPayload(body: Json, cartId: string, changedAt: number, account: string | null): CartPayload {
  return {
    cartId,
    recoveryUrl: asText(body.abandoned_checkout_url),
    items: lineItems(body.line_items, body.currency),
    total: money(body.total_price, body.currency, 'total_price'),
    changedAt,
    completedAt: asInstant(body.completed_at),
    client: browserHints(body, account, changedAt),
  }
}
