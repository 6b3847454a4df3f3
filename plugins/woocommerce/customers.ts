import { required, type CustomerPayload, type ParsedItem } from '#sdk/index'
import { gmt, idOf, type Delivered } from './delivered.ts'
import { customerPerson } from './people.ts'

/** `customer.created` and `customer.updated`: people with an account. Guests are only known by their orders. */
export function customerItems({ topic, body }: Delivered): ParsedItem[] {
  const customerId = required(idOf(body.id), 'customer id')
  const createdAt = required(gmt(body.date_created_gmt), 'date_created_gmt')
  const version = gmt(body.date_modified_gmt) ?? createdAt
  const payload: CustomerPayload = { customerId, version }
  const about = {
    account: null,
    subject: { kind: 'customer', id: customerId },
    payload,
    person: customerPerson(body),
  }
  const created = { ...about, type: 'customer.created', key: customerId, occurredAt: createdAt }
  if (topic === 'customer.created') return [created]
  const revision = String(version)
  const updated = { ...about, type: 'customer.updated', key: `${customerId}:${version}`, revision, occurredAt: version }
  return [created, updated]
}
