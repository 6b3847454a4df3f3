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
  company: string
  source?: string
  fields?: Record<string, string>
}

export const upsertLead = defineAction<Input, { leadId: string; created: boolean }>({
  ...actions.upsertLead,

  async run(context: Context, input) {
    const { company, source } = input
    const fields = { ...fieldsOf(input), Company: company, ...(source && { LeadSource: source }), ...input.fields }
    const { id, created } = await upsertPerson(new SalesforceClient(context), 'Lead', { handles: input, fields })
    return { leadId: id, created }
  },
})
