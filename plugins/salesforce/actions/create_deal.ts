import { asText, defineAction } from '#sdk/index'
import type { Context } from '#sdk/index'
import { SalesforceClient } from '../client.ts'
import { createDeal as create, dealMade } from '../deals.ts'
import type { NewDeal } from '../deals.ts'
import { actions } from '../manifest_actions.ts'

export const createDeal = defineAction<NewDeal, { dealId: string; stage: string }>({
  ...actions.createDeal,

  async run(context: Context, input) {
    return { dealId: await create(new SalesforceClient(context), input), stage: input.stage }
  },

  async lookup(context: Context, input) {
    const made = await dealMade(new SalesforceClient(context), input)
    const dealId = asText(made?.Id)
    return dealId ? { dealId, stage: asText(made?.StageName) ?? input.stage } : null
  },
})
