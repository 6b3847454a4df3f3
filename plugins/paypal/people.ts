import { asObject, asObjects, asText, firstText, personOf } from '#sdk/index'
import type { Json, Person } from '#sdk/index'

/** Who approved an order: the holder of the PayPal account. */
export function payer(order: Json): Person | undefined {
  const whole = asObject(order.payer) ?? {}
  const home = asObject(asObject(asObjects(order.purchase_units)[0]?.shipping)?.address) ?? {}
  return personOf({
    ...told(whole),
    phone: asText(asObject(asObject(whole.phone)?.phone_number)?.national_number),
    country: firstText(asObject(whole.address)?.country_code, home.country_code),
    city: asText(home.admin_area_2),
    postalCode: asText(home.postal_code),
  })
}

/** Whom an invoice was sent to. */
export const invoiced = (invoice: Json): Person | undefined =>
  personOf(told(asObject(asObjects(invoice.primary_recipients)[0]?.billing_info) ?? {}))

function told({ name, email_address: email }: Json) {
  const { given_name: first, surname } = asObject(name) ?? {}
  return { email: asText(email), firstName: asText(first), lastName: asText(surname) }
}
