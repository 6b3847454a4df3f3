import { asObject, asObjects, asText, firstText, type Json } from '#sdk/index'

/** The value of a custom field. Those that begin with `_` are hidden in the shop's admin, not in its API. */
export function metaValue(body: Json, key: string): unknown {
  return asObjects(body.meta_data).find((each) => asText(each.key) === key)?.value
}

export function metaText(body: Json, ...keys: string[]): string | null {
  return firstText(...keys.map((key) => metaValue(body, key)))
}

/** The objects of a list; PHP writes one from which an entry was removed as an object with numbers for names. */
export function metaList(body: Json, key: string): Json[] {
  const value = metaValue(body, key)
  return Array.isArray(value) ? asObjects(value) : asObjects(Object.values(asObject(value) ?? {}))
}

/** A field, or a part of one: `_shipping.parcels.0.code`. */
export function metaPath(body: Json, path: string): string | null {
  const whole = metaText(body, path)
  if (whole !== null) return whole
  const [key = '', ...rest] = path.split('.')
  const found = rest.reduce<unknown>(
    (value, name) => (Array.isArray(value) ? value[Number(name)] : asObject(value)?.[name]),
    metaValue(body, key)
  )
  return asText(found)
}
