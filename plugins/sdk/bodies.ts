import { Unparseable } from './errors.ts'
import type { InboundRequest } from './webhooks.ts'

/** The body as a JSON object. Throws `Unparseable` for anything else, without quoting it. */
export function jsonObject(request: InboundRequest): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(request.rawBody.toString('utf8'))
  } catch {
    throw new Unparseable(request.rawBody.length === 0 ? 'The body is empty' : 'The body is not JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Unparseable('The body is not a JSON object')
  }
  return body as Record<string, unknown>
}

/** The body as a form. A field that occurs twice keeps its last value. */
export function formFields(request: InboundRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.rawBody.toString('utf8')))
}
