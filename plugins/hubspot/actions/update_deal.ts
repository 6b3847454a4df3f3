import { defineAction, moneyFromDecimal } from '#sdk/index'
import type { Context } from '#sdk/index'
import { HubSpotClient } from '../client.ts'
import { updateDeal as update } from '../deals.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  dealId: string
  stage: string
  amount?: string
  currency?: string
}

const changeOf = ({ stage, amount, currency }: Input) => ({
  stage,
  value: amount && currency ? moneyFromDecimal(amount, currency) : null,
})

export const updateDeal = defineAction<Input, { dealId: string; stage: string }>({
  ...actions.updateDeal,

  async run(context: Context, input) {
    const { id, stage } = await update(new HubSpotClient(context), input.dealId, changeOf(input))
    return { dealId: id, stage }
  },
})
