import { asObject, asText, firstText, personOf, type Identity, type Json, type Person } from '#sdk/index'

/** Who a checkout or an order is about. `undefined` while the buyer has left no trace to reach them by. */
export function buyer(body: Json): Person | undefined {
  const customer = asObject(body.customer) ?? {}
  const shipping = asObject(body.shipping_address) ?? {}
  const billing = asObject(body.billing_address) ?? {}
  const home = asObject(customer.default_address) ?? {}
  // The number typed for this purchase comes before the one on file.
  const phones = [body.phone, body.sms_marketing_phone, shipping.phone, billing.phone, customer.phone]
  return personOf({
    own: customerIdentity(customer.id),
    phone: firstText(...phones),
    email: firstText(body.email, body.contact_email, customer.email),
    firstName: firstText(customer.first_name, shipping.first_name, billing.first_name),
    lastName: firstText(customer.last_name, shipping.last_name, billing.last_name),
    company: firstText(shipping.company, billing.company),
    language: asText(body.customer_locale),
    country: firstText(shipping.country_code, billing.country_code, home.country_code),
    city: firstText(shipping.city, billing.city, home.city),
    postalCode: firstText(shipping.zip, billing.zip, home.zip),
  })
}

/** A customer as `customers/*` sends one. */
export function customerPerson(body: Json): Person | undefined {
  const home = asObject(body.default_address) ?? {}
  return personOf({
    own: customerIdentity(body.id),
    phone: firstText(body.phone, home.phone),
    email: asText(body.email),
    firstName: firstText(body.first_name, home.first_name),
    lastName: firstText(body.last_name, home.last_name),
    company: asText(home.company),
    country: asText(home.country_code),
    city: asText(home.city),
    postalCode: asText(home.zip),
  })
}

/** Whom a parcel goes to. */
export function addressee(fulfillment: Json): Person | undefined {
  const destination = asObject(fulfillment.destination) ?? {}
  return personOf({
    phone: asText(destination.phone),
    email: asText(fulfillment.email),
    firstName: asText(destination.first_name),
    lastName: asText(destination.last_name),
    country: asText(destination.country_code),
    city: asText(destination.city),
    postalCode: asText(destination.zip),
  })
}

/** Shopify's own id of a customer. */
export const customerIdentity = (id: unknown): Identity | null => {
  const value = asText(id)
  return value === null ? null : { kind: 'shop_customer', value }
}
