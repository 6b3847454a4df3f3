import { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { newId } from '#app/ids'
import { isConnectorError } from '#sdk/errors'
import type { TemplateStatus, TemplateSubmission } from '#sdk/index'
import { linkBase } from '#app/links/short_links'
import { forgetTemplates, categoryOf } from './template_choice.ts'
import { publishDraft } from './template_drafts.ts'
import { providerName, TemplateApproval, TemplateVersion } from './template.ts'
import type { Template } from './template.ts'

/** Channels of the workspace whose provider approves templates of this medium. */
export async function approvingConnections(template: Pick<Template, 'workspaceId' | 'medium'>): Promise<Connection[]> {
  const all = await Connection.in(template.workspaceId).orderBy('id')
  return all.filter(({ connector }) => {
    const channel = connectors.get(connector)?.channel
    return channel?.templateApproval === true && channel.medium === template.medium
  })
}

/** Publishes the draft and hands each of its languages in at each provider. What fails there can be handed in again. */
export async function submitDraft(template: Template): Promise<void> {
  const versions = await transaction((trx) => publishDraft(trx, template))
  forgetTemplates()
  for (const connection of await approvingConnections(template)) {
    for (const version of versions) await handIn(template, version, connection)
  }
}

/** Hands in again whatever no provider has taken yet. */
export async function resubmit(template: Template): Promise<void> {
  for (const connection of await approvingConnections(template)) {
    for (const version of await newestPublished(template)) {
      const approval = await TemplateApproval.query()
        .where({ templateVersionId: version.id, connectionId: connection.id })
        .first()
      if (!approval || approval.status === 'draft') await handIn(template, version, connection)
    }
  }
}

async function newestPublished(template: Template): Promise<TemplateVersion[]> {
  const versions = await TemplateVersion.query()
    .where({ templateId: template.id, state: 'published' })
    .orderBy('version', 'desc')
  return versions.filter(({ version }) => version === versions[0].version)
}

async function handIn(template: Template, version: TemplateVersion, connection: Connection): Promise<void> {
  const approval = await openApproval(template, version, connection)
  const now = clock.now()
  try {
    const { channel } = await connectors.implementation(connection.connector)
    if (!channel?.templates) return
    const { providerId, status, category } = await channel.templates.submit(
      await contextFor(connection),
      submissionOf(template, version)
    )
    // The verdict may have come by webhook before this answer.
    const verdict: Partial<TemplateApproval> = approval.statusSince > now ? {} : { status, statusSince: now }
    await approval
      .merge({
        providerTemplateId: providerId,
        category: category.toLowerCase(),
        reason: null,
        detail: null,
        submittedAt: now,
        ...verdict,
      })
      .touch()
      .save()
  } catch (error) {
    if (!isConnectorError(error)) throw error
    await approval
      .merge({
        status: 'draft' as TemplateStatus,
        reason: error.vendorCode ?? error.code.slice(2).toLowerCase(),
        detail: error.message,
        statusSince: now,
      })
      .touch()
      .save()
  }
  forgetTemplates()
}

async function openApproval(
  template: Template,
  version: TemplateVersion,
  connection: Connection
): Promise<TemplateApproval> {
  const known = await TemplateApproval.query()
    .where({ templateVersionId: version.id, connectionId: connection.id })
    .first()
  if (known) return known
  const now = clock.now()
  return new TemplateApproval()
    .fill({
      id: newId('template_approval'),
      workspaceId: template.workspaceId,
      templateVersionId: version.id,
      connectionId: connection.id,
      providerName: providerName(template, version.version),
      providerTemplateId: null,
      language: version.language,
      status: 'draft',
      category: null,
      quality: null,
      reason: null,
      detail: null,
      submittedAt: now,
      statusSince: now,
    })
    .touch()
    .save()
}

function submissionOf(
  template: Template,
  { version, language, content, variables }: TemplateVersion
): TemplateSubmission {
  const { header, body, footer, buttons } = content
  return {
    name: providerName(template, version),
    language,
    category: categoryOf(template.purpose),
    header:
      header?.kind === 'text'
        ? header
        : header
          ? { kind: header.attachment.kind as 'image' | 'video' | 'document' }
          : null,
    body,
    footer,
    // The approved address of a tracked button is ours, and only its code changes.
    buttons: buttons.map((button) =>
      button.kind === 'url' && button.tracked
        ? { kind: 'url', title: button.title, url: `${linkBase()}{{code}}` }
        : button
    ),
    samples: { code: 'a1b2c3d4e', ...Object.fromEntries(variables.map(({ name, sample }) => [name, sample])) },
  }
}
