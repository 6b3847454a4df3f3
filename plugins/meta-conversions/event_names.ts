import type { ConversionsRole } from '#sdk/index'

const WEB = [
  'Purchase',
  'AddToCart',
  'InitiateCheckout',
  'ViewContent',
  'Lead',
  'CompleteRegistration',
  'Schedule',
  'Search',
  'Subscribe',
  'StartTrial',
  'SubmitApplication',
  'Contact',
  'AddPaymentInfo',
  'AddToWishlist',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
]

/** A short list, and anything else is refused: `Lead` is `LeadSubmitted` here, a booking at best a `QualifiedLead`. */
const MESSAGING = [
  'Purchase',
  'AddToCart',
  'InitiateCheckout',
  'ViewContent',
  'LeadSubmitted',
  'QualifiedLead',
  'OrderCreated',
  'OrderShipped',
  'OrderDelivered',
  'OrderCanceled',
  'OrderReturned',
  'CartAbandoned',
  'RatingProvided',
  'ReviewProvided',
]

export const eventNames: ConversionsRole['eventNames'] = {
  website: WEB,
  business_messaging: MESSAGING,
  system_generated: WEB,
}
