import { asObject, asText, type Identity, type Json, type Person } from '#sdk/index'
import { idOf } from './delivered.ts'
import { metaText } from './meta.ts'

/** Who an order or a draft is about. `undefined` while nothing to reach them by was typed. */
export function buyer(order: Json): Person | undefined {
  return personOf({ ...order, id: order.customer_id }, metaText(order, 'wpml_language', 'trp_language'))
}

/** A customer as `customer.*` sends one. */
export function customerPerson(body: Json): Person | undefined {
  return personOf(body, null)
}

function personOf(body: Json, language: string | null): Person | undefined {
  const billing = asObject(body.billing) ?? {}
  const shipping = asObject(body.shipping) ?? {}
  const first = (name: string) => asText(billing[name]) ?? asText(shipping[name]) ?? asText(body[name])
  const country = first('country')
  const traces = { customerId: idOf(body.id), phone: first('phone'), email: first('email'), country }
  const identities = identitiesOf(traces)
  if (identities.length === 0) return undefined
  return {
    identities,
    firstName: first('first_name'),
    lastName: first('last_name'),
    company: first('company'),
    language: language?.replace('_', '-') ?? null,
    country,
    city: first('city'),
    postalCode: first('postcode'),
  }
}

interface Traces {
  customerId: string | null
  phone: string | null
  email: string | null
  country: string | null
}

// Phones are free text in WooCommerce; only with the country do they mean a number.
function identitiesOf({ customerId, phone, email, country }: Traces): Identity[] {
  const identities: Identity[] = []
  if (customerId) identities.push({ kind: 'shop_customer', value: customerId })
  if (phone) identities.push({ kind: 'phone', value: phone, ...(country ? { country } : {}) })
  if (email) identities.push({ kind: 'email', value: email })
  return identities
}

export function phoneOf(someone: Person | undefined): string | null {
  return someone?.identities.find(({ kind }) => kind === 'phone')?.value ?? null
}
