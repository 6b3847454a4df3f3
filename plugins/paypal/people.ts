import { asObject, asObjects, asText } from '#sdk/index'
import type { Identity, Json, Person } from '#sdk/index'

/** Who approved an order: the holder of the PayPal account. */
export function payer(order: Json): Person | undefined {
  const whole = asObject(order.payer) ?? {}
  const home = addressOf(order)
  const country = textIn(whole.address, 'country_code') ?? textIn(home, 'country_code')
  const phone = textIn(asObject(whole.phone)?.phone_number, 'national_number')
  const found = named(whole, phone === null ? [] : [{ kind: 'phone', value: phone, ...(country ? { country } : {}) }])
  return found && { ...found, country, city: textIn(home, 'admin_area_2'), postalCode: textIn(home, 'postal_code') }
}

const addressOf = (order: Json) => asObject(asObjects(order.purchase_units)[0]?.shipping)?.address

const textIn = (value: unknown, name: string) => asText(asObject(value)?.[name])

/** Whom an invoice was sent to. */
export const invoiced = (invoice: Json): Person | undefined =>
  named(asObject(asObjects(invoice.primary_recipients)[0]?.billing_info) ?? {}, [])

function named({ name, email_address: address }: Json, identities: Identity[]): Person | undefined {
  const email = asText(address)
  const known = [...identities, ...(email ? [{ kind: 'email' as const, value: email }] : [])]
  if (known.length === 0) return undefined
  const { given_name: first, surname } = asObject(name) ?? {}
  return { identities: known, firstName: asText(first), lastName: asText(surname) }
}
