import { Unparseable } from './errors.ts'
import { asObjects } from './reading.ts'
import type { Json } from './reading.ts'
import type { InboundRequest } from './webhooks.ts'

/** The body as a JSON object. Throws `Unparseable` for anything else, without quoting it. */
export function jsonObject(request: InboundRequest): Record<string, unknown> {
  const body = jsonBody(request)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Unparseable('The body is not a JSON object')
  }
  return body as Record<string, unknown>
}

/** The body as a JSON object, or null: for what must not throw, such as `dedupeKey`. What is wrong with it, `parse` says. */
export function jsonObjectOrNull(request: InboundRequest): Json | null {
  try {
    return jsonObject(request)
  } catch {
    return null
  }
}

/** The body as a JSON list, its objects in order; anything else in it is passed over. Throws `Unparseable` for no list. */
export function jsonList(request: InboundRequest): Json[] {
  const body = jsonBody(request)
  if (!Array.isArray(body)) throw new Unparseable('The body is not a JSON list')
  return asObjects(body)
}

function jsonBody({ rawBody }: InboundRequest): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    throw new Unparseable(rawBody.length === 0 ? 'The body is empty' : 'The body is not JSON')
  }
}

/** The body as a form. A field that occurs twice keeps its last value. */
export function formFields(request: InboundRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.rawBody.toString('utf8')))
}

/** The body as a form, with every value of a field that occurs more than once, in their order. */
export function formLists(request: InboundRequest): Record<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(request.rawBody.toString('utf8')))
    lists.set(name, [...(lists.get(name) ?? []), value])
  return Object.fromEntries(lists)
}

/** A form to post: a list becomes a field repeated, and what is null or undefined is left out. */
export function formBody(fields: Record<string, string | number | boolean | string[] | null | undefined>): string {
  const form = new URLSearchParams()
  for (const [name, given] of Object.entries(fields))
    for (const value of Array.isArray(given) ? given : [given])
      if (value !== null && value !== undefined) form.append(name, String(value))
  return String(form)
}

/**
 * The body with each field of its JSON passed through `keep`, which answers the value or, to leave the field out,
 * `undefined`: for `withhold`. The very same bytes where nothing was changed or the body is no JSON.
 */
export function rewrittenBody({ rawBody }: InboundRequest, keep: (name: string, value: unknown) => unknown): Buffer {
  let changed = false
  const replacer = (name: string, value: unknown) => {
    const kept = keep(name, value)
    changed ||= kept !== value
    return kept
  }
  try {
    const text = JSON.stringify(JSON.parse(rawBody.toString('utf8')), replacer)
    return changed ? Buffer.from(text ?? '') : rawBody
  } catch {
    return rawBody
  }
}
