import { defineAction, moneyFromDecimal } from '#sdk/index'
import type { Context } from '#sdk/index'
import { HubSpotClient } from '../client.ts'
import { createDeal as create } from '../deals.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  contactId: string
  title: string
  stage: string
  amount?: string
  currency?: string
  properties?: Record<string, string>
}

export const createDeal = defineAction<Input, { dealId: string; stage: string }>({
  ...actions.createDeal,

  async run(context: Context, { amount, currency, ...deal }) {
    const value = amount && currency ? moneyFromDecimal(amount, currency) : null
    const { id, stage } = await create(new HubSpotClient(context), { ...deal, value }, context.idempotencyKey)
    return { dealId: id, stage }
  },
})
