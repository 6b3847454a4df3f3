import { defineAction } from '#sdk/index'
import type { Context } from '#sdk/index'
import { logActivity as log } from '../activities.ts'
import { HubSpotClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  contactId: string
  kind: 'whatsapp' | 'sms' | 'note'
  text: string
}

export const logActivity = defineAction<Input, { activityId: string }>({
  ...actions.logActivity,

  async run(context: Context, { contactId, kind, text }) {
    const activity = { kind, title: null, text, at: context.now() }
    return { activityId: await log(new HubSpotClient(context), contactId, activity) }
  },
})
