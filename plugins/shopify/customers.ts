import { asInstant, asObject, asText, required, type CustomerPayload, type Json, type ParsedItem } from '#sdk/index'
import type { Delivered } from './delivered.ts'
import { customerPerson } from './people.ts'

/** `customers/create` and `customers/update`. Tags and consent have not been in the body since 2025. */
export function customerItems({ topic, body, account }: Delivered): ParsedItem[] {
  const customerId = required(asText(body.id), 'customer id')
  const createdAt = required(asInstant(body.created_at), 'created_at')
  const version = asInstant(body.updated_at) ?? createdAt
  const payload: CustomerPayload = { customerId, version }
  const about = {
    account,
    subject: { kind: 'customer', id: customerId },
    payload,
    person: customerPerson(body),
  }
  const created = { ...about, type: 'customer.created', key: customerId, occurredAt: createdAt }
  if (topic === 'customers/create') return [created]
  return [created, { ...about, type: 'customer.updated', key: `${customerId}:${version}`, occurredAt: version }]
}

/** `customers/data_request`: the buyer asked what is kept about them. To be answered within 30 days. */
export function dataRequestItems(delivered: Delivered): ParsedItem[] {
  const request = asObject(delivered.body.data_request)
  const id = required(asText(request?.id), 'data request id')
  return [privacyItem(delivered, 'customer.data_requested', id, delivered.body.orders_requested)]
}

/** `customers/redact`: the buyer is to be forgotten. It has no id of its own. */
export function redactItems(delivered: Delivered): ParsedItem[] {
  const customerId = asText(asObject(delivered.body.customer)?.id)
  const key = delivered.eventId ?? `${required(customerId, 'customer id')}:${delivered.firedAt}`
  return [privacyItem(delivered, 'customer.erasure_requested', key, delivered.body.orders_to_redact)]
}

function privacyItem({ body, account, firedAt }: Delivered, type: string, key: string, orders: unknown): ParsedItem {
  const customer: Json = required(asObject(body.customer), 'customer')
  const customerId = required(asText(customer.id), 'customer id')
  return {
    account,
    type,
    key,
    subject: { kind: 'customer', id: customerId },
    occurredAt: firedAt,
    payload: {
      customerId,
      orderIds: Array.isArray(orders) ? orders.map(asText).filter((id) => id !== null) : [],
    },
    person: customerPerson(customer),
  }
}
