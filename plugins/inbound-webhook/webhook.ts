import { createHash } from 'node:crypto'
import { formFields, jsonObject } from '#sdk/index'
import type { Connector, InboundRequest, ParsedItem, ParseHints, ParseResult } from '#sdk/index'
import { consentsIn } from './consents.ts'
import { headerIn } from './headers.ts'
import { instantAt, personOf, textAt, valuesOf } from './mapping.ts'
import { verify } from './proof.ts'

/** Ids longer than the core's keys are told apart by their hash. */
const LONGEST_ID = 150

function parse(request: InboundRequest, { settings, receivedAt }: ParseHints): ParseResult {
  const body = isForm(request) ? formFields(request) : jsonObject(request)
  const item: ParsedItem = {
    account: null,
    type: 'webhook.received',
    key: keyOf(request, body, settings, receivedAt),
    subject: null,
    occurredAt: instantAt(body, settings.timePath),
    payload: { values: valuesOf(body, settings.values), body },
  }
  const person = personOf(body, settings)
  const about = person ? { ...item, person } : item
  // The consent first: whoever answers the request may lean on it.
  return { kind: 'items', items: [...consentsIn(about, body, settings), about] }
}

/**
 * Two requests alike are two happenings unless the sender says otherwise by an id; the moment of receiving stays the
 * same when one delivery is replayed.
 */
function keyOf(
  { rawBody }: InboundRequest,
  body: unknown,
  settings: Record<string, unknown>,
  receivedAt: number
): string {
  const id = textAt(body, settings.idPath)
  if (id === null) return `${receivedAt}-${sha256(rawBody).slice(0, 32)}`
  return id.length <= LONGEST_ID ? id : sha256(id)
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

const isForm = ({ headers }: InboundRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false

/** Headers that by their own specification are the same on each retry. */
const ID_HEADERS = ['webhook-id', 'idempotency-key']

function dedupeKey({ headers }: InboundRequest, settings: Record<string, unknown> = {}): string | null {
  const named = headerIn(settings.idHeader)
  const found = (named ? [named] : ID_HEADERS).map((name) => headers[name]?.trim()).find((value) => value)
  if (!found) return null
  return found.length <= 190 ? found : sha256(found)
}

export const webhooks: NonNullable<Connector['webhooks']> = { accepts: ['form'], verify, dedupeKey, parse }

export const consentSample: ParsedItem = {
  account: null,
  type: 'consent.granted',
  key: 'whatsapp:marketing:evt_1042',
  subject: null,
  occurredAt: Date.UTC(2026, 10, 20, 9, 30),
  payload: {
    channel: 'whatsapp',
    purpose: 'marketing',
    method: 'form',
    wording: 'Yes, write to me on WhatsApp.',
    proof: { request: 'evt_1042' },
  },
  person: { identities: [{ kind: 'phone', value: '+39 347 555 0142' }], firstName: 'Giulia', lastName: null },
}

export const sample: ParsedItem = {
  account: null,
  type: 'webhook.received',
  key: 'evt_1042',
  subject: null,
  occurredAt: Date.UTC(2026, 10, 20, 9, 30),
  payload: {
    values: { order: '1042', room: 'Living room' },
    body: {
      id: 'evt_1042',
      order: '1042',
      room: 'Living room',
      customer: { phone: '+39 347 555 0142', first_name: 'Giulia' },
    },
  },
  person: { identities: [{ kind: 'phone', value: '+39 347 555 0142' }], firstName: 'Giulia', lastName: null },
}
