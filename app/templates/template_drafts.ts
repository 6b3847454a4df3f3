import { clock } from '#app/clock'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import type { ChannelName, Purpose } from '#sdk/index'
import { Template, TemplateVersion } from './template.ts'
import type { TemplateContent, TemplateVariable } from './template.ts'
import { normalLanguage } from './variants.ts'

export interface VariantInput {
  language: string
  content: TemplateContent
  variables: TemplateVariable[]
}

export interface TemplateInput {
  name: string
  purpose: Purpose
  variants: VariantInput[]
}

export async function createTemplate(
  trx: Trx,
  workspaceId: string,
  input: TemplateInput,
  medium: ChannelName = 'whatsapp'
): Promise<Template> {
  const template = new Template().fill({
    id: newId('template'),
    workspaceId,
    name: input.name,
    purpose: input.purpose,
    medium,
    archivedAt: null,
  })
  await template.useTransaction(trx).touch().save()
  await saveDraft(trx, template, input.variants)
  return template
}

/** The version being written: the newest one while it is a draft, else one more. */
export async function draftNumber(trx: Trx, template: Template): Promise<number> {
  const newest = await TemplateVersion.query({ client: trx })
    .where('templateId', template.id)
    .orderBy('version', 'desc')
    .first()
  return newest ? newest.version + (newest.state === 'draft' ? 0 : 1) : 1
}

/** Replaces the draft whole. What has been published is never touched: messages refer to it. */
export async function saveDraft(trx: Trx, template: Template, variants: VariantInput[]): Promise<number> {
  const version = await draftNumber(trx, template)
  await trx.from('template_versions').where({ template_id: template.id, version, state: 'draft' }).delete()
  for (const { language, content, variables } of variants) {
    await new TemplateVersion()
      .fill({
        id: newId('template_version'),
        workspaceId: template.workspaceId,
        templateId: template.id,
        version,
        language: normalLanguage(language),
        state: 'draft',
        content,
        variables,
        publishedAt: null,
      })
      .useTransaction(trx)
      .touch()
      .save()
  }
  return version
}

/** From here on the version is what is sent, where nobody has to approve it first. */
export async function publishDraft(trx: Trx, template: Template): Promise<TemplateVersion[]> {
  const drafts = await TemplateVersion.query({ client: trx }).where({ templateId: template.id, state: 'draft' })
  const now = clock.now()
  for (const draft of drafts)
    await draft.merge({ state: 'published', publishedAt: now }).useTransaction(trx).touch().save()
  return drafts
}
