import { asText, itemKey, jsonObject, jsonObjectOrNull, rewrittenBody } from '#sdk/index'
import type { Connector, InboundRequest, ParseHints, ParseResult } from '#sdk/index'
import { verify } from './signature.ts'
import { happeningOf, told } from './tellings.ts'

/** Where PayPal's objects hold details of cards and bank accounts. */
const OF_THE_METHOD = ['payment_source', 'processor_response', 'network_transaction_reference', 'card', 'bank']

export const webhooks: NonNullable<Connector['webhooks']> = {
  verify,

  withhold: (request) => rewrittenBody(request, (name, value) => (OF_THE_METHOD.includes(name) ? undefined : value)),

  dedupeKey(request) {
    const id = asText(jsonObjectOrNull(request)?.id)
    return id === null ? null : itemKey(id)
  },

  parse(request: InboundRequest, { settings }: ParseHints): ParseResult {
    return told(happeningOf(jsonObject(request), settings))
  },
}
