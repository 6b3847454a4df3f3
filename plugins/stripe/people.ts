import { asObject, asText } from '#sdk/index'
import type { Identity, Json, Person } from '#sdk/index'

/** What the payer typed into Stripe's page. Nothing of how they paid is ever read. */
export function payer(session: Json): Person | undefined {
  const details = asObject(session.customer_details) ?? {}
  const address = asObject(details.address) ?? {}
  return person({
    email: asText(details.email) ?? asText(session.customer_email),
    phone: asText(details.phone),
    name: asText(details.name),
    country: asText(address.country),
    city: asText(address.city),
    postalCode: asText(address.postal_code),
  })
}

/** Whom an invoice was sent to. */
export const invoiced = (invoice: Json): Person | undefined =>
  person({
    email: asText(invoice.customer_email),
    phone: asText(invoice.customer_phone),
    name: asText(invoice.customer_name),
    country: asText(asObject(invoice.customer_address)?.country),
    city: null,
    postalCode: null,
  })

type Traces = Record<'email' | 'phone' | 'name' | 'country' | 'city' | 'postalCode', string | null>

function person({ email, phone, name, country, ...rest }: Traces): Person | undefined {
  const identities: Identity[] = []
  if (phone) identities.push({ kind: 'phone', value: phone, ...(country ? { country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  return identities.length > 0 ? { identities, ...namesOf(name), country, ...rest } : undefined
}

/** Stripe asks for one name; its first word is what a person is called by. */
function namesOf(name: string | null): Pick<Person, 'firstName' | 'lastName'> {
  const [firstName = null, ...others] = name?.split(/\s+/) ?? []
  return { firstName, lastName: others.join(' ') || null }
}
