import {
  CheckoutPaymentIntent,
  PaypalExperienceUserAction,
  PaypalWalletContextShippingPreference,
} from '@paypal/paypal-server-sdk'
import type { OrderRequest } from '@paypal/paypal-server-sdk'
import {
  asObjects,
  asText,
  idOfMade,
  InvalidInput,
  isConnectorError,
  orElse,
  OutcomeUnknown,
  plainEmail,
} from '#sdk/index'
import type { Context, Json, PaymentReport, PaymentRequest, PaymentsRole } from '#sdk/index'
import { PayPalClient } from './client.ts'
import { paypalAmount } from './money.ts'
import { refund } from './refunds.ts'
import { reportOf } from './reports.ts'
import { requestId } from './request_id.ts'

const HOUR = 60 * 60_000
/** An order that nobody has approved ends by itself after this long. */
const ORDER_LASTS = 3 * HOUR
/** What PayPal takes for one: `it`, `it-IT`, `zh-Hant-TW`. */
const LOCALE = /^[a-z]{2}(-[A-Z][a-z]{3})?(-([A-Z]{2}))?$/
const REPRESENTATION = 'return=representation'

/** Why PayPal takes no money of what was approved. The buyer may try again, with another order. */
const DECLINES = [
  'INSTRUMENT_DECLINED',
  'PAYER_CANNOT_PAY',
  'PAYER_ACCOUNT_RESTRICTED',
  'PAYER_ACCOUNT_LOCKED_OR_CLOSED',
  'TRANSACTION_REFUSED',
  'COMPLIANCE_VIOLATION',
  'DUPLICATE_INVOICE_ID',
]

/** What the core may ask of any vendor of payments. */
export const payments: PaymentsRole = {
  async createSession(context: Context, request: PaymentRequest) {
    const body = orderOf(request)
    // Mandatory here; our reference where no step gave a key.
    const paypalRequestId = requestId(context.idempotencyKey ?? request.reference)
    const order = await new PayPalClient(context).change(({ orders }) =>
      orders.createOrder({ body, paypalRequestId, prefer: REPRESENTATION })
    )
    const id = idOfMade(order.id, 'The order')
    const url = asText(asObjects(order.links).find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href)
    if (url === null) throw new OutcomeUnknown('PayPal made an order and did not say where it is approved')
    return { id, url, expiresAt: context.now() + ORDER_LASTS }
  },

  async settle(context: Context, sessionId: string): Promise<PaymentReport | null> {
    const client = new PayPalClient(context)
    const order = await found(client, sessionId)
    if (order === null || asText(order.status) !== 'APPROVED') return order && reportOf(order)
    return capture(client, sessionId, order)
  },

  async refund(context: Context, request) {
    const { id } = await refund(new PayPalClient(context), request)
    return { id }
  },
}

function orderOf({ reference, amount: money, title, ...request }: PaymentRequest): OrderRequest {
  const amount = paypalAmount(money)
  const name = title.trim().slice(0, 127)
  if (name === '') throw new InvalidInput('A payment needs a title', { field: 'title' })
  const email = plainEmail(request.person)
  return {
    intent: CheckoutPaymentIntent.Capture,
    purchaseUnits: [
      {
        customId: reference,
        // PayPal takes a number once: two pages for one payment cannot both be paid.
        invoiceId: reference,
        description: name,
        amount: { ...amount, breakdown: { itemTotal: amount } },
        items: [{ name, quantity: '1', unitAmount: amount }],
      },
    ],
    paymentSource: {
      paypal: {
        ...(email ? { emailAddress: email } : {}),
        experienceContext: {
          returnUrl: request.returnUrl,
          cancelUrl: request.cancelUrl,
          userAction: PaypalExperienceUserAction.PayNow,
          shippingPreference: PaypalWalletContextShippingPreference.NoShipping,
          ...(LOCALE.test(request.locale ?? '') ? { locale: request.locale ?? undefined } : {}),
        },
      },
    },
  }
}

const found = (client: PayPalClient, id: string): Promise<Json | null> =>
  orElse(
    client.read(({ orders }) => orders.getOrder({ id })),
    null,
    'E_NOT_FOUND'
  )

/** Takes the money of an approved order. The request id is the order's, so that however often it is asked, it is once. */
async function capture(client: PayPalClient, id: string, approved: Json): Promise<PaymentReport | null> {
  try {
    const paypalRequestId = `capture-${id}`
    const order = await client.change(({ orders }) =>
      orders.captureOrder({ id, paypalRequestId, prefer: REPRESENTATION, body: {} })
    )
    return reportOf(order)
  } catch (error) {
    const issue = isConnectorError(error) ? error.vendorCode : null
    if (issue === 'ORDER_ALREADY_CAPTURED') return reportOf((await found(client, id)) ?? approved)
    const untaken = issue === null ? null : notTaken(issue)
    if (untaken === null) throw error
    return { ...reportOf(approved), ...untaken }
  }
}

/** What a refusal to capture means; null where it says nothing of the payment. */
function notTaken(issue: string): Pick<PaymentReport, 'state' | 'failure'> | null {
  if (issue === 'ORDER_NOT_APPROVED' || issue === 'PAYER_ACTION_REQUIRED') return { state: 'open', failure: null }
  return DECLINES.includes(issue) ? { state: 'failed', failure: issue } : null
}
