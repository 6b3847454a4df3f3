import { asObject, asText, firstText, namesOf, personOf } from '#sdk/index'
import type { Json, Person } from '#sdk/index'

/** What the payer typed into Stripe's page. Nothing of how they paid is ever read. */
export function payer(session: Json): Person | undefined {
  const details = asObject(session.customer_details) ?? {}
  const address = asObject(details.address) ?? {}
  return personOf({
    email: firstText(details.email, session.customer_email),
    phone: asText(details.phone),
    ...namesOf(asText(details.name)),
    country: asText(address.country),
    city: asText(address.city),
    postalCode: asText(address.postal_code),
  })
}

/** Whom an invoice was sent to. */
export function invoiced(invoice: Json): Person | undefined {
  const address = asObject(invoice.customer_address) ?? {}
  return personOf({
    email: asText(invoice.customer_email),
    phone: asText(invoice.customer_phone),
    ...namesOf(asText(invoice.customer_name)),
    country: asText(address.country),
    city: asText(address.city),
    postalCode: asText(address.postal_code),
  })
}
