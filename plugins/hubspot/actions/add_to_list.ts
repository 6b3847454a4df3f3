import { asText, defineAction, InvalidInput } from '#sdk/index'
import type { Context } from '#sdk/index'
import { HubSpotClient } from '../client.ts'
import { actions } from '../manifest_actions.ts'
import { listMembers } from '../paths.ts'

interface Input {
  contactId: string
  listId: string
}

export const addToList = defineAction<Input, Input>({
  ...actions.addToList,

  async run(context: Context, { contactId, listId }) {
    const { recordIdsMissing } = await new HubSpotClient(context).change('PUT', listMembers(listId), [contactId])
    if (Array.isArray(recordIdsMissing) && recordIdsMissing.map(asText).includes(contactId)) {
      throw new InvalidInput('HubSpot does not know this contact', { field: 'contactId' })
    }
    return { contactId, listId }
  },
})
