import {
  asObject,
  asText,
  itemKey,
  jsonObject,
  jsonObjectOrNull,
  required,
  rewrittenBody,
  verifyTimedHmac,
} from '#sdk/index'
import type { Connector, InboundRequest, ParseResult, VerifyContext } from '#sdk/index'
import { happeningOf } from './happenings.ts'
import { chargeRefunded, idOfThin, isThin, noticeOf } from './notices.ts'
import { told } from './tellings.ts'

/** Where Stripe's objects hold details of cards and bank accounts. */
const OF_THE_METHOD = ['payment_method_details', 'destination_details', 'default_source', 'source', 'sources']

export const webhooks: NonNullable<Connector['webhooks']> = {
  /** https://docs.stripe.com/webhooks/signature. While a secret is rolled Stripe signs with both. */
  verify(request: InboundRequest, { credentials, machineNow }: VerifyContext) {
    verifyTimedHmac({
      secret: credentials.webhookSecret,
      received: request.headers['stripe-signature'],
      body: request.rawBody,
      now: machineNow(),
    })
  },

  /** Of how somebody paid, only the kind of method is kept: it says when the outcome is known. */
  withhold: (request) =>
    rewrittenBody(request, (name, value) => {
      if (OF_THE_METHOD.includes(name)) return undefined
      return name === 'payment_method' && asObject(value) ? { type: asObject(value)?.type } : value
    }),

  dedupeKey(request) {
    const body = jsonObjectOrNull(request) ?? {}
    const id = isThin(body) ? idOfThin(body) : asText(body.id)
    return id === null ? null : itemKey(id)
  },

  parse(request): ParseResult {
    const body = jsonObject(request)
    if (isThin(body)) {
      const notice = noticeOf(body)
      return notice ? { kind: 'items', items: [notice] } : { kind: 'ignored', reason: 'topic_not_wanted' }
    }
    const happening = required(happeningOf(body), 'event')
    if (happening.type === 'charge.refunded') return { kind: 'items', items: [chargeRefunded(happening)] }
    return told(happening)
  },
}
