import { InvalidInput } from '#sdk/index'
import type { ChannelRole, TemplateStatus, TemplateSubmission } from '#sdk/index'
import { graph } from './client.ts'
import type { WhatsAppContext } from './client.ts'
import { componentsFor, namesClash } from './template_components.ts'
import { templateStatus } from './template_events.ts'
import { providerTemplate } from './template_reading.ts'
import type { WireTemplate } from './template_reading.ts'

type Templates = NonNullable<ChannelRole['templates']>

const FIELDS = 'id,name,language,status,category,components,quality_score,rejected_reason'
const NAME = /^[a-z0-9_]{1,512}$/

interface Created {
  id: string
  status?: string
  category?: string
}

const statusOf = (word: string | undefined): TemplateStatus => templateStatus(word) ?? 'in_review'

async function list(context: WhatsAppContext, cursor: string | null) {
  const query = { fields: FIELDS, limit: '100', ...(cursor ? { after: cursor } : {}) }
  const page = await graph<{
    data: WireTemplate[]
    paging?: { cursors?: { after?: string }; next?: string }
  }>(context, `${context.settings.businessAccountId}/message_templates`, { query })
  return {
    items: page.data.map(providerTemplate),
    cursor: page.paging?.next ? (page.paging.cursors?.after ?? null) : null,
  }
}

async function submit(context: WhatsAppContext, template: TemplateSubmission) {
  check(template)
  const { name, language, category } = template
  const body = {
    name,
    language: language.replace('-', '_'),
    category: category.toUpperCase(),
    parameter_format: 'NAMED',
    components: componentsFor(template),
  }
  const path = `${context.settings.businessAccountId}/message_templates`
  const created = await graph<Created>(context, path, { method: 'POST', body })
  // Meta may file a template under another category than was asked for, and bills by its own.
  return {
    providerId: created.id,
    status: statusOf(created.status),
    category: (created.category ?? category).toLowerCase(),
  }
}

async function update(context: WhatsAppContext, providerId: string, template: TemplateSubmission) {
  check(template)
  await graph(context, providerId, { method: 'POST', body: { components: componentsFor(template) } })
  const now = await graph<WireTemplate>(context, providerId, { query: { fields: FIELDS } })
  return { status: statusOf(now.status), category: now.category.toLowerCase() }
}

async function remove(context: WhatsAppContext, name: string, providerId: string | null) {
  // Without the id Meta deletes the name in every language.
  const query = { name, ...(providerId ? { hsm_id: providerId } : {}) }
  await graph(context, `${context.settings.businessAccountId}/message_templates`, { method: 'DELETE', query })
}

function check(template: TemplateSubmission): void {
  if (!NAME.test(template.name)) {
    throw new InvalidInput('A template name has lower case letters, digits and underscores only', {
      field: 'name',
    })
  }
  if (namesClash(template)) throw new InvalidInput('Two variables become the same name at WhatsApp', { field: 'body' })
}

export const templates: Templates = { list, submit, update, remove }
