import {
  addOrderNoteInput,
  addOrderNoteOutput,
  changeOrderStatusInput,
  changeOrderStatusOutput,
  createDiscountInput,
  createDiscountOutput,
} from './schemas.ts'

/** What the console shows of the actions before anything of WooCommerce's is loaded. */
export const createDiscount = {
  title: 'Create a coupon',
  description: 'Creates a code for a percentage, an amount or free shipping, once per customer.',
  input: createDiscountInput,
  output: createDiscountOutput,
  idempotency: 'lookup' as const,
}

export const addOrderNote = {
  title: 'Add a note to the order',
  description: 'Writes a note for the shop’s staff, or for the customer.',
  input: addOrderNoteInput,
  output: addOrderNoteOutput,
  idempotency: 'lookup' as const,
}

export const changeOrderStatus = {
  title: 'Change the order’s status',
  description:
    'Sets the order to a status of the shop. The shop then does what it does for that status, such as e-mails.',
  input: changeOrderStatusInput,
  output: changeOrderStatusOutput,
  idempotency: 'harmless' as const,
}
