import { asObject, asText, type Identity, type Json, type Person } from '#sdk/index'

/** Who a checkout or an order is about. `undefined` while the buyer has left no trace to reach them by. */
export function buyer(body: Json): Person | undefined {
  const customer = asObject(body.customer) ?? {}
  const shipping = asObject(body.shipping_address) ?? {}
  const billing = asObject(body.billing_address) ?? {}
  const home = asObject(customer.default_address) ?? {}
  // The number typed for this purchase comes before the one on file.
  const phones = [body.phone, body.sms_marketing_phone, shipping.phone, billing.phone, customer.phone]
  return person({
    customerId: asText(customer.id),
    phone: first(phones),
    email: first([body.email, body.contact_email, customer.email]),
    firstName: first([customer.first_name, shipping.first_name, billing.first_name]),
    lastName: first([customer.last_name, shipping.last_name, billing.last_name]),
    company: first([shipping.company, billing.company]),
    language: asText(body.customer_locale),
    country: first([shipping.country_code, billing.country_code, home.country_code]),
    city: first([shipping.city, billing.city, home.city]),
    postalCode: first([shipping.zip, billing.zip, home.zip]),
  })
}

/** A customer as `customers/*` sends one. */
export function customerPerson(body: Json): Person | undefined {
  const home = asObject(body.default_address) ?? {}
  return person({
    customerId: asText(body.id),
    phone: first([body.phone, home.phone]),
    email: asText(body.email),
    firstName: first([body.first_name, home.first_name]),
    lastName: first([body.last_name, home.last_name]),
    company: asText(home.company),
    country: asText(home.country_code),
    city: asText(home.city),
    postalCode: asText(home.zip),
  })
}

/** Whom a parcel goes to. */
export function addressee(fulfillment: Json): Person | undefined {
  const destination = asObject(fulfillment.destination) ?? {}
  return person({
    customerId: null,
    phone: asText(destination.phone),
    email: asText(fulfillment.email),
    firstName: asText(destination.first_name),
    lastName: asText(destination.last_name),
    country: asText(destination.country_code),
    city: asText(destination.city),
    postalCode: asText(destination.zip),
  })
}

interface Traces extends Omit<Person, 'identities'> {
  customerId: string | null
  phone: string | null
  email: string | null
}

export function person({ customerId, phone, email, ...rest }: Traces): Person | undefined {
  const identities: Identity[] = []
  if (customerId) identities.push({ kind: 'shop_customer', value: customerId })
  if (phone) identities.push({ kind: 'phone', value: phone, ...(rest.country ? { country: rest.country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  return identities.length > 0 ? { identities, ...rest } : undefined
}

export function phoneOf(someone: Person | undefined): string | null {
  return someone?.identities.find(({ kind }) => kind === 'phone')?.value ?? null
}

function first(values: unknown[]): string | null {
  return values.map(asText).find((value) => value !== null) ?? null
}
