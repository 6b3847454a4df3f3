import { asObject, firstText, personOf, type Json, type Person } from '#sdk/index'
import { idOf } from './delivered.ts'
import { metaText } from './meta.ts'

/** Who an order or a draft is about. `undefined` while nothing to reach them by was typed. */
export function buyer(order: Json): Person | undefined {
  return someone({ ...order, id: order.customer_id }, metaText(order, 'wpml_language', 'trp_language'))
}

/** A customer as `customer.*` sends one. */
export function customerPerson(body: Json): Person | undefined {
  return someone(body, null)
}

// Phones are free text in WooCommerce; only with the country do they mean a number.
function someone(body: Json, language: string | null): Person | undefined {
  const billing = asObject(body.billing) ?? {}
  const shipping = asObject(body.shipping) ?? {}
  const first = (name: string) => firstText(billing[name], shipping[name], body[name])
  const customerId = idOf(body.id)
  return personOf({
    own: customerId === null ? null : { kind: 'shop_customer', value: customerId },
    phone: first('phone'),
    email: first('email'),
    firstName: first('first_name'),
    lastName: first('last_name'),
    company: first('company'),
    language: language?.replace('_', '-') ?? null,
    country: first('country'),
    city: first('city'),
    postalCode: first('postcode'),
  })
}
