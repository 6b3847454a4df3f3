import { asText, defineAction } from '#sdk/index'
import type { Context, Json } from '#sdk/index'
import { HubSpotClient } from '../client.ts'
import { findContact, propertiesOf, upsertContact as upsert } from '../contacts.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  phone?: string
  email?: string
  firstName?: string
  lastName?: string
  company?: string
  properties?: Record<string, string>
}

const given = (input: Input): Json => ({ ...propertiesOf(input), ...input.properties })

export const upsertContact = defineAction<Input, { contactId: string; created: boolean }>({
  ...actions.upsertContact,

  async run(context: Context, input) {
    const { id, created } = await upsert(new HubSpotClient(context), input, { given: given(input) })
    return { contactId: id, created }
  },

  /** It happened when all that was to be written is there. */
  async lookup(context: Context, input) {
    const wanted = given(input)
    const found = await findContact(new HubSpotClient(context), input, Object.keys(wanted))
    const written =
      found && Object.entries(wanted).every(([name, value]) => asText(found.properties[name]) === asText(value))
    return written ? { contactId: found.id, created: false } : null
  },
})
