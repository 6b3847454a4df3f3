import { defineAction } from '#sdk/index'
import type { Context } from '#sdk/index'
import { SalesforceClient } from '../client.ts'
import { fieldsOf, upsertPerson } from '../contacts.ts'
import { actions } from '../manifest_actions.ts'

interface Input {
  phone?: string
  email?: string
  firstName?: string
  lastName?: string
  fields?: Record<string, string>
}

export const upsertContact = defineAction<Input, { contactId: string; created: boolean }>({
  ...actions.upsertContact,

  async run(context: Context, input) {
    const fields = { ...fieldsOf(input), ...input.fields }
    const { id, created } = await upsertPerson(new SalesforceClient(context), 'Contact', { handles: input, fields })
    return { contactId: id, created }
  },
})
