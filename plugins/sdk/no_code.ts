import { failureOfStatus } from './answers.ts'
import { formFields, jsonObject } from './bodies.ts'
import type { Context } from './context.ts'
import type { Connector } from './connector.ts'
import { OutcomeUnknown, VerificationFailed } from './errors.ts'
import { itemKey, sha256 } from './hashes.ts'
import { personOf } from './people.ts'
import { asText } from './reading.ts'
import type { Json } from './reading.ts'
import { sameSignature } from './signatures.ts'
import type { InboundRequest, ParsedItem, ParseHints, ParseResult, VerifyContext } from './webhooks.ts'

/** Where a tool that cannot sign sends its secret; `Authorization: Bearer …` is read as well. */
export const TOKEN_HEADER = 'x-staffetta-token'

/** Throws `VerificationFailed` unless the request carries the endpoint's secret. */
export function verifyToken({ headers }: InboundRequest, { secret }: Pick<VerifyContext, 'secret'>): void {
  if (!secret) throw new VerificationFailed('missing_secret')
  const received = headers[TOKEN_HEADER]?.trim() || bearerIn(headers)
  if (!received) throw new VerificationFailed('missing_signature')
  if (!sameSignature(secret, received)) throw new VerificationFailed('bad_signature')
}

const bearerIn = ({ authorization }: Record<string, string>) => /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]

/** Fields of a flat body that say who it is about; whatever else it holds is a value. */
const PERSON = ['phone', 'email', 'first_name', 'last_name', 'country', 'language'] as const
const LONGEST = 150

/**
 * A no-code tool's request as one `webhook.received`: `phone` and `email` make the contact, `id` makes a repeat one
 * happening, and every plain field at the top is a value for conditions and templates.
 */
export function parsePlain(request: InboundRequest, { receivedAt }: ParseHints): ParseResult {
  const body = isForm(request) ? formFields(request) : jsonObject(request)
  const values = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => typeof value !== 'object' && name !== '__proto__')
  )
  const id = asText(body.id)
  const item: ParsedItem = {
    account: null,
    type: 'webhook.received',
    key: id === null ? `${receivedAt}-${sha256(request.rawBody).slice(0, 32)}` : id.length > LONGEST ? sha256(id) : id,
    subject: null,
    occurredAt: null,
    payload: { values, body },
  }
  const person = aboutIn(body)
  return { kind: 'items', items: [person ? { ...item, person } : item] }
}

function aboutIn(body: Json) {
  const [phone, email, firstName, lastName, country, language] = PERSON.map((name) => asText(body[name]))
  return personOf({ phone, email, firstName, lastName, language, ...(country?.length === 2 && { country }) })
}

const isForm = ({ headers }: InboundRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false

/** Whoever repeats a request under one of these headers says that it is the same one. */
function dedupeKey({ headers }: InboundRequest): string | null {
  const found = (headers['idempotency-key'] ?? headers['webhook-id'])?.trim()
  return found ? itemKey(found) : null
}

/** The webhooks of a tool that proves itself by a token and posts flat bodies. */
export const tokenWebhooks: NonNullable<Connector['webhooks']> = {
  accepts: ['form'],
  ownSecret: true,
  verify: verifyToken,
  dedupeKey,
  parse: parsePlain,
}

/** An item as `parsePlain` makes it, for manifests. */
export const plainSample = (values: Record<string, string>): ParsedItem => ({
  account: null,
  type: 'webhook.received',
  key: 'lead-1042',
  subject: null,
  occurredAt: null,
  payload: { values: { id: 'lead-1042', ...values }, body: { id: 'lead-1042', ...values } },
  person: {
    identities: [{ kind: 'phone', value: '+12025550142' }],
    firstName: 'Giulia',
    lastName: null,
    language: null,
  },
})

/**
 * Hands data to a tool that knows no idempotency keys: one POST, never repeated here. A page from something in between
 * says nothing of what the tool did.
 */
export async function handOver(context: Context, vendor: string, { url, data }: { url: string; data: unknown }) {
  const response = await context.http.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
    retry: false,
    secretPath: true,
  })
  if (!response.ok) throw failureOfStatus(response, { vendor })
  const answer = await response.text()
  if (/^\s*<(!doctype|html)/i.test(answer)) throw new OutcomeUnknown(`${vendor} did not answer itself`)
  return { status: response.status, answer }
}
