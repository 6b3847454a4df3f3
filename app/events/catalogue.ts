import { cartEvents } from './catalogue/cart.ts'
import { consentEvents } from './catalogue/consent.ts'
import { crmEvents } from './catalogue/crm.ts'
import { customerEvents } from './catalogue/customer.ts'
import type { EventDefinition } from './catalogue/definition.ts'
import { messageEvents } from './catalogue/message.ts'
import { orderEvents } from './catalogue/order.ts'
import { otherEvents } from './catalogue/other.ts'
import { paymentEvents } from './catalogue/payment.ts'
import { productEvents } from './catalogue/product.ts'
import { shipmentEvents } from './catalogue/shipment.ts'

const definitions = new Map<string, EventDefinition>(
  [
    cartEvents,
    orderEvents,
    shipmentEvents,
    productEvents,
    customerEvents,
    consentEvents,
    messageEvents,
    paymentEvents,
    crmEvents,
    otherEvents,
  ]
    .flat()
    .map((definition) => [definition.type, definition])
)

/** The canonical events. A type that is not here is foreign: kept whole and shown, but never validated. */
export const catalogue = {
  all: (): EventDefinition[] => [...definitions.values()],
  get: (type: string): EventDefinition | null => definitions.get(type) ?? null,
}
