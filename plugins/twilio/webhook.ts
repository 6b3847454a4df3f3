import { asText, formFields, required } from '#sdk/index'
import type { Connector, InboundRequest, ParseHints, ParseResult } from '#sdk/index'
import { foreign } from './foreign.ts'
import { receivedItems } from './messages.ts'
import { verify } from './signature.ts'
import { statusItems } from './statuses.ts'

function parse(request: InboundRequest, hints: ParseHints): ParseResult {
  const fields = formFields(request)
  if (asText(fields.CallSid)) return { kind: 'ignored', reason: 'not_a_message' }
  const sid = required(asText(fields.MessageSid) ?? asText(fields.SmsSid), 'message sid')
  required(asText(fields.From) ?? asText(fields.To), 'sender')

  const { settings } = hints
  if (isWhatsApp(fields)) return { kind: 'items', items: [foreign(sid, fields, settings)] }
  if (!asText(fields.MessageStatus)) return { kind: 'items', items: receivedItems(sid, fields, settings) }
  const items = statusItems(sid, fields, { settings, attempt: request.query.attempt })
  return items.length > 0 ? { kind: 'items', items } : { kind: 'ignored', reason: 'status_in_progress' }
}

const isWhatsApp = ({ From = '', To = '' }: Record<string, string>): boolean =>
  From.startsWith('whatsapp:') || To.startsWith('whatsapp:')

export const webhooks: NonNullable<Connector['webhooks']> = {
  accepts: ['form'],
  // Twilio runs the answer to a message as a script, and notes an error for any other type: this one does nothing.
  acknowledgement: { body: '<Response/>', contentType: 'text/xml; charset=utf-8' },
  verify,
  dedupeKey: ({ headers }) => asText(headers['i-twilio-idempotency-token'])?.slice(0, 190) ?? null,
  parse,
}
