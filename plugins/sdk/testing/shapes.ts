/** Answers what is wrong with the payload of an event of this type; `[]` when nothing is. */
export type EventValidator = (type: string, payload: unknown) => string[] | Promise<string[]>

type Kind = 'text' | 'text?' | 'number' | 'number?' | 'boolean' | 'list' | 'money' | 'object'

const ORDER: Record<string, Kind> = {
  orderId: 'text',
  number: 'text',
  cartId: 'text?',
  items: 'list',
  total: 'money',
  lifecycle: 'text',
  payment: 'text',
  fulfilment: 'text?',
  version: 'number',
  placedAt: 'number',
  paidAt: 'number?',
  live: 'boolean',
}
const SHIPMENT: Record<string, Kind> = {
  shipmentId: 'text',
  orderId: 'text',
  carrier: 'text?',
  trackingNumber: 'text?',
  trackingUrl: 'text?',
  state: 'text',
  version: 'number',
}
const STATUS: Record<string, Kind> = { providerId: 'text', correlation: 'text?' }
const EXACT: Record<string, Record<string, Kind>> = {
  'cart.updated': {
    cartId: 'text',
    recoveryUrl: 'text?',
    items: 'list',
    total: 'money',
    changedAt: 'number',
    completedAt: 'number?',
  },
  'order.refunded': {
    refundId: 'text',
    orderId: 'text',
    number: 'text?',
    amount: 'money',
    items: 'list',
    refundedAt: 'number',
  },
  'message.received': { providerId: 'text', channel: 'text', kind: 'text', text: 'text?' },
  'message.button_clicked': { providerId: 'text' },
  'message.sent': STATUS,
  'message.delivered': STATUS,
  'message.read': STATUS,
  'message.failed': STATUS,
  'customer.created': { customerId: 'text', version: 'number' },
  'customer.updated': { customerId: 'text', version: 'number' },
  'webhook.received': { values: 'object' },
}
const BY_NOUN: Record<string, Record<string, Kind>> = {
  order: ORDER,
  shipment: SHIPMENT,
  product: { productId: 'text', title: 'text', available: 'boolean', version: 'number' },
  consent: { channel: 'text', purpose: 'text', method: 'text' },
}

/** The fields no canonical event can do without. The core's catalogue is stricter; foreign types pass. */
export const minimalShape: EventValidator = (type, payload) => {
  const shape = EXACT[type] ?? BY_NOUN[type.split('.')[0] ?? '']
  if (!shape) return []
  if (!isObject(payload)) return ['the payload is not an object']
  return Object.entries(shape)
    .filter(([field, kind]) => !fits(payload[field], kind))
    .map(([field, kind]) => `${field} should be ${kind.replace('?', ' or null')}, and is ${describe(payload[field])}`)
}

function fits(value: unknown, kind: Kind): boolean {
  if (kind.endsWith('?') && value === null) return true
  switch (kind) {
    case 'text':
    case 'text?':
      return typeof value === 'string' && value.length > 0
    case 'number':
    case 'number?':
      return Number.isSafeInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'money':
      return isObject(value) && Number.isSafeInteger(value.amount) && /^[A-Z]{3}$/.test(String(value.currency))
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describe(value: unknown) {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60)
}
