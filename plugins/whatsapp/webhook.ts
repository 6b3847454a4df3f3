import { hmac, sameSignature, VerificationFailed } from '#sdk/index'
import type { Connector, HandshakeAnswer, InboundRequest, ParsedItem, ParseHints, ParseResult, VerifyContext } from '#sdk/index'
import { foreign } from './foreign.ts'
import { messageItem } from './messages.ts'
import { preferenceItem } from './preferences.ts'
import { statusItem } from './statuses.ts'
import { templateItem, isTemplateField } from './template_events.ts'
import type { WebhookBody, WireChange, WireEntry } from './wire.ts'

/** The lists of a `messages` value that are read one by one; any other list in it is kept whole. */
const KNOWN_LISTS = new Set(['contacts', 'messages', 'statuses'])

function handshake({ method, query }: InboundRequest, context: VerifyContext): HandshakeAnswer | null {
  if (method !== 'GET' || query['hub.mode'] !== 'subscribe') return null
  const expected = text(context.credentials.verifyToken) ?? context.secret
  const matches = expected !== null && sameSignature(expected, query['hub.verify_token'] ?? '')
  return matches ? { status: 200, body: query['hub.challenge'] ?? '' } : { status: 403 }
}

function verify({ headers, rawBody }: InboundRequest, { credentials, secret }: VerifyContext): void {
  const appSecret = text(credentials.appSecret) ?? secret
  if (!appSecret) throw new VerificationFailed('missing_secret')

  const signature = headers['x-hub-signature-256']
  if (!signature) throw new VerificationFailed('missing_signature')
  if (!sameSignature(`sha256=${hmac('sha256', appSecret, rawBody, 'hex')}`, signature)) {
    throw new VerificationFailed('bad_signature')
  }
}

function parse({ rawBody }: InboundRequest, hints: ParseHints): ParseResult {
  const body = JSON.parse(rawBody.toString('utf8')) as WebhookBody
  if (body.object !== 'whatsapp_business_account') return { kind: 'ignored', reason: 'unknown_object' }

  const items = (body.entry ?? []).flatMap((entry) =>
    (entry.changes ?? []).flatMap((change) => readChange(entry, change, hints))
  )
  return items.length > 0 ? { kind: 'items', items } : { kind: 'ignored', reason: 'no_changes' }
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
  const messages = (value.messages ?? []).map((message) => messageItem(entry, value, message))
  const statuses = (value.statuses ?? []).map((status) => statusItem(entry, value, status))
  const others = Object.entries(value)
    .filter(([name, list]) => Array.isArray(list) && !KNOWN_LISTS.has(name))
    .map(([name]) => foreign(entry, name === 'errors' ? 'error' : name, value, hints))
  return [...messages, ...statuses, ...others]
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

export const webhooks: NonNullable<Connector['webhooks']> = {
  handshake,
  verify,
  // Meta gives a delivery no id: each is stored, and the keys of its items tell what is new.
  dedupeKey: () => null,
  parse,
}
