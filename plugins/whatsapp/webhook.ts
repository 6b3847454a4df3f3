import {
  asInteger,
  asObject,
  asObjects,
  asText,
  jsonObject,
  required,
  sameSignature,
  Unparseable,
  verifyHmac,
} from '#sdk/index'
import type {
  Connector,
  HandshakeAnswer,
  InboundRequest,
  Json,
  ParsedItem,
  ParseHints,
  ParseResult,
  VerifyContext,
} from '#sdk/index'
import { foreign } from './foreign.ts'
import { messageItems } from './messages.ts'
import { preferenceItem } from './preferences.ts'
import { statusItem } from './statuses.ts'
import { templateItem, isTemplateField } from './template_events.ts'
import type { WireChange, WireEntry, WireValue } from './wire.ts'

/** The lists of a `messages` value that are read one by one; any other list in it is kept whole. */
const KNOWN_LISTS = new Set(['contacts', 'messages', 'statuses'])

function handshake({ method, query }: InboundRequest, context: VerifyContext): HandshakeAnswer | null {
  if (method !== 'GET' || query['hub.mode'] !== 'subscribe') return null
  const expected = asText(context.credentials.verifyToken) ?? asText(context.secret)
  const matches = expected !== null && sameSignature(expected, query['hub.verify_token'] ?? '')
  return matches ? { status: 200, body: query['hub.challenge'] ?? '' } : { status: 403 }
}

function verify({ headers, rawBody }: InboundRequest, { credentials, secret }: VerifyContext): void {
  verifyHmac({
    secret: asText(credentials.appSecret) ?? secret,
    received: headers['x-hub-signature-256'],
    bytes: rawBody,
    prefix: 'sha256=',
  })
}

function parse(request: InboundRequest, hints: ParseHints): ParseResult {
  const body = jsonObject(request)
  if (required(asText(body.object), 'object') !== 'whatsapp_business_account')
    return { kind: 'ignored', reason: 'unknown_object' }

  const changes = asObjects(body.entry).flatMap((entry) => changesOf(entry))
  const items = changes.flatMap(([entry, change]) => cleanly(() => readChange(entry, change, hints)))
  return items.length > 0 ? { kind: 'items', items } : { kind: 'ignored', reason: 'no_changes' }
}

function changesOf(raw: Json): [WireEntry, WireChange][] {
  const entry: WireEntry = {
    id: required(asText(raw.id), 'entry id'),
    time: asInteger(raw.time) ?? undefined,
  }
  return asObjects(raw.changes).map((change) => [
    entry,
    {
      field: required(asText(change.field), 'field'),
      value: required(asObject(change.value), 'value') as WireValue,
    },
  ])
}

/** Below the envelope Meta's shapes are taken at their word; one that breaks it is unreadable, not our crash. */
function cleanly<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError) throw new Unparseable('The body is not shaped as Meta describes it')
    throw error
  }
}

function readChange(entry: WireEntry, change: WireChange, hints: ParseHints): ParsedItem[] {
  // Meta's own page prints a quality change under the status field, so the shape decides and not the field alone.
  if (isTemplateField(change)) return [templateItem(entry, change.value)]
  if (change.field === 'user_preferences') {
    return (change.value.user_preferences ?? []).map((preference) => preferenceItem(entry, change.value, preference))
  }
  if (change.field !== 'messages') return [foreign(entry, change.field, change.value)]
  return readMessages(entry, change, hints)
}

function readMessages(entry: WireEntry, { value }: WireChange, hints: ParseHints): ParsedItem[] {
  const messages = (value.messages ?? []).flatMap((message) => messageItems(entry, value, message))
  const statuses = (value.statuses ?? []).map((status) => statusItem(entry, value, status))
  const others = Object.entries(value)
    .filter(([name, list]) => Array.isArray(list) && !KNOWN_LISTS.has(name))
    .map(([name]) => foreign(entry, name === 'errors' ? 'error' : name, value, hints))
  return [...messages, ...statuses, ...others]
}

export const webhooks: NonNullable<Connector['webhooks']> = {
  handshake,
  verify,
  // Meta gives a delivery no id: each is stored, and the keys of its items tell what is new.
  dedupeKey: () => null,
  parse,
}
