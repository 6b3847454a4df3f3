/** What is hidden, and from what: the tokens say what kind of thing stood there, so that sentences still make sense. */
const KINDS: [kind: string, pattern: RegExp, isOne?: (text: string) => boolean][] = [
  ['EMAIL', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['IBAN', /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b/g],
  ['CARD', /\b\d(?:[ -]?\d){12,18}\b/g, isCard],
  ['PHONE', /(?:\+|\b00)\d[\d\s()./-]{6,17}\d\b|\b3\d{2}[\s./-]?\d{3}[\s./-]?\d{3,4}\b|\b0\d{1,3}[\s./-]?\d{5,8}\b/g],
]

/**
 * Replaces addresses and numbers by tokens before a text leaves, and puts them back into the answer. One thing has one
 * token over all texts, so that an answer can speak of it.
 */
export class Redaction {
  readonly #tokens = new Map<string, string>()
  readonly #hidden = new Map<string, string>()

  /** How many things were hidden. */
  get count(): number {
    return this.#hidden.size
  }

  hide(text: string): string {
    return KINDS.reduce(
      (rest, [kind, pattern, isOne]) =>
        rest.replace(pattern, (found) => (isOne && !isOne(found) ? found : this.#tokenFor(kind, found))),
      text
    )
  }

  restore(text: string): string {
    return text.replace(/\[(?:EMAIL|IBAN|CARD|PHONE)_\d+\]/g, (token) => this.#hidden.get(token) ?? token)
  }

  /** In every text of a value, at any depth. */
  restoreIn(value: unknown): unknown {
    if (typeof value === 'string') return this.restore(value)
    if (Array.isArray(value)) return value.map((each) => this.restoreIn(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.restoreIn(each)]))
  }

  #tokenFor(kind: string, found: string): string {
    const known = this.#tokens.get(found)
    if (known) return known
    const number = [...this.#hidden.keys()].filter((token) => token.startsWith(`[${kind}_`)).length + 1
    const token = `[${kind}_${number}]`
    this.#tokens.set(found, token)
    this.#hidden.set(token, found)
    return token
  }
}

/** The check digit of cards (Luhn), so that an order number of the same length stays. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '').split('').reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
