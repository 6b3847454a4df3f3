import type {
  CartPayload,
  ConsentPayload,
  CustomerPayload,
  MessageContent,
  MessageStatusPayload,
  OrderPayload,
  OutgoingMessage,
  PaymentPayload,
  Person,
  ReceivedMessagePayload,
  RefundPayload,
  ShipmentPayload,
} from '#sdk/index'

/** Where the pretend provider lives. The name cannot exist: this installation answers for it, and nothing leaves. */
export const ORIGIN = 'https://sandbox.invalid'

export const SIGNATURE_HEADER = 'x-sandbox-signature'
export const DELIVERY_HEADER = 'x-sandbox-delivery'
export const TYPE_HEADER = 'x-sandbox-type'

/** What the pretend shop and the pretend phone tell us. `id` names the happening, `at` is its time in epoch milliseconds. */
export type SandboxWebhook = { id: string; at: number; person?: Person } & (
  | { type: 'cart'; data: CartPayload }
  | { type: 'order'; data: OrderPayload }
  | { type: 'refund'; data: RefundPayload }
  | { type: 'shipment'; data: ShipmentPayload }
  | { type: 'customer'; data: CustomerPayload }
  | { type: 'consent'; data: ConsentPayload & { action: 'granted' | 'withdrawn' } }
  | { type: 'payment'; data: PaymentPayload & { status: 'succeeded' | 'failed' | 'refunded' | 'expired' } }
  | { type: 'message'; data: ReceivedMessagePayload }
  | { type: 'status'; data: MessageStatusPayload & { status: 'sent' | 'delivered' | 'read' | 'failed' } }
)

/** `POST /v1/messages` */
export interface SandboxMessage {
  to: OutgoingMessage['to']
  content: MessageContent
  reply_to: string | null
  correlation: string
}

/** Every refusal. */
export interface SandboxError {
  error: { code: string; message: string }
}
