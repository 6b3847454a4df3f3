import {
  asInstant,
  asObject,
  asText,
  entryOf,
  jsonObject,
  required,
  sameSignature,
  secretAndSignature,
  Unparseable,
  VerificationFailed,
  verifyHmac,
} from '#sdk/index'
import type { Connector, InboundRequest, Json, ParsedItem, ParseHints, ParseResult, VerifyContext } from '#sdk/index'
import { longId, recordIdentity } from './people.ts'
import { leadItems, opportunityItems, recordSettings } from './records.ts'
import type { RecordNow } from './records.ts'

/** Hex HMAC-SHA256 of the body, for callers that can sign: Apex can, flows cannot. */
export const SIGNATURE = 'x-staffetta-signature'
/** The endpoint's secret itself, in an External Credential's custom header. */
export const TOKEN = 'x-staffetta-token'

function verify(request: InboundRequest, { secret, settings }: VerifyContext): void {
  if (settings.webhookProof === 'token') {
    const [expected, received] = secretAndSignature(secret, request.headers[TOKEN])
    if (!sameSignature(expected, received)) throw new VerificationFailed('bad_signature')
    return
  }
  verifyHmac({ secret, received: request.headers[SIGNATURE], bytes: request.rawBody })
}

const READERS: Record<string, (record: RecordNow, settings: ReturnType<typeof recordSettings>) => ParsedItem[]> = {
  Lead: leadItems,
  Opportunity: opportunityItems,
}

/** One record as our flow template sends it: docs/connectors/salesforce.md. */
function parse(request: InboundRequest, { settings }: ParseHints): ParseResult {
  const body = jsonObject(request)
  const read = entryOf(READERS, required(asText(body.object), 'object'))
  if (!read) return { kind: 'ignored', reason: 'topic_not_wanted' }
  const record = recordIn(body)
  const items = read(record, recordSettings(settings))
  return items.length > 0 ? { kind: 'items', items } : { kind: 'ignored', reason: 'nothing_wanted' }
}

function recordIn(body: Json): RecordNow {
  const organizationId = longId(idIn(body.organizationId, 'organizationId'))
  const fields = required(asObject(body.record), 'record')
  const contactId = asText(fields.ContactId)
  return {
    organizationId,
    id: idIn(body.id, 'id'),
    at: required(asInstant(body.modifiedAt), 'modifiedAt'),
    fields,
    isNew: body.change === 'created',
    ...(contactId && { person: { identities: [recordIdentity(organizationId, contactId)] } }),
  }
}

function idIn(value: unknown, what: string): string {
  const id = required(asText(value), what)
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id)) throw new Unparseable(`The body has no usable ${what}`)
  return id
}

export const webhooks: NonNullable<Connector['webhooks']> = {
  ownSecret: true,
  verify,
  // A flow has no id for a call. What it tells has keys of its own.
  dedupeKey: () => null,
  parse,
}
