import { entryOf, itemsIn, orElse } from '#sdk/index'
import type { Context, Json, ParsedItem, PaymentPayload } from '#sdk/index'
import type Stripe from 'stripe'
import { plain, StripeClient } from './client.ts'
import { CHARGE_REFUNDED, NOTICE } from './notices.ts'
import type { Notice } from './notices.ts'
import { told } from './tellings.ts'

/** The objects that thin events speak of. Their address in the event is not followed: the type says all. */
const OBJECTS: Record<string, (stripe: Stripe, id: string) => Promise<object>> = {
  'checkout.session': (stripe, id) => stripe.checkout.sessions.retrieve(id),
  'payment_intent': (stripe, id) => stripe.paymentIntents.retrieve(id),
  'refund': (stripe, id) => stripe.refunds.retrieve(id),
  'invoice': (stripe, id) => stripe.invoices.retrieve(id),
  'dispute': (stripe, id) => stripe.disputes.retrieve(id),
}

/** Reads what thin events, and `charge.refunded`, leave out. */
export async function complete(context: Context, items: ParsedItem[]): Promise<ParsedItem[]> {
  const client = new StripeClient(context)
  const completed: ParsedItem[] = []
  for (const item of items) completed.push(...(await completion(client, item)))
  return completed
}

async function completion(client: StripeClient, item: ParsedItem): Promise<ParsedItem[]> {
  if (item.type !== NOTICE && item.type !== CHARGE_REFUNDED) return [item]
  const notice = item.payload as Notice
  const whole = notice.eventType === 'charge.refunded' ? refundsOf : tellingOf
  return orElse(whole(client, item, notice), [item], 'E_NOT_FOUND')
}

async function tellingOf(client: StripeClient, item: ParsedItem, notice: Notice): Promise<ParsedItem[]> {
  const read = entryOf(OBJECTS, notice.objectType)
  if (!read) return [item]
  const object = plain(await client.read((stripe) => read(stripe, notice.objectId)))
  return itemsOf(item, notice, object)
}

/** Every refund of the charge by its own id, as `refund.created` would have told it. */
async function refundsOf(client: StripeClient, item: ParsedItem, notice: Notice): Promise<ParsedItem[]> {
  const charge = notice.objectId
  const refunds = await client.read((stripe) => stripe.refunds.list({ charge, limit: 100 }))
  const items = refunds.data.flatMap((refund) =>
    itemsOf(item, { ...notice, eventType: 'refund.created' }, plain(refund))
  )
  const gone = items.filter(({ type }) => type === 'payment.refunded').map(({ payload }) => payload as PaymentPayload)
  const total = gone.reduce((sum, { amount }) => sum + amount.amount, 0)
  return items.map((each) => {
    const payload = each.payload as PaymentPayload
    return { ...each, payload: { ...payload, refundedTotal: { ...payload.amount, amount: total } } }
  })
}

const itemsOf = ({ key, occurredAt }: ParsedItem, { eventType, live }: Notice, object: Json): ParsedItem[] =>
  itemsIn(told({ id: key, type: eventType, object, at: occurredAt, live }))
