import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import type { EventKind } from './definition.ts'
import { id, instant, maybeInstant, maybeLink, maybeText, SAMPLE_TIME } from './parts.ts'

const STATES = ['dispatched', 'in_transit', 'out_for_delivery', 'delivered', 'delayed', 'failed'] as const
type ShipmentState = (typeof STATES)[number]

const shipment = (state: ShipmentState, title: string, kind: EventKind) =>
  defineEvent({
    type: `shipment.${state}`,
    title,
    kind,
    schema: vine.create({
      shipmentId: id(),
      orderId: id(),
      orderNumber: maybeText(),
      carrier: maybeText(),
      trackingNumber: maybeText(),
      trackingUrl: maybeLink(),
      state: vine.enum(STATES),
      estimatedAt: maybeInstant(),
      version: instant(),
    }),
    sample: {
      shipmentId: '3301',
      orderId: '5581',
      orderNumber: '#1042',
      carrier: 'BRT',
      trackingNumber: 'BRT00123',
      trackingUrl: 'https://carrier.example/track/BRT00123',
      state,
      version: SAMPLE_TIME,
    },
  })

export const shipmentEvents = [
  shipment('dispatched', 'A parcel was handed to the carrier', 'milestone'),
  shipment('in_transit', 'A parcel is on its way', 'milestone'),
  shipment('out_for_delivery', 'A parcel is out for delivery', 'milestone'),
  shipment('delivered', 'A parcel was delivered', 'milestone'),
  // These two may happen to one parcel more than once.
  shipment('delayed', 'A parcel is late', 'occurrence'),
  shipment('failed', 'A parcel could not be delivered', 'occurrence'),
]
