import { defineAction } from '#sdk/index'
import type { Context } from '#sdk/index'
import { logActivity as log } from '../activities.ts'
import { SalesforceClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  contactId: string
  title: string
  text: string
}

export const logActivity = defineAction<Input, { activityId: string }>({
  ...actions.logActivity,

  async run(context: Context, { contactId, title, text }) {
    const activity = { title, text, at: context.now() }
    return { activityId: await log(new SalesforceClient(context), contactId, activity) }
  },
})
