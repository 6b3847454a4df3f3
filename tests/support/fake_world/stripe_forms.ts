/** What Stripe refuses a call with. */
export class StripeRefusal extends Error {
  readonly status: number
  readonly error: { type: string; code?: string; param?: string }

  constructor(status: number, error: { type?: string; code?: string; param?: string }) {
    super(`Stripe refuses: ${error.code ?? status}`)
    this.status = status
    this.error = { type: 'invalid_request_error', ...error }
  }
}

export type Fields = { [name: string]: string | Fields | (string | Fields)[] }

/** `line_items[0][price_data][currency]=eur`, as Stripe reads its forms and queries. */
export function bracketed(form: URLSearchParams): Fields {
  const root: Fields = {}
  for (const [name, value] of form) {
    const path = [name.split('[')[0] ?? '', ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part ?? '')]
    set(root, path, value)
  }
  return listed(root) as Fields
}

function set(into: Fields, [head = '', ...rest]: string[], value: string): void {
  const name = head === '' ? String(Object.keys(into).length) : head
  if (rest.length === 0) into[name] = value
  else set((into[name] ??= {}) as Fields, rest, value)
}

/** Objects whose names are 0, 1, 2 … are lists. */
function listed(value: string | Fields | (string | Fields)[]): string | Fields | (string | Fields)[] {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, inner]) => inner as string | Fields) : Object.fromEntries(entries)
}

/** Refuses what the call does not know, as Stripe does. */
export function onlyKnown(fields: Fields, known: string[]): void {
  const stranger = Object.keys(fields).find((name) => !known.includes(name))
  if (stranger) throw new StripeRefusal(400, { code: 'parameter_unknown', param: stranger })
}

export function text(fields: Fields, name: string, { longest = 5000 } = {}): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '')
    throw new StripeRefusal(400, { code: 'parameter_missing', param: name })
  if (value.length > longest) throw new StripeRefusal(400, { code: 'parameter_invalid_string', param: name })
  return value
}

export function maybe(fields: Fields, name: string): string | null {
  return fields[name] === undefined ? null : text(fields, name)
}

export function whole(value: unknown, param: string): number {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value))
    throw new StripeRefusal(400, { code: 'parameter_invalid_integer', param })
  return Number(value)
}

/** Currencies this stand-in knows, with the least it takes. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST: Record<string, number> = { eur: 50, usd: 50, gbp: 30, jpy: 50, huf: 17_500, kwd: 10 }

/** Amount, currency and name of the one thing that is paid for. */
export function lineItem(fields: Fields): { amount: number; currency: string; title: string } {
  const [item] = Array.isArray(fields.line_items) ? (fields.line_items as Fields[]) : []
  if (!item) throw new StripeRefusal(400, { code: 'parameter_missing', param: 'line_items' })
  const at = 'line_items[0][price_data]'
  const price = item.price_data as Fields
  const currency = String(price.currency)
  const least = LEAST[currency]
  if (least === undefined) throw new StripeRefusal(400, { param: `${at}[currency]` })
  const quantity = whole(item.quantity, 'line_items[0][quantity]')
  const amount = whole(price.unit_amount, `${at}[unit_amount]`) * quantity
  if (amount < least) throw new StripeRefusal(400, { code: 'amount_too_small', param: `${at}[unit_amount]` })
  return { amount, currency, title: text(price.product_data as Fields, 'name', { longest: 250 }) }
}

export function metadata(fields: Fields): Record<string, string> {
  return (fields.metadata ?? {}) as Record<string, string>
}

export function url(fields: Fields, name: string): string {
  const value = text(fields, name)
  if (!URL.canParse(value)) throw new StripeRefusal(400, { code: 'url_invalid', param: name })
  return value
}
