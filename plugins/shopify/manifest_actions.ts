import { addCustomerTagsInput, addCustomerTagsOutput, createDiscountInput, createDiscountOutput } from './schemas.ts'

/** What the console shows of the actions before anything of Shopify's is loaded. */
export const addCustomerTags = {
  title: 'Add tags to the customer',
  description: 'Adds tags to a customer of the shop. Tags that are there already stay as they are.',
  input: addCustomerTagsInput,
  output: addCustomerTagsOutput,
  idempotency: 'harmless' as const,
}

export const createDiscount = {
  title: 'Create a discount code',
  description: 'Creates a code for a percentage, an amount or free shipping, once per customer.',
  input: createDiscountInput,
  output: createDiscountOutput,
  idempotency: 'lookup' as const,
}
