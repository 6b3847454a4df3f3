const PERSONAL =
  /phone|mobile|msisdn|wa_id|^from$|^to$|recipient|e-?mail|name$|first|last|address|street|zip|postal|city|birth|^ip$|browser_ip|^body$|text|note|caption/i
/** An e-mail or an international number, whatever its field is called. */
const HANDLE = /^[^\s@]+@[^\s@]+\.\w+$|^\+\d[\d\s().-]{6,}$/
const MASK = '•••'

/** The body with the values that usually tell who somebody is masked; null when it is not JSON, for then nobody knows. */
export function maskedBody(text: string): string | null {
  try {
    return JSON.stringify(masked(JSON.parse(text), false), null, 2)
  } catch {
    return null
  }
}

/** The same of a value that was read already. */
export const maskedValue = (value: unknown): unknown => masked(value, false)

export function prettyBody(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Forms and broken bodies are shown as they came.
    return text
  }
}

function masked(value: unknown, personal: boolean): unknown {
  if (Array.isArray(value)) return value.map((inner) => masked(inner, personal))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, PERSONAL.test(name))]))
  }
  return personal || (typeof value === 'string' && HANDLE.test(value)) ? maskedText(value) : value
}

/** Enough stays to tell two people apart, not to reach one. */
function maskedText(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const text = String(value)
  return text.length < 5 ? MASK : `${text.slice(0, 2)}${MASK}${text.slice(-2)}`
}
