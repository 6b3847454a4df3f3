import { defineAction, type Context, type DiscountSpec } from '#sdk/index'
import { createCoupon, findCoupon } from '../coupons.ts'
import { createDiscount as manifest } from '../manifest_actions.ts'

type Input = Omit<DiscountSpec, 'expiresAt' | 'usageLimit'> & Partial<Pick<DiscountSpec, 'expiresAt' | 'usageLimit'>>

export const createDiscount = defineAction<Input, { code: string }>({
  ...manifest,

  run(context: Context, input) {
    return createCoupon(context, {
      ...input,
      expiresAt: input.expiresAt ?? null,
      usageLimit: input.usageLimit ?? null,
    })
  },

  async lookup(context: Context, { code }) {
    return (await findCoupon(context, code)) ? { code } : null
  },
})
