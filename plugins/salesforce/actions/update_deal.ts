import { defineAction } from '#sdk/index'
import type { Context } from '#sdk/index'
import { SalesforceClient } from '../client.ts'
import { updateDeal as update } from '../deals.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  dealId: string
  stage: string
  amount?: string
}

export const updateDeal = defineAction<Input, { dealId: string; stage: string }>({
  ...actions.updateDeal,

  async run(context: Context, { dealId, ...change }) {
    await update(new SalesforceClient(context), dealId, change)
    return { dealId, stage: change.stage }
  },
})
