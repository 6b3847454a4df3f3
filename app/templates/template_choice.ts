import { readJson } from '#app/database'
import type { Client, Row } from '#app/database'
import { Remembered } from '#app/remembered'
import { approvalFacts } from './approval.ts'
import type { Approval } from './approval.ts'
import { providerName } from './template.ts'
import type { TemplateContent, TemplateVariable } from './template.ts'
import { chooseLanguage, normalLanguage } from './variants.ts'

/** The variant of a template that one contact gets on one connection. */
export interface ChosenTemplate {
  templateId: string
  versionId: string
  language: string
  providerName: string
  category: string
  content: TemplateContent
  variables: TemplateVariable[]
  approval: Approval | null
}

export type Choice =
  | { ok: true; template: ChosenTemplate }
  | { ok: false; templateId: string | null; code: string; params: Record<string, unknown> }

interface Stored {
  template: Row
  /** Published ones, newest first. */
  versions: Row[]
  approvals: Row[]
}

const stored = new Remembered<Stored | null>()

export const forgetTemplates = (): void => stored.forget()

interface Wanted {
  workspaceId: string
  /** Id or name. */
  template: string
  connectionId: string | null
  needsApproval: boolean
  contactLanguage: string | null
  workspaceLanguage: string
}

/** The contact's language of the newest version; where a provider must approve, of the newest approved one. */
export async function chooseTemplate(client: Client, wanted: Wanted): Promise<Choice> {
  const found = await stored.get(client, `${wanted.workspaceId} ${wanted.template}`, () => read(client, wanted))
  if (!found) return { ok: false, templateId: null, code: 'template_not_found', params: { name: wanted.template } }

  const { template, versions, approvals } = found
  const templateId = String(template.id)
  if (versions.length === 0)
    return { ok: false, templateId, code: 'template_not_published', params: { name: template.name } }

  const newest = versions.filter((version) => version.version === versions[0].version)
  const language = chooseLanguage(
    newest.map((version) => String(version.language)),
    wanted.contactLanguage,
    wanted.workspaceLanguage
  )
  if (!language) {
    const params = { name: template.name, wanted: wanted.contactLanguage ?? wanted.workspaceLanguage }
    return { ok: false, templateId, code: 'template_language_missing', params }
  }

  const spoken = versions.filter((version) => normalLanguage(String(version.language)) === normalLanguage(language))
  const approvalOf = (version: Row) =>
    approvals.find((row) => row.template_version_id === version.id && row.connection_id === wanted.connectionId)
  const approved = wanted.needsApproval
    ? spoken.find((version) => approvalOf(version)?.status === 'approved')
    : undefined
  return { ok: true, template: chosen(template, approved ?? spoken[0], approvalOf(approved ?? spoken[0])) }
}

async function read(client: Client, { workspaceId, template: idOrName }: Wanted): Promise<Stored | null> {
  const template: Row | null = await client
    .from('templates')
    .where('workspace_id', workspaceId)
    .where(idOrName.startsWith('tpl_') ? 'id' : 'name', idOrName)
    .whereNull('archived_at')
    .first()
  if (!template) return null

  const versions: Row[] = await client
    .from('template_versions')
    .where({ template_id: template.id, state: 'published' })
    .orderBy('version', 'desc')
  const ids = versions.map((version) => String(version.id))
  const approvals: Row[] =
    ids.length > 0 ? await client.from('template_approvals').whereIn('template_version_id', ids) : []
  return { template, versions, approvals }
}

function chosen(template: Row, version: Row, approval: Row | undefined): ChosenTemplate {
  return {
    templateId: String(template.id),
    versionId: String(version.id),
    language: String(version.language),
    providerName: String(
      approval?.provider_name ?? providerName({ name: String(template.name) }, Number(version.version))
    ),
    category: String(approval?.category ?? categoryOf(String(template.purpose))),
    content: readJson<TemplateContent>(version.content),
    variables: readJson<TemplateVariable[]>(version.variables),
    approval: approvalFacts(approval),
  }
}

/** What Meta calls our purposes. A service message is never a template of its own kind. */
export const categoryOf = (purpose: string): string =>
  purpose === 'transactional' || purpose === 'service' ? 'utility' : purpose
